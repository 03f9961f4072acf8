"""Builders of editions and approvals."""

from datetime import date

import factory

from lms.content.models import Approval, Contact, Edition
from tests.support.factories import MADE, Base, PersonFactory


class EditionFactory(Base):
    class Meta:
        model = Edition

    module_slug = "safeguarding-induction"
    label = factory.LazyAttribute(lambda one: f"2026-{one.serial}")
    serial = factory.Sequence(lambda n: n + 1)
    content_hash = factory.Sequence(lambda n: f"{n:064}")
    title = "Safeguarding induction"
    summary = "What to do if you are worried about a child."
    minutes = 55
    guidance = "KCSIE 2026"
    next_review = date(2027, 9, 1)
    content = factory.LazyFunction(dict)
    seen_at = MADE


class ApprovalFactory(Base):
    class Meta:
        model = Approval

    edition = factory.SubFactory(EditionFactory)
    approver_id = factory.LazyFunction(lambda: PersonFactory().id)
    approver_name = "Ruth Amadi, education safeguarding lead"
    at = MADE
    withdraws = False


class ContactFactory(Base):
    class Meta:
        model = Contact

    kind = "mash"
    name = "Front door (MASH)"
    telephone = "01632 960100"
    checked_on = date(2026, 11, 2)

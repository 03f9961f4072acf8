"""Builders of what proves or moves an obligation."""

from datetime import date
from uuid import uuid4

import factory

from lms.assignment.models import DueChange, Exemption, Pause, Proof
from lms.identity.models import Invitation
from tests.support.factories import MADE, Base, EngagementFactory, ObligationFactory, PersonFactory


class ProofFactory(Base):
    class Meta:
        model = Proof

    obligation_id = factory.LazyFunction(lambda: ObligationFactory().id)
    completion_id = factory.LazyFunction(uuid4)
    from_on = date(2026, 9, 10)
    until_on = date(2027, 9, 10)
    known_at = MADE


class DueChangeFactory(Base):
    class Meta:
        model = DueChange

    obligation_id = factory.LazyFunction(lambda: ObligationFactory().id)
    from_on = date(2026, 10, 1)
    due_on = date(2026, 10, 15)
    reason = "returned"
    at = MADE


class ExemptionFactory(Base):
    class Meta:
        model = Exemption

    obligation_id = factory.LazyFunction(lambda: ObligationFactory().id)
    from_on = date(2026, 10, 1)
    until_on = date(2026, 12, 1)
    reason = "Trained by another council this year"
    at = MADE


class PauseFactory(Base):
    class Meta:
        model = Pause

    engagement_id = factory.LazyFunction(lambda: EngagementFactory().id)
    from_on = date(2026, 10, 1)
    reason = "family_leave"
    at = MADE


class InvitationFactory(Base):
    class Meta:
        model = Invitation

    person = factory.SubFactory(PersonFactory)
    send_on = date(2026, 9, 1)
    sent_at = MADE
    made_at = MADE

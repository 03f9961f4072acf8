"""Questions about ways to sign in."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_

from lms.identity.models import Invitation
from lms.kernel.days import end_of
from lms.people.models import Person


def signed_in_by(day: date) -> ColumnElement[bool]:
    """Return the condition that a person had signed in by the end of ``day``."""
    return and_(Person.first_signed_in_at.is_not(None), Person.first_signed_in_at < end_of(day))


def enrolled(day: date) -> ColumnElement[bool]:
    """Return the condition that a person was enrolled by the end of ``day``.

    They have been sent an invitation that did not bounce, or have signed in.
    """
    by_then = end_of(day)
    invited = exists().where(
        Invitation.person_id == Person.id,
        Invitation.sent_at < by_then,
        or_(Invitation.bounced_at.is_(None), Invitation.bounced_at >= by_then),
    )
    return or_(signed_in_by(day), invited)

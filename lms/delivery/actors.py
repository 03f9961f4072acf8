"""From a session to whoever is signed in."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.settings import Settings
from lms.people import queries
from lms.people.queries import Standing
from lms.policy import HeldDuty, PersonActor

NOBODY = PersonActor(id=None)


def actor_of(
    session: Session, person_id: UUID, *, begun_at: datetime, today: date, settings: Settings
) -> PersonActor:
    """Return who a session of ``person_id``, begun then, stands for now.

    Nobody, where the person signed out everywhere since, or where the last engagement ended
    longer ago than the grace period and no duty is held.
    """
    found = queries.standing(session, person_id)
    if found is None or not may_sign_in(found, today=today, settings=settings):
        return NOBODY
    if found.signed_out_at is not None and begun_at <= found.signed_out_at:
        return NOBODY
    return PersonActor(
        id=found.person_id,
        name=found.name,
        duties=frozenset(HeldDuty(*held) for held in found.duties),
    )


def may_sign_in(standing: Standing, *, today: date, settings: Settings) -> bool:
    """Tell whether the person's engagements or duties still let them in."""
    if standing.duties:
        return True
    if standing.last_day is None:
        return False
    last_with_grace = min(standing.last_day, date.max - timedelta(days=settings.grace_days))
    return today <= last_with_grace + timedelta(days=settings.grace_days)

"""From a session to whoever is signed in."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lms.identity.rules import may_come_in
from lms.kernel.settings import Settings
from lms.people import queries
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
    if found is None or not may_come_in(
        has_duties=bool(found.duties),
        last_day=found.last_day,
        today=today,
        grace_days=settings.grace_days,
    ):
        merged_into = queries.survivor_id(session, person_id)
        if merged_into == person_id:
            return NOBODY
        # Their record became part of another while they were at work: they go on as that one.
        return actor_of(session, merged_into, begun_at=begun_at, today=today, settings=settings)
    if found.signed_out_at is not None and begun_at <= found.signed_out_at:
        return NOBODY
    return PersonActor(
        id=found.person_id,
        name=found.name,
        ended_on=found.last_day
        if not found.duties and found.last_day is not None and found.last_day < today
        else None,
        duties=frozenset(HeldDuty(*held) for held in found.duties),
        agency_since=today - timedelta(days=settings.grace_days),
    )

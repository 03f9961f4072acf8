"""Questions about engagements by the thousand."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.people.models import Engagement

CHUNK = 1000


def engagement_ids(session: Session, person_id: UUID) -> list[UUID]:
    """Return the ids of a person's engagements."""
    return list(session.scalars(select(Engagement.id).filter_by(person_id=person_id)))


def every_engagement(session: Session, *, on_or_after: date) -> Iterator[list[UUID]]:
    """Yield the ids of engagements that have not ended before a day, a thousand at a time."""
    last: UUID | None = None
    while True:
        wanted = select(Engagement.id).where(
            or_(Engagement.ends_on.is_(None), Engagement.ends_on >= on_or_after)
        )
        if last is not None:
            wanted = wanted.where(Engagement.id > last)
        ids = list(session.scalars(wanted.order_by(Engagement.id).limit(CHUNK)))
        if not ids:
            return
        yield ids
        last = ids[-1]


def people_of(session: Session, engagement_ids: Collection[UUID]) -> set[UUID]:
    """Return whose these engagements are."""
    wanted = select(Engagement.person_id).where(Engagement.id.in_(engagement_ids))
    return set(session.scalars(wanted))

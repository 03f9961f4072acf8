"""Questions about engagements: one within reach, and all of them by the thousand."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.errors import NotFound
from lms.kernel.permissions import Reach
from lms.people.models import Engagement
from lms.people.queries.people import NO_ENGAGEMENT

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


def engagement_within(session: Session, engagement_id: UUID, reach: Reach) -> Engagement:
    """Return the engagement with its person, places and manager, in one query.

    Raises:
        NotFound: there is no such engagement, or none within ``reach``; the words are the same.

    """
    wanted = select(Engagement).where(Engagement.id == engagement_id)
    whole = (Engagement.person, Engagement.unit, Engagement.setting, Engagement.agency)
    found = session.scalar(
        wanted.options(*(joinedload(one) for one in (*whole, Engagement.manager)))
    )
    if found is None or not (reach.everyone or reach.covers(found.placement)):
        raise NotFound(NO_ENGAGEMENT)
    return found


def engagement_known_as(session: Session, source: str, reference: str) -> Engagement | None:
    """Return the engagement that a list knows by this reference, or None."""
    return session.scalar(select(Engagement).filter_by(source=source, reference=reference))

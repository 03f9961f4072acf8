"""Questions about engagements: one within reach, and all of them by the thousand."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from lms.kernel.errors import NotFound
from lms.kernel.paging import PAGE, Slice
from lms.kernel.permissions import Reach
from lms.people.models import Engagement, Person
from lms.people.queries.people import NO_ENGAGEMENT, active_on, within

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


def engagement_by_form(session: Session, form_key: str) -> Engagement | None:
    """Return the engagement that the form of this key entered, or None."""
    wanted = select(Engagement).filter_by(form_key=form_key)
    whole = (joinedload(Engagement.person), joinedload(Engagement.unit))
    return session.scalars(wanted.options(*whole)).first()


def people_with_engagements(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Return people by id, with their engagements and where those place them."""
    whole = selectinload(Person.engagements)
    wanted = select(Person).where(Person.id.in_(person_ids))
    found = session.scalars(wanted.options(whole.joinedload(Engagement.unit)))
    return {one.id: one for one in found}


def engagements_page(
    session: Session,
    reach: Reach,
    *,
    person_id: UUID | None = None,
    active: date | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Slice[Engagement]:
    """Return a page of engagements within reach, by id, each with where it is.

    Args:
        session: the database.
        reach: which.
        person_id: only this person's.
        active: only those that run on this day.
        after: where the page before ended.
        limit: how many a page.

    """
    wanted = (
        select(Engagement)
        .outerjoin(Engagement.unit)
        .options(
            contains_eager(Engagement.unit),
            joinedload(Engagement.agency),
            joinedload(Engagement.setting),
        )
        .where(within(reach))
    )
    if person_id is not None:
        wanted = wanted.where(Engagement.person_id == person_id)
    if active is not None:
        wanted = wanted.where(active_on(active))
    try:
        last = UUID(hex=after) if after else None
    except ValueError:
        last = None
    if last is not None:
        wanted = wanted.where(Engagement.id > last)
    found = list(session.scalars(wanted.order_by(Engagement.id).limit(limit + 1)))
    return Slice(found[:limit], found[limit - 1].id.hex if len(found) > limit else None)

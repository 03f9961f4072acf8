"""Engagements as they were on a day: as known now, and as known on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Subquery, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from lms.kernel.days import end_of
from lms.people.models import Agency, Engagement, EngagementFact, Person, Setting, Unit


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What was learnt of an engagement, with the names of what it says."""

    n: int
    learnt_at: datetime
    from_on: date | None
    gone: bool
    kind: str
    unit: str | None
    setting: str | None
    agency: str | None
    manager: str | None
    starts_on: date
    ends_on: date | None


def as_it_was(day: date) -> type[Engagement]:
    """Return engagements placed where they were on a day, as known now.

    Only those that moved after the day differ from the rows there are.
    """
    fact = EngagementFact
    later = select(fact.engagement_id).where(fact.from_on > day)
    last = (
        select(fact.engagement_id, func.max(fact.n).label("n"))
        .where(fact.engagement_id.in_(later), fact.from_on <= day)
        .group_by(fact.engagement_id)
        .subquery()
    )
    place = aliased(fact)
    moved = place.engagement_id.is_not(None)
    whole = (
        select(
            Engagement.id,
            Engagement.person_id,
            case((moved, place.kind), else_=Engagement.kind).label("kind"),
            case((moved, place.unit_id), else_=Engagement.unit_id).label("unit_id"),
            case((moved, place.setting_id), else_=Engagement.setting_id).label("setting_id"),
            case((moved, place.agency_id), else_=Engagement.agency_id).label("agency_id"),
            case((moved, place.manager_id), else_=Engagement.manager_id).label("manager_id"),
            Engagement.starts_on,
            Engagement.ends_on,
        )
        .outerjoin(last, last.c.engagement_id == Engagement.id)
        .outerjoin(place, and_(place.engagement_id == last.c.engagement_id, place.n == last.c.n))
    )
    return _as_engagement(whole.subquery())


def as_known(day: date, known_on: date) -> type[Engagement]:
    """Return engagements as they were on ``day`` by what was known at the end of ``known_on``.

    Of facts that were known by then the last learnt counts: for the first and last day, and,
    among those that hold from the day or before, for where it was.
    """
    fact = EngagementFact
    known = fact.learnt_at < end_of(known_on)
    last = (
        select(fact.engagement_id, func.max(fact.n).label("n"))
        .where(known)
        .group_by(fact.engagement_id)
        .subquery()
    )
    placed = (
        select(fact.engagement_id, func.max(fact.n).label("n"))
        .where(known, fact.from_on <= day)
        .group_by(fact.engagement_id)
        .subquery()
    )
    days, place = aliased(fact), aliased(fact)
    whole = (
        select(
            days.engagement_id.label("id"),
            days.person_id,
            place.kind,
            place.unit_id,
            place.setting_id,
            place.agency_id,
            place.manager_id,
            days.starts_on,
            days.ends_on,
        )
        .join(last, and_(last.c.engagement_id == days.engagement_id, last.c.n == days.n))
        .join(placed, placed.c.engagement_id == days.engagement_id)
        .join(place, and_(place.engagement_id == days.engagement_id, place.n == placed.c.n))
        .where(days.gone.is_(False))
    )
    return _as_engagement(whole.subquery())


def _as_engagement(whole: Subquery) -> type[Engagement]:
    return aliased(Engagement, whole, adapt_on_names=True)


def facts_of(session: Session, person_id: UUID) -> dict[UUID, list[Fact]]:
    """Return what was learnt of a person's engagements, in the order in which it was."""
    fact, manager = EngagementFact, aliased(Person)
    wanted = (
        select(
            fact.engagement_id,
            fact.n,
            fact.learnt_at,
            fact.from_on,
            fact.gone,
            fact.kind,
            Unit.name.label("unit"),
            Setting.name.label("setting"),
            Agency.name.label("agency"),
            manager.name.label("manager"),
            fact.starts_on,
            fact.ends_on,
        )
        .join(Engagement, Engagement.id == fact.engagement_id)
        .outerjoin(Unit, Unit.id == fact.unit_id)
        .outerjoin(Setting, Setting.id == fact.setting_id)
        .outerjoin(Agency, Agency.id == fact.agency_id)
        .outerjoin(manager, manager.id == fact.manager_id)
        .where(Engagement.person_id == person_id)
        .order_by(fact.engagement_id, fact.n)
    )
    found: dict[UUID, list[Fact]] = {}
    for engagement_id, *said in session.execute(wanted):
        names = (one for one in Fact.__dataclass_fields__)
        row = dict(zip(names, said, strict=True))
        found.setdefault(engagement_id, []).append(Fact(**{**row, "kind": row["kind"].value}))
    return found

"""Questions about the ways in: who answers for each, and when it was last heard of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from lms.intake.models import Import, Source
from lms.intake.rules import rhythm
from lms.intake.rules.ways import BY_ITSELF, Way
from lms.kernel.days import council_day
from lms.kernel.errors import NotFound
from lms.people.models import Engagement

HR = "HR"


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """One way in on a day: whom it told of, who answers for it, and whether it is well."""

    id: UUID
    name: str
    way: Way
    kind: str | None
    """Kind of engagement where a list names none."""

    owner: str | None
    last_seen_at: datetime
    days: int
    """Since it was last heard of."""

    usual: int | None
    """Days that usually lie between; None where nobody can tell, or where people come as they
    come."""

    is_late: bool
    people: int
    """Of whom it told, ever."""


def sources(session: Session) -> list[Source]:
    """Return whose lists there are, HR's first."""
    wanted = select(Source).options(joinedload(Source.agency)).where(Source.way == Way.FILE)
    return sorted(session.scalars(wanted), key=_order)


def source(session: Session, source_id: UUID) -> Source:
    """Return one way in. Raises NotFound."""
    found = session.get(Source, source_id)
    if found is None:
        msg = "There is no such list."
        raise NotFound(msg)
    return found


def ways_in(session: Session, today: date) -> list[WayIn]:
    """Return every way in that was ever heard of, lists first, in three queries."""
    found = session.scalars(select(Source)).all()
    files, told = _file_days(session), _told(session)
    order = list(Way)
    return [
        _way_in(one, one.last_seen_at, today, files, told)
        for one in sorted(found, key=lambda one: (order.index(one.way), *_order(one)))
        if one.last_seen_at is not None
    ]


def _order(one: Source) -> tuple[bool, str]:
    return one.name != HR, one.name.casefold()


def _way_in(
    one: Source,
    seen_at: datetime,
    today: date,
    files: Mapping[UUID, list[date]],
    told: Mapping[str, int],
) -> WayIn:
    heard = [date.fromisoformat(day) for day in one.heard_on]
    days = files.get(one.id, []) if one.way == Way.FILE else heard
    usual = rhythm.usual_days(days) if one.way in BY_ITSELF else None
    age = (today - council_day(seen_at)).days
    return WayIn(
        id=one.id,
        name=one.name,
        way=one.way,
        kind=one.kind,
        owner=one.owner,
        last_seen_at=seen_at,
        days=age,
        usual=usual,
        is_late=rhythm.is_late(age, usual),
        people=told.get(one.name, 0),
    )


def _file_days(session: Session) -> dict[UUID, list[date]]:
    """Return the days on which files of each list were brought in."""
    wanted = select(Import.source_id, Import.accepted_at).where(Import.accepted_at.is_not(None))
    days: dict[UUID, list[date]] = {}
    for source_id, accepted_at in session.execute(wanted.order_by(Import.accepted_at)):
        if accepted_at is not None:
            days.setdefault(source_id, []).append(council_day(accepted_at))
    return days


def _told(session: Session) -> dict[str, int]:
    """Return of how many people each source told."""
    people = func.count(func.distinct(Engagement.person_id))
    wanted = select(Engagement.source, people).group_by(Engagement.source)
    return {row.source: row[1] for row in session.execute(wanted)}

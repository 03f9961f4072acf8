"""Engagements that somebody said never were one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload

from lms.coverage.models import NotStarter
from lms.coverage.rules import Reason
from lms.identity import queries as identity
from lms.kernel.errors import NotFound
from lms.kernel.paging import PAGE, Slice
from lms.kernel.permissions import Reach
from lms.people.models import Engagement, Person, Unit
from lms.people.queries import within


@dataclass(frozen=True, kw_only=True)
class Marked:
    """One such engagement."""

    id: UUID
    person_id: UUID
    person: str
    kind: str
    unit: str
    starts_on: date
    reason: Reason
    decided_at: datetime
    decided_by: str


def mark(session: Session, mark_id: UUID) -> NotStarter:
    """Return what was said, with whom it concerns. Raises NotFound."""
    found = session.get(NotStarter, mark_id, options=[joinedload(NotStarter.engagement)])
    if found is None:
        msg = "There is no such mark. Look at those who are marked under Coverage."
        raise NotFound(msg)
    return found


def count_marked(session: Session, reach: Reach) -> int:
    """Return how many engagements within reach are marked now."""
    return session.scalar(_marked_now(reach)) or 0


def uncounted(session: Session, reach: Reach, day: date, *, unknown: bool) -> tuple[int, int]:
    """Return how many stand beside the figures: engagements marked, and people in no list.

    Args:
        session: the session.
        reach: over whom.
        day: as at when somebody is in no list.
        unknown: whether those are asked for; they work nowhere, so they are in nobody's part.

    """
    counts = [_marked_now(reach).scalar_subquery()]
    if unknown:
        counts.append(identity.knocks(day).scalar_subquery())
    row = session.execute(select(*counts)).one()
    return row[0], row[1] if unknown else 0


def _marked_now(reach: Reach) -> Select[int]:
    return (
        select(func.count())
        .select_from(NotStarter)
        .join(Engagement, Engagement.id == NotStarter.engagement_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .where(NotStarter.taken_back_at.is_(None), within(reach))
    )


def marked(session: Session, reach: Reach, *, after: str | None = None) -> Slice[Marked]:
    """Return a page of the engagements within reach that are marked, the latest first."""
    by = aliased(Person)
    wanted = (
        select(NotStarter, Engagement, Person.name, Unit.name, by.name)
        .join(Engagement, Engagement.id == NotStarter.engagement_id)
        .join(Person, Person.id == Engagement.person_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .outerjoin(by, by.id == NotStarter.decided_by)
        .where(NotStarter.taken_back_at.is_(None), within(reach))
        .order_by(NotStarter.decided_at.desc(), NotStarter.id.desc())
    )
    key = _read_key(after)
    if key is not None:
        wanted = wanted.where(tuple_(NotStarter.decided_at, NotStarter.id) < key)
    rows = session.execute(wanted.limit(PAGE + 1)).all()
    shown = [
        Marked(
            id=one.id,
            person_id=engagement.person_id,
            person=name,
            kind=engagement.kind.value,
            unit=unit or "",
            starts_on=engagement.starts_on,
            reason=one.reason,
            decided_at=one.decided_at,
            decided_by=who or "the site",
        )
        for one, engagement, name, unit, who in rows[:PAGE]
    ]
    more = len(rows) > PAGE
    return Slice(shown, f"{shown[-1].decided_at.isoformat()}~{shown[-1].id.hex}" if more else None)


def _read_key(after: str | None) -> tuple[datetime, UUID] | None:
    """Return where a page begins; what cannot be read begins at the first."""
    at, _, hexed = (after or "").partition("~")
    try:
        read = datetime.fromisoformat(at)
        return (read, UUID(hex=hexed)) if read.tzinfo else None
    except ValueError:
        return None

"""The starters of a time: how far each has come, by kind against the target, and one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, case, func, select, tuple_
from sqlalchemy.orm import Session

from lms.compliance.queries.asked import Asked, among, statuses
from lms.compliance.queries.people import Reached
from lms.compliance.rules import Status
from lms.identity.queries import enrolled, signed_in_by
from lms.kernel.paging import PAGE, Slice
from lms.people.models import Agency, Person, Unit

CHUNK = 1000


class Come(StrEnum):
    """How far a starter has come: exactly one of these."""

    DONE = "done"
    """All that was asked so far is done."""

    TIME = "time"
    """Something is open, and nothing of it is late."""

    LATE = "late"
    NOTHING = "nothing"
    """Nothing is owed: paused, exempt, or nothing asked."""


@dataclass(frozen=True, kw_only=True)
class Began:
    """How far the starters of one kind of engagement have come; the last four are disjoint."""

    kind: str
    known: int
    enrolled: int
    signed_in: int
    done: int
    time: int
    late: int
    nothing: int


@dataclass(frozen=True, kw_only=True)
class Starter:
    """One engagement that began, and how far it has come."""

    engagement_id: UUID
    person_id: UUID
    person: str
    kind: str
    unit: str
    agency: str
    starts_on: date
    enrolled: bool
    signed_in: bool
    come: Come
    done_on: date | None
    """The day on which the last of it was done, where all is."""

    @property
    def days(self) -> int | None:
        """Calendar days from the start to the last completion, 0 if it was done before."""
        return None if self.done_on is None else max((self.done_on - self.starts_on).days, 0)


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which of the starters are meant."""

    since: date
    """Only engagements that began on this day or later."""

    come: Come | None = None
    reached: Reached = ""


def starters(session: Session, asked: Asked, *, since: date) -> list[Began]:
    """Return the engagements that began from ``since`` to the day, counted by kind."""
    one = _each(asked, since)
    counts = [func.sum(case((one.c.come == come.value, 1), else_=0)) for come in Come]
    wanted = select(
        one.c.kind, func.count(), func.sum(one.c.enrolled), func.sum(one.c.signed_in), *counts
    )
    rows = session.execute(wanted.group_by(one.c.kind).order_by(one.c.kind))
    return [
        Began(
            kind=str(getattr(kind, "value", kind)),
            known=known,
            enrolled=reached,
            signed_in=signed,
            **{come.value: number for come, number in zip(Come, numbers, strict=True)},
        )
        for kind, known, reached, signed, *numbers in rows
    ]


def starters_page(
    session: Session, asked: Asked, which: Which, *, after: str | None = None
) -> Slice[Starter]:
    """Return a page of the starters behind a figure, the latest first."""
    spell = asked.engagement
    wanted, key = _starters(asked, which), _key(after)
    if key is not None:
        wanted = wanted.where(tuple_(spell.starts_on, spell.id) < key)
    rows = [_starter(row) for row in session.execute(wanted.limit(PAGE + 1))]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Slice(
        rows[:PAGE], f"{last.starts_on.isoformat()}~{last.engagement_id.hex}" if last else None
    )


def count_starters(session: Session, asked: Asked, which: Which) -> int:
    """Return how many such a list has."""
    wanted = _starters(asked, which).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(wanted)) or 0


def every_starter(session: Session, asked: Asked, which: Which) -> Iterator[list[Starter]]:
    """Yield all starters behind a figure, a thousand at a time, in flat memory."""
    wanted = _starters(asked, which).execution_options(yield_per=CHUNK)
    for rows in session.execute(wanted).partitions():
        yield [_starter(row) for row in rows]


def _each(asked: Asked, since: date) -> Subquery:
    """Return every engagement that began, with how far it has come."""
    spell = asked.engagement
    found = statuses(replace(asked, requirement_id=None))
    still = (Status.NOT_DUE, Status.DUE_SOON, Status.OVERDUE)

    def how_many(*those: Status) -> Any:  # noqa: ANN401 - a sum
        values = [one.value for one in those]
        return func.sum(case((found.c.status.in_(values), 1), else_=0))

    come = case(
        (how_many(Status.OVERDUE) > 0, Come.LATE.value),
        (how_many(*still) > 0, Come.TIME.value),
        (how_many(Status.DONE) > 0, Come.DONE.value),
        else_=Come.NOTHING.value,
    )
    return (
        select(
            spell.id,
            func.max(spell.kind).label("kind"),
            func.max(case((enrolled(asked.day), 1), else_=0)).label("enrolled"),
            func.max(case((signed_in_by(asked.day), 1), else_=0)).label("signed_in"),
            come.label("come"),
            func.max(found.c.proven_from).label("proven_from"),
        )
        .join(Person, Person.id == spell.person_id)
        .outerjoin(Unit, Unit.id == spell.unit_id)
        .outerjoin(found, found.c.engagement_id == spell.id)
        .where(*among(asked), spell.starts_on >= since)
        .group_by(spell.id, Person.id)
        .subquery()
    )


def _starters(asked: Asked, which: Which) -> Select[Any]:
    spell = asked.engagement
    one = _each(asked, which.since)
    wanted: Select[Any] = (
        select(
            spell.id,
            Person.id.label("person_id"),
            Person.name.label("person"),
            spell.kind,
            Unit.name.label("unit"),
            Agency.name.label("agency"),
            spell.starts_on,
            one.c.enrolled,
            one.c.signed_in,
            one.c.come,
            one.c.proven_from,
        )
        .join(one, one.c.id == spell.id)
        .join(Person, Person.id == spell.person_id)
        .outerjoin(Unit, Unit.id == spell.unit_id)
        .outerjoin(Agency, Agency.id == spell.agency_id)
        .order_by(spell.starts_on.desc(), spell.id.desc())
    )
    if which.come is not None:
        wanted = wanted.where(one.c.come == which.come.value)
    return wanted.where(one.c[which.reached] == 1) if which.reached else wanted


def _starter(row: Any) -> Starter:  # noqa: ANN401 - a row
    return Starter(
        engagement_id=row.id,
        person_id=row.person_id,
        person=row.person,
        kind=row.kind.value,
        unit=row.unit or "",
        agency=row.agency or "",
        starts_on=row.starts_on,
        enrolled=bool(row.enrolled),
        signed_in=bool(row.signed_in),
        come=Come(row.come),
        done_on=row.proven_from if row.come == Come.DONE.value else None,
    )


def _key(after: str | None) -> tuple[date, UUID] | None:
    """Return the key to go on behind; None for the first page, or for one somebody invented."""
    day, _, hexed = (after or "").partition("~")
    try:
        return date.fromisoformat(day), UUID(hex=hexed)
    except ValueError:
        return None

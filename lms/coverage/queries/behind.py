"""The people behind a figure, with all that is needed to do something about each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, Select, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from lms.coverage.queries.asked import Asked, running
from lms.coverage.queries.lists import Lists
from lms.coverage.queries.reached import people
from lms.coverage.rules import ENROLLED, MISSED, Gap, Stage
from lms.identity.queries import goes_out_on
from lms.kernel.paging import PAGE, Slice
from lms.people.models import Agency, Engagement, Person, Unit
from lms.people.queries import page_key

CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Those:
    """Which of the known people are meant."""

    stages: Sequence[Stage] = ()
    """Only these; empty for all."""

    gap: Gap | None = None


ENROLLED_ONES = Those(stages=ENROLLED)
MISSED_ONES = Those(stages=MISSED)


@dataclass(frozen=True, kw_only=True)
class Spell:
    """One running engagement, as a list of people tells it."""

    id: UUID
    kind: str
    unit: str
    agency: str
    manager: str
    source: str
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person, how far they were reached, and the engagements asked about."""

    person_id: UUID
    person: str
    email: str | None
    stage: Stage
    gaps: frozenset[Gap]
    goes_out_on: date | None
    """When an invitation that waits goes out; None where none does."""

    spells: Sequence[Spell]


def page(
    session: Session, asked: Asked, known: Lists, those: Those, *, after: str | None = None
) -> tuple[Slice[Line], int]:
    """Return a page of the people behind a figure, by surname, and how many they all are.

    In two queries; the first of them looks at each person once.
    """
    found = _those(session, asked, known, those).cte("behind")
    number = select(func.count()).select_from(found).scalar_subquery()
    wanted, key = _told(found).add_columns(number.label("number")), page_key(after)
    if key is not None:
        wanted = wanted.where(tuple_(Person.sort_name, Person.id) > key)
    rows = session.execute(wanted.limit(PAGE + 1)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    shown = Slice(
        _lines(session, asked, rows[:PAGE]), f"{last.sort_name}~{last.id.hex}" if last else None
    )
    return shown, rows[0].number if rows else session.scalar(select(number)) or 0


def every(session: Session, asked: Asked, known: Lists, those: Those) -> Iterator[list[Line]]:
    """Yield all people behind a figure, some hundreds at a time, as the database finds them."""
    wanted = _told(_those(session, asked, known, those).subquery("behind"))
    found = session.execute(wanted.execution_options(yield_per=CHUNK))
    for rows in found.partitions():
        yield _lines(session, asked, rows)


def these(session: Session, asked: Asked, known: Lists, person_ids: Sequence[UUID]) -> list[Line]:
    """Return those of these people whom the asker may see and who are known, by surname."""
    found = _those(session, asked, known, Those()).subquery("behind")
    wanted = _told(found).where(Person.id.in_(person_ids))
    return _lines(session, asked, session.execute(wanted).all()) if person_ids else []


def _those(session: Session, asked: Asked, known: Lists, those: Those) -> Select[Any]:
    """Return the people behind a figure, as ``reached.people`` has them."""
    found = people(session, asked, known).subquery("reached")
    wanted = select(found)
    if those.stages:
        wanted = wanted.where(found.c.stage.in_([one.value for one in those.stages]))
    return wanted.where(found.c[those.gap.value] == 1) if those.gap else wanted


def _told(found: FromClause) -> Select[Any]:
    """Return the same with all that a line tells of each, by surname."""
    return (
        select(
            Person.id,
            Person.name,
            Person.sort_name,
            Person.email,
            found.c.stage,
            *(found.c[gap.value] for gap in Gap),
            goes_out_on().label("goes_out_on"),
        )
        .join(found, found.c.person_id == Person.id)
        .order_by(Person.sort_name, Person.id)
    )


def _lines(session: Session, asked: Asked, rows: Sequence[Any]) -> list[Line]:
    spells = _spells(session, asked, [row.id for row in rows])
    return [
        Line(
            person_id=row.id,
            person=row.name,
            email=row.email,
            stage=Stage(row.stage),
            gaps=frozenset(gap for gap in Gap if getattr(row, gap.value)),
            goes_out_on=row.goes_out_on,
            spells=spells.get(row.id, []),
        )
        for row in rows
    ]


def _spells(session: Session, asked: Asked, person_ids: Sequence[UUID]) -> dict[UUID, list[Spell]]:
    """Return the engagements asked about of these people, the latest first."""
    if not person_ids:
        return {}
    manager = aliased(Person)
    wanted = (
        running(asked)
        .with_only_columns(
            Engagement.person_id,
            Engagement.id,
            Engagement.kind,
            Unit.name.label("unit"),
            Agency.name.label("agency"),
            manager.name.label("manager"),
            Engagement.source,
            Engagement.starts_on,
        )
        .outerjoin(Agency, Agency.id == Engagement.agency_id)
        .outerjoin(manager, manager.id == Engagement.manager_id)
        .where(Engagement.person_id.in_(person_ids))
        .order_by(Engagement.starts_on.desc(), Engagement.id)
    )
    found: dict[UUID, list[Spell]] = {}
    for row in session.execute(wanted):
        found.setdefault(row.person_id, []).append(
            Spell(
                id=row.id,
                kind=row.kind.value,
                unit=row.unit or "",
                agency=row.agency or "",
                manager=row.manager or "",
                source=row.source,
                starts_on=row.starts_on,
            )
        )
    return found

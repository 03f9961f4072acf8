"""The obligations behind a figure, and what one person owes."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from lms.assignment.models import Requirement
from lms.compliance.queries.asked import Asked, among, statuses
from lms.compliance.rules import OWED, Status
from lms.kernel.paging import PAGE, Slice
from lms.people.models import Agency, Engagement, Group, Person, Unit
from lms.people.queries import page_key

CHUNK = 1000


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One obligation of a person on a day."""

    obligation_id: UUID
    engagement_id: UUID
    kind: str
    starts_on: date
    begun_on: date
    """Day 0 of its clock: the start, or later, when a requirement or a group membership began."""

    requirement: str
    group: str | None
    """The group whose members are asked; None where it is not asked of a group."""

    module_slug: str
    basis: str
    due_on: date
    proven_from: date | None
    proven_until: date | None
    status: Status


@dataclass(frozen=True, kw_only=True)
class Line:
    """One obligation with the person behind it, for lists and exports."""

    person_id: UUID
    person: str
    sort_name: str
    engagement_id: UUID
    obligation_id: UUID
    kind: str
    unit: str
    agency: str
    requirement: str
    module_slug: str
    starts_on: date
    due_on: date
    done_on: date | None
    status: Status


def owed(
    session: Session,
    person_id: UUID,
    day: date,
    *,
    soon_days: int = 5,
    latest: date | None = None,
) -> list[Owed]:
    """Return what a person's engagements owe on a day, soonest first; future starts too.

    An engagement that has not begun yet is asked about on its first day, so that a starter
    can learn before it.

    Args:
        session: the database.
        person_id: whose.
        day: the council's day.
        soon_days: working days within which something counts as due soon.
        latest: first day of their latest engagement, where the caller knows it.

    """
    if latest is None:
        first = (
            select(Engagement.starts_on)
            .filter_by(person_id=person_id)
            .where(or_(Engagement.ends_on.is_(None), Engagement.ends_on >= day))
        )
        latest = session.scalar(first.order_by(Engagement.starts_on.desc()).limit(1))
    at = max(day, latest) if latest is not None else day
    rows = _owed(session, Asked(day=day, soon_days=soon_days, person_id=person_id))
    if at > day:
        known = {row.obligation_id for row in rows}
        later = _owed(session, Asked(day=at, soon_days=soon_days, person_id=person_id))
        rows += [row for row in later if row.obligation_id not in known]
    return sorted(rows, key=lambda row: (row.due_on, row.requirement))


def _owed(session: Session, asked: Asked) -> list[Owed]:
    spell = asked.engagement
    found = statuses(asked)
    wanted = (
        select(
            found.c.id.label("obligation_id"),
            found.c.engagement_id,
            spell.kind,
            spell.starts_on,
            found.c.begun_on,
            Requirement.name.label("requirement"),
            Group.name.label("group"),
            found.c.module_slug,
            Requirement.basis,
            found.c.due_on,
            found.c.proven_from,
            found.c.proven_until,
            found.c.status,
        )
        .join(spell, spell.id == found.c.engagement_id)
        .join(Requirement, Requirement.id == found.c.requirement_id)
        .outerjoin(Group, Group.id == Requirement.group_id)
        .where(
            spell.starts_on <= asked.day,
            or_(spell.ends_on.is_(None), spell.ends_on >= asked.day),
        )
    )
    return [
        Owed(
            **{
                **row._mapping,  # noqa: SLF001 - SQLAlchemy's own name
                "status": Status(row.status),
                "kind": row.kind.value,
            }
        )
        for row in session.execute(wanted)
    ]


Wanted = Status | Literal["owed"] | None
"""One status, all that count as owed, or every one."""


def _of(status: Wanted, column: ColumnElement[str]) -> ColumnElement[bool]:
    if status is None:
        return true()
    return column.in_([one.value for one in OWED]) if status == "owed" else column == status.value


def _lines(asked: Asked, status: Wanted) -> Select[Any]:
    spell = asked.engagement
    found = statuses(asked)
    return (
        select(
            Person.id.label("person_id"),
            Person.name.label("person"),
            Person.sort_name,
            spell.id.label("engagement_id"),
            found.c.id.label("obligation_id"),
            spell.kind,
            Unit.name.label("unit"),
            Agency.name.label("agency"),
            Requirement.name.label("requirement"),
            found.c.module_slug,
            spell.starts_on,
            found.c.due_on,
            found.c.proven_from.label("done_on"),
            found.c.status,
        )
        .select_from(found)
        .join(spell, spell.id == found.c.engagement_id)
        .join(Person, Person.id == spell.person_id)
        .join(Requirement, Requirement.id == found.c.requirement_id)
        .outerjoin(Unit, Unit.id == spell.unit_id)
        .outerjoin(Agency, Agency.id == spell.agency_id)
        .where(*among(asked), _of(status, found.c.status))
        .order_by(Person.sort_name, found.c.id)
    )


def _line(row: Any) -> Line:  # noqa: ANN401 - a row
    return Line(
        **{
            **row._mapping,  # noqa: SLF001 - SQLAlchemy's own name
            "kind": row.kind.value,
            "unit": row.unit or "",
            "agency": row.agency or "",
            "status": Status(row.status),
        }
    )


def lines(
    session: Session, asked: Asked, *, status: Wanted = None, after: str | None = None
) -> Slice[Line]:
    """Return a page of obligations in order of the person's name.

    Args:
        session: the database.
        asked: on which day, of whom.
        status: only these; None for all.
        after: the key that an earlier page ended with.

    """
    wanted, key = _lines(asked, status), page_key(after)
    if key is not None:
        here = tuple_(Person.sort_name, wanted.selected_columns.obligation_id)
        wanted = wanted.where(here > key)
    rows = [_line(row) for row in session.execute(wanted.limit(PAGE + 1))]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Slice(rows[:PAGE], f"{last.sort_name}~{last.obligation_id.hex}" if last else None)


def count_lines(session: Session, asked: Asked, *, status: Wanted = None) -> tuple[int, int]:
    """Return how many obligations a list has, and of how many people."""
    wanted = _lines(asked, status).order_by(None).subquery()
    row = session.execute(
        select(func.count(), func.count(wanted.c.person_id.distinct())).select_from(wanted)
    ).one()
    return row[0], row[1]


def every_line(session: Session, asked: Asked, *, status: Wanted = None) -> Iterator[Line]:
    """Yield all obligations in order of the person's name, in flat memory."""
    for rows in _parts(session, _lines(asked, status)):
        for row in rows:
            yield _line(row)


def every_row(session: Session, asked: Asked, *, status: Wanted = None) -> Iterator[Sequence[Any]]:
    """Yield the same as plain rows without ids, a thousand at a time.

    For exports, where speed counts: to make ids of them takes longer than to find the rows.
    """
    wanted = _lines(asked, status)
    plain = [one for one in wanted.selected_columns if not one.name.endswith("_id")]
    return _parts(session, wanted.with_only_columns(*plain, maintain_column_froms=True))


def _parts(session: Session, wanted: Select[Any]) -> Iterator[Sequence[Any]]:
    with closing(session.execute(wanted.execution_options(yield_per=CHUNK))) as found:
        yield from found.partitions()

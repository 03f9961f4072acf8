"""The people behind a figure, and what one person owes."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from lms.assignment.models import Requirement
from lms.compliance.queries.asked import Asked, among, statuses
from lms.compliance.queries.figures import by_person
from lms.compliance.rules import Standing, Status
from lms.identity.queries import enrolled, signed_in_by
from lms.kernel.paging import PAGE, Slice
from lms.people.models import Agency, Engagement, Group, Person, Unit

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


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """One person with where they stand."""

    person_id: UUID
    person: str
    sort_name: str
    email: str | None
    standing: Standing


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
    found = statuses(asked)
    wanted = (
        select(
            found.c.id.label("obligation_id"),
            found.c.engagement_id,
            Engagement.kind,
            Engagement.starts_on,
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
        .join(Engagement, Engagement.id == found.c.engagement_id)
        .join(Requirement, Requirement.id == found.c.requirement_id)
        .outerjoin(Group, Group.id == Requirement.group_id)
        .where(
            Engagement.starts_on <= asked.day,
            or_(Engagement.ends_on.is_(None), Engagement.ends_on >= asked.day),
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


def _lines(asked: Asked, status: Status | None) -> Select[Any]:
    found = statuses(asked)
    wanted = (
        select(
            Person.id.label("person_id"),
            Person.name.label("person"),
            Person.sort_name,
            Engagement.id.label("engagement_id"),
            found.c.id.label("obligation_id"),
            Engagement.kind,
            Unit.name.label("unit"),
            Agency.name.label("agency"),
            Requirement.name.label("requirement"),
            found.c.module_slug,
            Engagement.starts_on,
            found.c.due_on,
            found.c.proven_from.label("done_on"),
            found.c.status,
        )
        .select_from(found)
        .join(Engagement, Engagement.id == found.c.engagement_id)
        .join(Person, Person.id == Engagement.person_id)
        .join(Requirement, Requirement.id == found.c.requirement_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .outerjoin(Agency, Agency.id == Engagement.agency_id)
        .where(*among(asked))
        .order_by(Person.sort_name, found.c.id)
    )
    return wanted if status is None else wanted.where(found.c.status == status.value)


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
    session: Session, asked: Asked, *, status: Status | None = None, after: str | None = None
) -> Slice[Line]:
    """Return a page of obligations in order of the person's name.

    Args:
        session: the database.
        asked: on which day, of whom.
        status: only these; None for all.
        after: the key that an earlier page ended with.

    """
    wanted = _lines(asked, status)
    if after is not None:
        name, _, last = after.rpartition("|")
        found = wanted.selected_columns.obligation_id
        wanted = wanted.where(
            or_(Person.sort_name > name, and_(Person.sort_name == name, found > UUID(last)))
        )
    rows = [_line(row) for row in session.execute(wanted.limit(PAGE + 1))]
    more = len(rows) > PAGE
    last_row = rows[:PAGE][-1] if more else None
    return Slice(
        rows[:PAGE], f"{last_row.sort_name}|{last_row.obligation_id}" if last_row else None
    )


def every_line(session: Session, asked: Asked, *, status: Status | None = None) -> Iterator[Line]:
    """Yield all obligations in order of the person's name, in flat memory."""
    for rows in every_row(session, asked, status=status):
        for row in rows:
            yield _line(row)


def every_row(
    session: Session, asked: Asked, *, status: Status | None = None
) -> Iterator[Sequence[Any]]:
    """Yield the same as plain rows, a thousand at a time; for exports, where speed counts."""
    wanted = _lines(asked, status).execution_options(yield_per=CHUNK)
    with closing(session.execute(wanted)) as found:
        yield from found.partitions()


Reached = Literal["", "enrolled", "signed_in"]


def people_standing(
    session: Session,
    asked: Asked,
    standing: Standing | None = None,
    *,
    reached: Reached = "",
    after: str | None = None,
) -> Slice[PersonLine]:
    """Return a page of known people in order of name.

    Args:
        session: the database.
        asked: on which day, of whom.
        standing: only who stands so; None for all.
        reached: only who is enrolled, or has signed in; empty for all.
        after: the key that an earlier page ended with.

    """
    people = by_person(asked)
    wanted = (
        select(Person.id, Person.name, Person.sort_name, Person.email, people.c.standing)
        .join(people, people.c.person_id == Person.id)
        .order_by(Person.sort_name, Person.id)
        .limit(PAGE + 1)
    )
    if standing is not None:
        wanted = wanted.where(people.c.standing == standing.value)
    if reached == "enrolled":
        wanted = wanted.where(enrolled(asked.day))
    if reached == "signed_in":
        wanted = wanted.where(signed_in_by(asked.day))
    if after is not None:
        name, _, last = after.rpartition("|")
        wanted = wanted.where(
            or_(Person.sort_name > name, and_(Person.sort_name == name, Person.id > UUID(last)))
        )
    rows = [
        PersonLine(
            person_id=key, person=name, sort_name=sort, email=email, standing=Standing(where)
        )
        for key, name, sort, email, where in session.execute(wanted)
    ]
    more = len(rows) > PAGE
    return Slice(
        rows[:PAGE],
        f"{rows[PAGE - 1].sort_name}|{rows[PAGE - 1].person_id}" if more else None,
    )

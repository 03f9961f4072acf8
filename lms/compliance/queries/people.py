"""The people behind a figure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from lms.compliance.queries.asked import Asked, among
from lms.compliance.queries.figures import by_person
from lms.compliance.rules import Standing
from lms.identity.queries import enrolled, signed_in_by
from lms.kernel.paging import PAGE, Slice
from lms.people.models import Agency, Person, Unit
from lms.people.queries import page_key

CHUNK = 1000

Reached = Literal["", "enrolled", "signed_in"]


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """One person with where they stand, and where they work: the latest engagement asked about."""

    person_id: UUID
    person: str
    sort_name: str
    email: str | None
    bounced: bool
    standing: Standing
    kind: str
    unit: str
    agency: str
    manager: str
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class Those:
    """Which of the known people are meant."""

    standing: Standing | None = None
    """Only who stands so; None for all."""

    reached: Reached = ""
    """Only who is enrolled, or has signed in; empty for all."""

    owing: bool = False
    """Only those of whom something is asked."""


EVERYBODY = Those()


def people_standing(
    session: Session, asked: Asked, those: Those = EVERYBODY, *, after: str | None = None
) -> Slice[PersonLine]:
    """Return a page of known people in order of name.

    Args:
        session: the database.
        asked: on which day, of whom.
        those: which of them.
        after: the key that an earlier page ended with.

    """
    found = _page(session, asked, those, after, PAGE + 1)
    rows = _with_work(session, asked, found[:PAGE])
    last = rows[-1] if len(found) > PAGE else None
    return Slice(rows, f"{last.sort_name}~{last.person_id.hex}" if last else None)


def count_people(session: Session, asked: Asked, those: Those = EVERYBODY) -> int:
    """Return how many such a list has."""
    wanted = _people(asked, those).subquery()
    return session.scalar(select(func.count()).select_from(wanted)) or 0


def every_person(
    session: Session, asked: Asked, those: Those = EVERYBODY
) -> Iterator[list[PersonLine]]:
    """Yield all such people in order of name, a thousand at a time."""
    after = None
    while True:
        found = _page(session, asked, those, after, CHUNK)
        if not found:
            return
        yield _with_work(session, asked, found)
        after = f"{found[-1].sort_name}~{found[-1].id.hex}"


def _people(asked: Asked, those: Those) -> Select[Any]:
    people = by_person(asked)
    wanted: Select[Any] = select(
        Person.id,
        Person.name,
        Person.sort_name,
        Person.email,
        Person.bounced_at,
        people.c.standing,
    ).join(people, people.c.person_id == Person.id)
    if those.standing is not None:
        wanted = wanted.where(people.c.standing == those.standing.value)
    if those.reached == "enrolled":
        wanted = wanted.where(enrolled(asked.day))
    if those.reached == "signed_in":
        wanted = wanted.where(signed_in_by(asked.day))
    return wanted.where(people.c.asked > 0) if those.owing else wanted


def _page(
    session: Session, asked: Asked, those: Those, after: str | None, limit: int
) -> list[Any]:
    wanted, key = _people(asked, those), page_key(after)
    if key is not None:
        wanted = wanted.where(tuple_(Person.sort_name, Person.id) > key)
    return list(session.execute(wanted.order_by(Person.sort_name, Person.id).limit(limit)))


def _with_work(session: Session, asked: Asked, rows: list[Any]) -> list[PersonLine]:
    work = _work(session, asked, [row.id for row in rows])
    return [
        PersonLine(
            person_id=row.id,
            person=row.name,
            sort_name=row.sort_name,
            email=row.email,
            bounced=row.bounced_at is not None,
            standing=Standing(row.standing),
            kind=work[row.id].kind.value,
            unit=work[row.id].unit or "",
            agency=work[row.id].agency or "",
            manager=work[row.id].manager or "",
            starts_on=work[row.id].starts_on,
        )
        for row in rows
    ]


def _work(session: Session, asked: Asked, person_ids: Collection[UUID]) -> dict[UUID, Any]:
    """Return where each of these people works: the latest engagement of those asked about."""
    spell = asked.engagement
    manager = aliased(Person)
    wanted = (
        select(
            spell.person_id,
            spell.kind,
            spell.starts_on,
            Unit.name.label("unit"),
            Agency.name.label("agency"),
            manager.name.label("manager"),
        )
        .join(Person, Person.id == spell.person_id)
        .outerjoin(Unit, Unit.id == spell.unit_id)
        .outerjoin(Agency, Agency.id == spell.agency_id)
        .outerjoin(manager, manager.id == spell.manager_id)
        .where(spell.person_id.in_(person_ids), *among(asked))
        .order_by(spell.starts_on, spell.id)
    )
    return {row.person_id: row for row in session.execute(wanted)}

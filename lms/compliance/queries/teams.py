"""A team, an agency's workers: who needs a word first."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from lms.assignment.models import Requirement
from lms.compliance.queries.asked import Asked, among, statuses
from lms.compliance.queries.figures import by_person
from lms.compliance.queries.spells import Spell, spells_of
from lms.compliance.rules import Standing, Status
from lms.identity.queries import goes_out_on
from lms.kernel.paging import PAGE, Slice
from lms.people.models import Person, Unit

BY_NEED = (
    Standing.NOT_ENROLLED,
    Standing.OVERDUE,
    Standing.DUE_SOON,
    Standing.NOT_DUE,
    Standing.UP_TO_DATE,
    Standing.RELEASED,
)
"""Who needs a word soonest comes first; nobody can be overdue who was never reached."""

OPEN = (Status.OVERDUE, Status.DUE_SOON, Status.NOT_DUE)
"""Statuses of what is still to do."""


@dataclass(frozen=True, kw_only=True)
class Next:
    """What somebody is to complete first, and by when."""

    requirement: str
    due_on: date
    status: Status


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of a team: where they stand, what comes next, where they work."""

    person_id: UUID
    person: str
    email: str | None
    bounced: bool
    standing: Standing
    goes_out_on: date | None
    next: Next | None
    spells: list[Spell]
    """Engagements that run and are within reach, the latest first."""


def team(
    session: Session, asked: Asked, *, standing: Standing | None = None, after: str | None = None
) -> Slice[Member]:
    """Return a page of the people in reach, who needs a word first, in three queries.

    Args:
        session: the database.
        asked: on which day, of whom.
        standing: only who stands so; None for all.
        after: the key that an earlier page ended with.

    """
    people = by_person(asked)
    rank = case({one.value: at for at, one in enumerate(BY_NEED)}, value=people.c.standing)
    wanted = (
        select(
            Person.id,
            Person.name,
            Person.sort_name,
            Person.email,
            Person.bounced_at,
            people.c.standing,
            rank.label("rank"),
            goes_out_on().label("goes_out_on"),
        )
        .join(people, people.c.person_id == Person.id)
        .order_by(rank, Person.sort_name, Person.id)
    )
    if standing is not None:
        wanted = wanted.where(people.c.standing == standing.value)
    behind = _behind(after, rank)
    if behind is not None:
        wanted = wanted.where(behind)
    rows = session.execute(wanted.limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    these = replace(asked, person_ids=frozenset(row.id for row in shown))
    coming, spells = _next(session, these), spells_of(session, these)
    last = f"{shown[-1].rank}|{shown[-1].sort_name}|{shown[-1].id}" if len(rows) > PAGE else None
    return Slice([_member(row, coming, spells) for row in shown], last)


def standings_of(
    session: Session, asked: Asked, person_ids: Collection[UUID]
) -> dict[UUID, Standing]:
    """Return where these people stand; those without a running engagement are left out."""
    if not person_ids:
        return {}
    people = by_person(replace(asked, person_ids=frozenset(person_ids)))
    rows = session.execute(select(people.c.person_id, people.c.standing))
    return {key: Standing(where) for key, where in rows}


def _behind(after: str | None, rank: ColumnElement[int]) -> ColumnElement[bool] | None:
    """Return the condition that a row comes after the key; None for one somebody invented."""
    at, _, rest = (after or "").partition("|")
    name, _, last = rest.rpartition("|")
    try:
        key = UUID(last)
    except ValueError:
        return None
    if not at.isdigit():
        return None
    place = int(at)
    return or_(
        rank > place,
        and_(rank == place, Person.sort_name > name),
        and_(rank == place, Person.sort_name == name, Person.id > key),
    )


def _next(session: Session, asked: Asked) -> dict[UUID, Next]:
    """Return what each of these people is to complete first."""
    spell = asked.engagement
    if not asked.person_ids:
        return {}
    found = statuses(asked)
    wanted = (
        select(found.c.person_id, Requirement.name, found.c.due_on, found.c.status)
        .join(spell, spell.id == found.c.engagement_id)
        .join(Requirement, Requirement.id == found.c.requirement_id)
        .outerjoin(Unit, Unit.id == spell.unit_id)
        .where(found.c.status.in_([one.value for one in OPEN]), *among(asked))
        .order_by(found.c.due_on, Requirement.position, Requirement.name)
    )
    first: dict[UUID, Next] = {}
    for person_id, name, due_on, status in session.execute(wanted):
        first.setdefault(person_id, Next(requirement=name, due_on=due_on, status=Status(status)))
    return first


def _member(row: Any, coming: dict[UUID, Next], spells: dict[UUID, list[Spell]]) -> Member:  # noqa: ANN401
    return Member(
        person_id=row.id,
        person=row.name,
        email=row.email,
        bounced=row.bounced_at is not None,
        standing=Standing(row.standing),
        goes_out_on=row.goes_out_on,
        next=coming.get(row.id),
        spells=spells.get(row.id, []),
    )

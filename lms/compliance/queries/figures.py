"""Figures: coverage first, then obligations by status, then people by where they stand."""

from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Subquery, case, func, literal, select
from sqlalchemy.orm import Session

from lms.assignment.models import Requirement
from lms.compliance.queries.asked import Asked, among, engaged, statuses
from lms.compliance.rules import OWED, Standing, Status
from lms.identity.queries import enrolled, signed_in_by
from lms.people.models import Agency, Engagement, Person, Unit

By = Literal["", "unit", "kind", "agency", "requirement"]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Known starters, those enrolled among them, and those who have signed in."""

    known: int
    enrolled: int
    signed_in: int

    @property
    def not_enrolled(self) -> int:
        """Known starters who were never reached: the failure this site exists to end."""
        return self.known - self.enrolled


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Obligations of a group by status, and how many people they are of."""

    key: str
    """What a list is filtered by: the kind, or an id in hex; empty for none."""

    name: str
    people: int
    done: int
    not_due: int
    due_soon: int
    overdue: int
    exempt: int
    paused: int

    @property
    def owed(self) -> int:
        """What counts as owed: neither exempt nor paused."""
        return self.done + self.not_due + self.due_soon + self.overdue


@dataclass(frozen=True, kw_only=True)
class Standings:
    """Known people by where they stand; together they are everyone."""

    not_enrolled: int
    overdue: int
    due_soon: int
    up_to_date: int
    not_due: int
    released: int


def coverage(session: Session, asked: Asked) -> Coverage:
    """Return how many known starters there are, how many enrolled, how many signed in."""
    people = (
        select(
            case((enrolled(asked.day), 1), else_=0).label("enrolled"),
            case((signed_in_by(asked.day), 1), else_=0).label("signed_in"),
        )
        .where(Person.id.in_(engaged(asked).with_only_columns(asked.engagement.person_id)))
        .subquery()
    )
    wanted = select(func.count(), func.sum(people.c.enrolled), func.sum(people.c.signed_in))
    known, reached, signed = session.execute(wanted.select_from(people)).one()
    return Coverage(known=known, enrolled=reached or 0, signed_in=signed or 0)


def figures(session: Session, asked: Asked, *, by: By = "") -> list[Figures]:
    """Return obligations by status, in all or by group, in order of the group's name.

    An obligation is counted once, under its own engagement; a person with two engagements
    counts in each group they belong to.
    """
    found, one = statuses(asked), asked.engagement
    key, name = _group(by, one)
    counts = [
        func.sum(case((found.c.status == status.value, 1), else_=0)).label(status.value)
        for status in Status
    ]
    wanted = (
        select(
            key.label("key"),
            func.min(name).label("name"),
            func.count(func.distinct(found.c.person_id)).label("people"),
            *counts,
        )
        .select_from(found)
        .join(one, one.id == found.c.engagement_id)
        .outerjoin(Unit, Unit.id == one.unit_id)
    )
    if asked.search:
        wanted = wanted.join(Person, Person.id == one.person_id)
    if by == "agency":
        wanted = wanted.outerjoin(Agency, Agency.id == one.agency_id)
    if by == "requirement":
        wanted = wanted.join(Requirement, Requirement.id == found.c.requirement_id)
    wanted = wanted.where(*among(asked))
    if by:
        wanted = wanted.group_by(key)
    rows = session.execute(wanted.order_by("name")).all()
    if not by:
        return [replace(_figures(rows[0]._mapping), name="Everybody")]  # noqa: SLF001
    return [_figures(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's own name


def _group(by: By, one: type[Engagement]) -> tuple[Any, Any]:
    """Return the key and the name that figures are grouped by."""
    groups: dict[str, tuple[Any, Any]] = {
        "": (literal(""), literal("Everybody")),
        "unit": (one.unit_id, Unit.name),
        "kind": (one.kind, one.kind),
        "agency": (one.agency_id, Agency.name),
        "requirement": (Requirement.id, Requirement.name),
    }
    return groups[by]


NAMELESS = "None"


def _figures(row: Any) -> Figures:  # noqa: ANN401 - a row mapping
    key = row["key"]
    name = row["name"]
    return Figures(
        key=key.hex if isinstance(key, UUID) else str(getattr(key, "value", key) or ""),
        name=str(getattr(name, "value", name) or NAMELESS),
        people=row["people"],
        **{status.value: row[status.value] or 0 for status in Status},
    )


def by_person(asked: Asked) -> Subquery:
    """Return the people asked about with where each stands.

    Columns: person_id, standing, and asked: how many obligations of theirs hold.
    """
    found, one = statuses(asked), asked.engagement
    held = (
        select(
            one.person_id,
            func.count(found.c.id).label("asked"),
            *(
                func.max(case((found.c.status == status.value, 1), else_=0)).label(status.value)
                for status in OWED
            ),
        )
        .join(Person, Person.id == one.person_id)
        .outerjoin(Unit, Unit.id == one.unit_id)
        .outerjoin(found, found.c.engagement_id == one.id)
        .where(*among(asked))
        .group_by(one.person_id)
        .subquery()
    )
    standing = case(
        (~enrolled(asked.day), Standing.NOT_ENROLLED.value),
        (held.c.overdue == 1, Standing.OVERDUE.value),
        (held.c.due_soon == 1, Standing.DUE_SOON.value),
        (held.c.done == 1, Standing.UP_TO_DATE.value),
        (held.c.not_due == 1, Standing.NOT_DUE.value),
        else_=Standing.RELEASED.value,
    )
    return (
        select(Person.id.label("person_id"), standing.label("standing"), held.c.asked)
        .join(held, held.c.person_id == Person.id)
        .subquery()
    )


def standings(session: Session, asked: Asked) -> Standings:
    """Return how many people stand where. The six are disjoint, and together everyone known."""
    people = by_person(asked)
    rows = session.execute(
        select(people.c.standing, func.count()).group_by(people.c.standing)
    ).all()
    found: dict[str, int] = dict(tuple(row) for row in rows)
    return Standings(**{standing.value: found.get(standing.value, 0) for standing in Standing})

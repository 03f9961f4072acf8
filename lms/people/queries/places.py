"""Questions about units, settings, agencies and groups."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session

from lms.kernel.errors import NotFound
from lms.kernel.permissions import EVERYONE, Reach
from lms.people import rules
from lms.people.models import Agency, Engagement, Group, Person, Setting, Unit
from lms.people.queries.people import active_on, within

T = TypeVar("T")
CHUNK = 1000


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit in the tree, and how many people work in it."""

    id: UUID
    name: str
    kind: str
    path: str
    depth: int
    """0 for a directorate."""

    people: int
    """People with an engagement that runs, in the unit or below it."""


def _found(thing: T | None, what: str) -> T:
    if thing is None:
        msg = f"There is no such {what}. Look at the list of units."
        raise NotFound(msg)
    return thing


def unit(session: Session, unit_id: UUID) -> Unit:
    """Return the unit. Raises NotFound."""
    return _found(session.get(Unit, unit_id), "unit")


def agency(session: Session, agency_id: UUID) -> Agency:
    """Return the agency. Raises NotFound."""
    return _found(session.get(Agency, agency_id), "agency")


def units(session: Session) -> list[Unit]:
    """Return all units as a tree is read: each below its own, names in order."""
    return _as_tree(session.scalars(select(Unit)).all())


def above(path: str) -> list[str]:
    """Return the paths of all units above one, from the directorate down."""
    return [path[: 1 + rules.STEP * level] for level in range(1, path.count("/") - 1)]


def units_within(session: Session, reach: Reach) -> list[Unit]:
    """Return the units that a reach over units covers; all of them for everyone."""
    if reach.everyone:
        return units(session)
    if not reach.unit_paths:
        return []
    parts = [Unit.path.startswith(path, autoescape=True) for path in sorted(reach.unit_paths)]
    return _as_tree(session.scalars(select(Unit).where(or_(*parts))).all())


def unit_rows(session: Session, day: date, *, reach: Reach = EVERYONE) -> list[UnitRow]:
    """Return the tree of units with the people in each and below who work on ``day``.

    Only people within ``reach`` are counted.
    """
    found = units(session)
    deepest = max((one.path.count("/") - 1 for one in found), default=0)
    counted = _counted(session, day, reach, deepest)
    return [
        UnitRow(
            id=one.id,
            name=one.name,
            kind=one.kind.value,
            path=one.path,
            depth=one.path.count("/") - 2,
            people=counted.get(one.path, 0),
        )
        for one in found
    ]


def _counted(session: Session, day: date, reach: Reach, deepest: int) -> dict[str, int]:
    """Return how many people work under each path, one pass for each level of the tree."""
    if not deepest:
        return {}
    levels = []
    for long in (1 + rules.STEP * level for level in range(1, deepest + 1)):
        path = func.substr(Unit.path, 1, long)
        levels.append(
            select(path, func.count(Engagement.person_id.distinct()))
            .join(Unit, Unit.id == Engagement.unit_id)
            .where(active_on(day), within(reach), func.length(Unit.path) >= long)
            .group_by(path)
        )
    return dict(session.execute(union_all(*levels)).all())


def engagements_under(
    session: Session, path: str, *, on_or_after: date
) -> Iterator[Sequence[UUID]]:
    """Yield the engagements in a unit or below that have not ended before a day."""
    wanted = select(Engagement.id).join(Unit, Unit.id == Engagement.unit_id)
    wanted = wanted.where(
        Unit.path.startswith(path, autoescape=True),
        or_(Engagement.ends_on.is_(None), Engagement.ends_on >= on_or_after),
    )
    ids = session.scalars(wanted.order_by(Engagement.id)).all()
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]


def _as_tree(found: Sequence[Unit]) -> list[Unit]:
    folded = {one.path: rules.fold(one.name) for one in found}

    def place(one: Unit) -> tuple[str, ...]:
        return tuple(f"{folded.get(path, '')}\t{path}" for path in (*above(one.path), one.path))

    return sorted(found, key=place)


def agencies(session: Session) -> list[Agency]:
    """Return all agencies by name."""
    return sorted(session.scalars(select(Agency)), key=lambda one: rules.fold(one.name))


def workers(session: Session, day: date) -> dict[UUID, int]:
    """Return how many people work through each agency on ``day``; none that has nobody."""
    wanted = select(Engagement.agency_id, func.count(Engagement.person_id.distinct())).where(
        Engagement.agency_id.is_not(None), active_on(day)
    )
    rows = session.execute(wanted.group_by(Engagement.agency_id))
    return {agency_id: number for agency_id, number in rows if agency_id is not None}


def agency_named(session: Session, name: str) -> Agency | None:
    """Return the agency of that name, however it is spelt in case and accents."""
    wanted = rules.fold(name)
    return next((one for one in agencies(session) if rules.fold(one.name) == wanted), None)


def names_of_any(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of people, units, settings, agencies and groups, by id, in one query."""
    wanted = set(ids)
    if not wanted:
        return {}
    named = [
        select(table.id, table.name).where(table.id.in_(wanted))
        for table in (Person, Unit, Setting, Agency, Group)
    ]
    return {row.id: row.name for row in session.execute(union_all(*named))}


def units_around(session: Session, person_id: UUID) -> list[Unit]:
    """Return the units a person works in or has people in, as a tree is read."""
    wanted = select(Engagement.unit_id).where(
        or_(Engagement.manager_id == person_id, Engagement.person_id == person_id)
    )
    return _as_tree(session.scalars(select(Unit).where(Unit.id.in_(wanted))).all())

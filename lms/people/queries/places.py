"""Questions about units, settings, agencies and groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, union_all
from sqlalchemy.orm import Session, joinedload

from lms.kernel.errors import NotFound
from lms.kernel.permissions import Reach
from lms.people import rules
from lms.people.models import Agency, Engagement, Group, GroupMember, Person, Setting, Unit
from lms.people.queries.people import active_on

T = TypeVar("T")


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
    """People with an engagement that runs, in the unit itself."""


def _found(thing: T | None, what: str) -> T:
    if thing is None:
        msg = f"There is no such {what}. Look at the list of units."
        raise NotFound(msg)
    return thing


def unit(session: Session, unit_id: UUID) -> Unit:
    """Return the unit. Raises NotFound."""
    return _found(session.get(Unit, unit_id), "unit")


def setting(session: Session, setting_id: UUID) -> Setting:
    """Return the setting. Raises NotFound."""
    return _found(session.get(Setting, setting_id), "setting")


def agency(session: Session, agency_id: UUID) -> Agency:
    """Return the agency. Raises NotFound."""
    return _found(session.get(Agency, agency_id), "agency")


def group(session: Session, group_id: UUID) -> Group:
    """Return the group. Raises NotFound."""
    return _found(session.get(Group, group_id), "group")


def units(session: Session) -> list[Unit]:
    """Return all units as a tree is read: each below its own, names in order."""
    return _as_tree(session.scalars(select(Unit)).all())


def units_within(session: Session, reach: Reach) -> list[Unit]:
    """Return the units that a reach over units covers; all of them for everyone."""
    if reach.everyone:
        return units(session)
    if not reach.unit_paths:
        return []
    parts = [Unit.path.startswith(path, autoescape=True) for path in sorted(reach.unit_paths)]
    return _as_tree(session.scalars(select(Unit).where(or_(*parts))).all())


def unit_rows(session: Session, day: date) -> list[UnitRow]:
    """Return the tree of units with the people who work in each on ``day``."""
    counted = dict(
        session.execute(
            select(Engagement.unit_id, func.count(Engagement.person_id.distinct()))
            .where(active_on(day))
            .group_by(Engagement.unit_id)
        ).all()
    )
    return [
        UnitRow(
            id=one.id,
            name=one.name,
            kind=one.kind.value,
            path=one.path,
            depth=one.path.count("/") - 2,
            people=counted.get(one.id, 0),
        )
        for one in units(session)
    ]


def _as_tree(found: Sequence[Unit]) -> list[Unit]:
    folded = {one.path: rules.fold(one.name) for one in found}

    def place(one: Unit) -> tuple[str, ...]:
        parts = one.path.strip("/").split("/")
        above = ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
        return tuple(f"{folded.get(path, '')}\t{path}" for path in above)

    return sorted(found, key=place)


def agencies(session: Session) -> list[Agency]:
    """Return all agencies by name."""
    return sorted(session.scalars(select(Agency)), key=lambda one: rules.fold(one.name))


def agency_named(session: Session, name: str) -> Agency | None:
    """Return the agency of that name, however it is spelt in case and accents."""
    wanted = rules.fold(name)
    return next((one for one in agencies(session) if rules.fold(one.name) == wanted), None)


def settings(session: Session) -> list[Setting]:
    """Return all settings by name."""
    return sorted(session.scalars(select(Setting)), key=lambda one: rules.fold(one.name))


def groups(session: Session, day: date) -> list[tuple[Group, int]]:
    """Return every group with how many are in it on ``day``, by name."""
    counted = (
        select(GroupMember.group_id, func.count().label("people"))
        .where(_in_on(day))
        .group_by(GroupMember.group_id)
        .subquery()
    )
    wanted = select(Group, func.coalesce(counted.c.people, 0)).outerjoin(
        counted, counted.c.group_id == Group.id
    )
    found = [(group, people) for group, people in session.execute(wanted)]
    return sorted(found, key=lambda row: rules.fold(row[0].name))


def groups_of(session: Session, person_id: UUID, day: date) -> list[Group]:
    """Return the groups a person is in on ``day``, by name."""
    wanted = (
        select(Group)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.person_id == person_id, _in_on(day))
    )
    return list(session.scalars(wanted.order_by(Group.name)))


def members(session: Session, group_id: UUID, day: date) -> list[GroupMember]:
    """Return who is in the group on ``day``, with the people, by name."""
    wanted = (
        select(GroupMember)
        .join(GroupMember.person)
        .options(joinedload(GroupMember.person))
        .where(GroupMember.group_id == group_id, _in_on(day))
    )
    return list(session.scalars(wanted.order_by(Person.sort_name, Person.id)))


def _in_on(day: date) -> ColumnElement[bool]:
    return (GroupMember.from_on <= day) & (
        GroupMember.until_on.is_(None) | (GroupMember.until_on > day)
    )


def place_names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of units, settings, agencies and groups, by id."""
    wanted = set(ids)
    if not wanted:
        return {}
    named = [
        select(table.id, table.name).where(table.id.in_(wanted))
        for table in (Unit, Setting, Agency, Group)
    ]
    return {row.id: row.name for row in session.execute(union_all(*named))}


def units_around(session: Session, person_id: UUID) -> list[Unit]:
    """Return the units a person works in or has people in, as a tree is read."""
    wanted = select(Engagement.unit_id).where(
        or_(Engagement.manager_id == person_id, Engagement.person_id == person_id)
    )
    return _as_tree(session.scalars(select(Unit).where(Unit.id.in_(wanted))).all())

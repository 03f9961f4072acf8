"""Questions about who must complete what."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from lms.assignment.models import Obligation, Requirement
from lms.assignment.rules import Audience
from lms.kernel.errors import NotFound
from lms.people.models import Engagement, GroupMember, Unit
from lms.people.queries import active_on


def requirement(session: Session, requirement_id: UUID) -> Requirement:
    """Return the requirement. Raises NotFound."""
    found = session.get(Requirement, requirement_id)
    if found is None:
        msg = "There is no such requirement."
        raise NotFound(msg)
    return found


def obligation(session: Session, obligation_id: UUID) -> Obligation:
    """Return the obligation. Raises NotFound."""
    found = session.get(Obligation, obligation_id)
    if found is None:
        msg = "There is no such obligation."
        raise NotFound(msg)
    return found


def requirements(session: Session, *, day: date | None = None) -> list[Requirement]:
    """Return the requirements in their order; only those that hold on ``day`` where one is given.

    Their units and groups come with them.
    """
    wanted = select(Requirement).options(
        joinedload(Requirement.unit), joinedload(Requirement.group)
    )
    if day is not None:
        wanted = wanted.where(or_(Requirement.until_on.is_(None), Requirement.until_on > day))
    return list(session.scalars(wanted.order_by(Requirement.position, Requirement.name)))


def requirement_names(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what requirements are called, in quotation marks."""
    wanted = select(Requirement.id, Requirement.name).where(Requirement.id.in_(ids))
    return {key: f"‘{name}’" for key, name in session.execute(wanted)}


def moved(
    session: Session, path: str, new_path: str, day: date
) -> tuple[list[Requirement], list[Requirement]]:
    """Return which requirements begin, and which end, for everybody in a unit that is moved.

    Args:
        session: the database.
        path: of the unit as it stands.
        new_path: of the unit it would stand under; ``/`` for none.
        day: today.

    """
    begin, end = [], []
    for one in requirements(session, day=day):
        if one.unit is None or one.unit.path.startswith(path):
            continue
        before, after = path.startswith(one.unit.path), new_path.startswith(one.unit.path)
        begin += [one] if after and not before else []
        end += [one] if before and not after else []
    return begin, end


def audience(found: Requirement) -> Audience:
    """Return whom the requirement holds for."""
    return Audience(
        kinds=frozenset(found.kinds),
        unit_path=found.unit.path if found.unit else None,
        group_id=found.group_id,
        from_on=found.from_on,
        until_on=found.until_on,
    )


def touched_by(session: Session, *wanted: Audience, day: date) -> int:
    """Return how many engagements that run on ``day`` are in all of these audiences."""
    asked = select(func.count()).select_from(Engagement)
    asked = asked.outerjoin(Unit, Unit.id == Engagement.unit_id).where(active_on(day))
    for one in wanted:
        asked = asked.where(*_in(one))
    return session.scalar(asked) or 0


def _in(audience: Audience) -> list[ColumnElement[bool]]:
    """Return the conditions that an engagement, joined to its unit, is in an audience."""
    parts: list[ColumnElement[bool]] = []
    if audience.kinds:
        parts.append(Engagement.kind.in_(sorted(audience.kinds)))
    if audience.unit_path is not None:
        parts.append(Unit.path.startswith(audience.unit_path, autoescape=True))
    if audience.group_id is not None:
        members = select(GroupMember.person_id).filter_by(
            group_id=audience.group_id, until_on=None
        )
        parts.append(Engagement.person_id.in_(members))
    return parts


def shortest_repeat(session: Session, module_slug: str, day: date) -> int | None:
    """Return the fewest months after which a requirement of ``day`` asks for a module again.

    None where no requirement asks for it, or none asks for it again.
    """
    wanted = select(func.min(Requirement.repeat_months)).where(
        Requirement.module_slug == module_slug,
        Requirement.from_on <= day,
        or_(Requirement.until_on.is_(None), Requirement.until_on > day),
    )
    return session.scalar(wanted)

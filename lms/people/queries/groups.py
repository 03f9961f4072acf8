"""Questions about groups, and who is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.orm import Session, joinedload

from lms.kernel.errors import NotFound
from lms.kernel.paging import PAGE, Slice
from lms.kernel.permissions import Reach
from lms.people import rules
from lms.people.models import Group, GroupMember, Person
from lms.people.queries.lists import lines_of, page_key, sought, works_within


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody in a group."""

    person_id: UUID
    name: str
    unit: str | None
    """Where the latest engagement is, as far as whoever asks may see."""

    since: date


def group(session: Session, group_id: UUID) -> Group:
    """Return the group. Raises NotFound."""
    found = session.get(Group, group_id)
    if found is None:
        msg = "There is no such group. Look at the list of groups."
        raise NotFound(msg)
    return found


def group_named(session: Session, name: str) -> Group | None:
    """Return the group of that name, however it is written."""
    wanted = rules.fold(name)
    return next(
        (one for one in session.scalars(select(Group)) if rules.fold(one.name) == wanted), None
    )


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


def members_page(  # noqa: PLR0913 - each narrows the list, by name
    session: Session,
    group_id: UUID,
    reach: Reach,
    day: date,
    *,
    search: str = "",
    after: str | None = None,
    limit: int = PAGE,
) -> Slice[Member]:
    """Return a page of those in a group on ``day`` whom ``reach`` covers, by surname."""
    wanted = (
        select(GroupMember)
        .join(GroupMember.person)
        .options(joinedload(GroupMember.person))
        .where(
            GroupMember.group_id == group_id,
            _in_on(day),
            sought(search),
            works_within(reach, Person.id),
        )
    )
    key = page_key(after)
    if key is not None:
        wanted = wanted.where(tuple_(Person.sort_name, Person.id) > key)
    wanted = wanted.order_by(Person.sort_name, Person.id).limit(limit + 1)
    found = session.scalars(wanted).all()
    rows = found[:limit]
    lines = lines_of(session, [one.person_id for one in rows], reach)
    page = [
        Member(
            person_id=one.person_id,
            name=one.person.name,
            unit=next((line.unit for line in lines.get(one.person_id, [])), None),
            since=one.from_on,
        )
        for one in rows
    ]
    last = rows[-1].person if len(found) > limit else None
    return Slice(page, f"{last.sort_name}~{last.id.hex}" if last else None)


def members_count(session: Session, group_id: UUID, reach: Reach, day: date) -> int:
    """Return how many in a group on ``day`` a reach covers."""
    wanted = select(func.count()).select_from(GroupMember).join(GroupMember.person)
    wanted = wanted.where(
        GroupMember.group_id == group_id, _in_on(day), works_within(reach, Person.id)
    )
    return session.scalar(wanted) or 0


def in_group(session: Session, group_id: UUID, person_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these people are in a group now."""
    wanted = select(GroupMember.person_id).where(
        GroupMember.group_id == group_id,
        GroupMember.until_on.is_(None),
        GroupMember.person_id.in_(list(person_ids)),
    )
    return set(session.scalars(wanted))


def _in_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a row counts on ``day``; none left under a merged record does."""
    merged = select(Person.id).where(Person.merged_into_id.is_not(None))
    return and_(
        GroupMember.from_on <= day,
        GroupMember.until_on.is_(None) | (GroupMember.until_on > day),
        GroupMember.person_id.not_in(merged),
    )

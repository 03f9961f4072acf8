"""Groups as a directory tells of them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.directory.errors import NoSuchGroup
from lms.directory.models import DirectoryGroup, DirectoryMember, DirectoryUser
from lms.directory.rules import key


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as a list shows it."""

    id: UUID
    display_name: str
    external_id: str | None
    version: int
    created_at: datetime
    changed_at: datetime


def group(session: Session, group_id: UUID, *, lock: bool = False) -> DirectoryGroup:
    """Return the group; locked for whoever changes it. Raises NoSuchGroup."""
    found = session.get(DirectoryGroup, group_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.deleted_at is not None:
        raise NoSuchGroup
    return found


def group_called(session: Session, name: str) -> DirectoryGroup | None:
    """Return the group of that name, however it is written."""
    return session.scalars(select(DirectoryGroup).filter_by(name_key=key(name))).first()


def keeps(session: Session, group_id: UUID) -> bool:
    """Tell whether a directory keeps a group of the register."""
    wanted = select(DirectoryGroup.id).filter_by(group_id=group_id, deleted_at=None)
    return session.scalar(wanted) is not None


def groups_of(session: Session, user_id: UUID) -> list[DirectoryGroup]:
    """Return the groups that a user is in."""
    wanted = select(DirectoryGroup).join(
        DirectoryMember, DirectoryMember.group_id == DirectoryGroup.id
    )
    return list(session.scalars(wanted.where(DirectoryMember.user_id == user_id)))


def member_ids(session: Session, group_id: UUID) -> set[UUID]:
    """Return the users in a group."""
    return set(session.scalars(select(DirectoryMember.user_id).filter_by(group_id=group_id)))


def member_people(session: Session, group_id: UUID) -> set[UUID]:
    """Return who of the register is in a group by one of their accounts."""
    wanted = select(DirectoryUser.person_id).join(
        DirectoryMember, DirectoryMember.user_id == DirectoryUser.id
    )
    found = session.scalars(wanted.where(DirectoryMember.group_id == group_id))
    return {one for one in found if one is not None}


def members_of(session: Session, group_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Return the users of groups, by group, in the order in which they came."""
    wanted = (
        select(DirectoryMember.group_id, DirectoryUser.id)
        .join(DirectoryUser, DirectoryUser.id == DirectoryMember.user_id)
        .where(DirectoryMember.group_id.in_(group_ids))
        .order_by(DirectoryUser.created_at, DirectoryUser.id)
    )
    found: dict[UUID, list[UUID]] = {}
    for group_id, user_id in session.execute(wanted):
        found.setdefault(group_id, []).append(user_id)
    return found


def users_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, DirectoryUser]:
    """Return those of the users that there are."""
    found: dict[UUID, DirectoryUser] = {}
    some = list(ids)
    for at in range(0, len(some), 500):
        wanted = select(DirectoryUser).where(
            DirectoryUser.id.in_(some[at : at + 500]), DirectoryUser.deleted_at.is_(None)
        )
        found |= {one.id: one for one in session.scalars(wanted)}
    return found


def page_of_groups(
    session: Session,
    wanted: ColumnElement[bool],
    *,
    order: Sequence[ColumnElement[Any]] = (),
    start: int = 1,
    limit: int = 100,
    fits: Callable[[GroupRow], bool] | None = None,
) -> tuple[list[GroupRow], int]:
    """Return a page of groups, and how many there are in all; see ``page_of_users``."""
    table = DirectoryGroup.__table__.c
    asked = (
        select(
            table.id,
            table.display_name,
            table.external_id,
            table.version,
            table.created_at,
            table.changed_at,
        )
        .where(table.deleted_at.is_(None), wanted)
        .order_by(*order, table.created_at, table.id)
    )
    if fits is not None:
        found = [row for row in (GroupRow(*one) for one in session.execute(asked)) if fits(row)]
        return found[start - 1 : start - 1 + limit], len(found)
    rows = [GroupRow(*one) for one in session.execute(asked.offset(start - 1).limit(limit))]
    count = select(func.count()).select_from(DirectoryGroup)
    return rows, session.scalar(count.where(table.deleted_at.is_(None), wanted)) or 0

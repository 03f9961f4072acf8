"""Users as a directory tells of them."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Text, bindparam, cast, func, select
from sqlalchemy.orm import Session

from lms.directory.errors import NoSuchUser
from lms.directory.models import DirectoryGroup, DirectoryMember, DirectoryUser
from lms.directory.queries.filtering import EVERYTHING
from lms.directory.rules import Said, key
from lms.people.models import Person


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user as a list shows it: plain values, for a list is asked for often."""

    id: UUID
    text: str
    """What the directory said, as JSON: a list sends it on as it stands."""

    version: int
    created_at: datetime
    changed_at: datetime

    @property
    def said(self) -> dict[str, Any]:
        """What the directory said."""
        found: dict[str, Any] = json.loads(self.text)
        return found


def user(session: Session, user_id: UUID, *, lock: bool = False) -> DirectoryUser:
    """Return the user; locked for whoever changes it. Raises NoSuchUser."""
    found = session.get(DirectoryUser, user_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.deleted_at is not None:
        raise NoSuchUser
    return found


def user_named(session: Session, name: str) -> DirectoryUser | None:
    """Return the user of that name, however it is written."""
    return session.scalars(select(DirectoryUser).filter_by(name_key=key(name))).first()


def person_of(session: Session, user_id: UUID | None) -> Person | None:
    """Return who a user is here, or None."""
    if user_id is None:
        return None
    wanted = select(Person).join(DirectoryUser, DirectoryUser.person_id == Person.id)
    return session.scalars(wanted.where(DirectoryUser.id == user_id)).first()


def of_person(session: Session, person_id: UUID) -> list[DirectoryUser]:
    """Return every account of a person that a directory told of, the newest first."""
    wanted = select(DirectoryUser).filter_by(person_id=person_id)
    return list(session.scalars(wanted.order_by(DirectoryUser.created_at.desc())))


def waiting_for(session: Session, line_id: UUID) -> DirectoryUser | None:
    """Return the user about whom HR was asked by a held row, or None."""
    return session.scalars(select(DirectoryUser).filter_by(line_id=line_id)).first()


def said_of(found: DirectoryUser) -> Said:
    """Return what a directory says of a user."""
    return Said(
        user_name=found.user_name,
        first_name=found.first_name,
        last_name=found.last_name,
        active=found.active,
        display_name=found.display_name,
        external_id=found.external_id,
        email=found.email,
        title=found.title,
        user_type=found.user_type,
        employee_number=found.employee_number,
        department=found.department,
        manager_id=found.manager_id,
    )


def page_of_users(
    session: Session,
    wanted: ColumnElement[bool],
    *,
    order: Sequence[ColumnElement[Any]] = (),
    start: int = 1,
    limit: int = 100,
    fits: Callable[[UserRow], bool] | None = None,
) -> tuple[list[UserRow], int]:
    """Return a page of users, and how many there are in all.

    Args:
        session: the database.
        wanted: a condition.
        order: by what, besides when they came.
        start: the first to return, from 1.
        limit: how many.
        fits: what the condition could not say; then all that it lets through are looked at.

    """
    asked = EVERYBODY if not order and wanted is EVERYTHING else _asked(wanted, order)
    if fits is not None:
        found = [row for row in map(_row, session.execute(asked, NO_END)) if fits(row)]
        return found[start - 1 : start - 1 + limit], len(found)
    rows = session.execute(asked, {"passed": start - 1, "most": limit}).all()
    if rows:
        return [_row(one) for one in rows], rows[0].total
    count = select(func.count()).select_from(DirectoryUser)
    there = DirectoryUser.deleted_at.is_(None)
    return [], session.scalar(count.where(there, wanted)) or 0


def _asked(wanted: ColumnElement[bool], order: Sequence[ColumnElement[Any]] = ()) -> Select[Any]:
    """Return the question for a page; it says with each row how many there are in all."""
    table = DirectoryUser.__table__.c
    there = (table.deleted_at.is_(None), wanted)
    total = select(func.count()).select_from(DirectoryUser.__table__).where(*there)
    return (
        select(
            table.id,
            cast(table.said, Text),
            table.version,
            table.created_at,
            table.changed_at,
            total.correlate(None).scalar_subquery().label("total"),
        )
        .where(*there)
        .order_by(*order, table.created_at, table.id)
        .offset(bindparam("passed", type_=Integer))
        .limit(bindparam("most", type_=Integer))
    )


EVERYBODY = _asked(EVERYTHING)
"""The question that directories ask again and again, made once."""

NO_END = {"passed": 0, "most": 1_000_000_000}

GROUPS_OF = (
    select(DirectoryMember.user_id, DirectoryGroup.id, DirectoryGroup.display_name)
    .join(DirectoryGroup, DirectoryGroup.id == DirectoryMember.group_id)
    .where(DirectoryMember.user_id.in_(bindparam("users", expanding=True)))
    .order_by(DirectoryGroup.display_name, DirectoryGroup.id)
)


def group_names(
    session: Session, user_ids: Collection[UUID]
) -> dict[UUID, list[tuple[UUID, str]]]:
    """Return the groups of users: id and name, by user."""
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for user_id, group_id, name in session.execute(GROUPS_OF, {"users": list(user_ids)}):
        found.setdefault(user_id, []).append((group_id, name))
    return found


def _row(row: Any) -> UserRow:  # noqa: ANN401 - a row of the table
    return UserRow(row[0], row[1], row[2], row[3], row[4])

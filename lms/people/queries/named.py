"""Who and what other rows of the register name, whichever feature they belong to."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, select, union
from sqlalchemy.orm import Session

from lms.kernel.model import Model

AT_A_TIME = 500
ENTERED = ("known_at", "at")
"""What columns are called that say when a row was entered."""


def named_elsewhere(
    session: Session, table: str, ids: Collection[UUID], *, but: Collection[str]
) -> set[UUID]:
    """Return those of these rows that a row of another table points at.

    Args:
        session: the database.
        table: whose rows, ``lms_person`` or ``lms_engagement``.
        ids: which.
        but: tables that are not looked at.

    """
    columns = [one for one in pointing_at(table) if one.table.name not in but]
    wanted, found = list(ids), set[UUID]()
    for at in range(0, len(wanted), AT_A_TIME):
        some = wanted[at : at + AT_A_TIME]
        asked = (select(column).where(column.in_(some)) for column in columns)
        found.update(session.scalars(union(*asked)))
    return found


def touched_since(session: Session, engagement_ids: Collection[UUID], at: datetime) -> set[UUID]:
    """Return those engagements of which something that they owe was met or released later.

    Whatever points at a row that points at them is looked at, by when it was entered.
    """
    wanted, found = list(engagement_ids), set[UUID]()
    for start in range(0, len(wanted), AT_A_TIME):
        some = wanted[start : start + AT_A_TIME]
        asked = [
            select(near)
            .join(far.table, far == near.table.c.id)
            .where(near.in_(some), far.table.c[entered] > at)
            for near in pointing_at("lms_engagement")
            for far in pointing_at(near.table.name)
            for entered in ENTERED
            if entered in far.table.c
        ]
        found.update(session.scalars(union(*asked)))
    return found


def pointing_at(table: str) -> Iterator[Column[UUID]]:
    """Yield the columns of every table that point at rows of this one."""
    for one in Model.metadata.sorted_tables:
        for column in one.columns:
            if any(key.column.table.name == table for key in column.foreign_keys):
                yield column

"""Bringing what is of one record to another, and back: whatever names a person, row by row.

Which columns those are, and what may not stand twice under one person, the tables say
themselves: by ``kernel.model.moves`` and by their unique keys.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Row,
    Table,
    UniqueConstraint,
    and_,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from lms.kernel.model import Model
from lms.kernel.work import Work
from lms.people.models import Engagement, Person

CHUNK = 500


@dataclass(frozen=True)
class Moved:
    """A row that named one person and names another now."""

    place: str
    """Table and column."""

    row_id: UUID
    from_id: UUID
    to_id: UUID


@dataclass(frozen=True)
class _Once:
    """What a person may have once: these columns, among rows of which this is so."""

    columns: Sequence[Column[Any]]
    among: ColumnElement[bool]


def columns_of(table: Table) -> Iterator[Column[Any]]:
    """Yield a table's columns that name a person of the register."""
    for column in table.columns:
        if any(key.column.table.name == Person.__tablename__ for key in column.foreign_keys):
            yield column


def places() -> Iterator[Column[Any]]:
    """Yield every column whose row goes with the person whom it names."""
    for table in Model.metadata.sorted_tables:
        for column in columns_of(table):
            if column.info.get("merging") == "moves":
                yield column


def bring_over(work: Work, other_id: UUID, keep_id: UUID) -> list[Moved]:
    """Let every row that names ``other_id`` name ``keep_id``; return what moved.

    Of two rows that cannot stand under one person, one stays under the other: which of them,
    the column says. Nothing is changed in a row but whom it names.
    """
    moved: list[Moved] = []
    with _parking(work.session) as parked:
        for column in places():
            rows = _ids(work.session, column, other_id)
            if not rows:
                continue
            stay, swap = _clashes(work.session, column, other_id, keep_id)
            place, go = _place(column), rows - stay
            _name(work.session, column, swap, parked)
            _name(work.session, column, go, keep_id)
            _name(work.session, column, swap, other_id)
            moved += [Moved(place, one, other_id, keep_id) for one in sorted(go)]
            moved += [Moved(place, one, keep_id, other_id) for one in sorted(swap)]
    return moved


def bring_back(work: Work, moved: Sequence[Moved], other_id: UUID, keep_id: UUID) -> None:
    """Let the rows that moved name whom they named, where they still name whom they came to."""
    by_place: dict[str, list[Moved]] = {}
    for one in moved:
        by_place.setdefault(one.place, []).append(one)
    with _parking(work.session) as parked:
        for column in places():
            some = by_place.get(_place(column), [])
            here = {
                key: _ids(work.session, column, key) & {one.row_id for one in some}
                for key in (keep_id, other_id)
            }
            back = {one.row_id for one in some if one.to_id == keep_id} & here[keep_id]
            swapped = {one.row_id for one in some if one.to_id == other_id} & here[other_id]
            _name(work.session, column, swapped, parked)
            _name(work.session, column, back, other_id)
            _name(work.session, column, swapped, keep_id)


def follow_engagements(
    work: Work, engagement_ids: Collection[UUID], keep_id: UUID, other_id: UUID
) -> None:
    """Let rows that name ``keep_id`` by one of these engagements name ``other_id``."""
    for column in places():
        by = [
            one
            for one in column.table.columns
            if any(key.column.table.name == Engagement.__tablename__ for key in one.foreign_keys)
        ]
        for engagement in by:
            for some in _parts(list(engagement_ids)):
                theirs = and_(column == keep_id, engagement.in_(some))
                work.session.execute(
                    update(column.table).where(theirs).values({column.name: other_id})
                )


def counts(session: Session, *person_ids: UUID) -> dict[UUID, dict[str, int]]:
    """Return, by person, table and column → how many rows of it name them; in one question."""
    each = [
        select(literal(_place(column)), column, func.count())
        .where(column.in_(person_ids))
        .group_by(column)
        for column in places()
    ]
    found: dict[UUID, dict[str, int]] = {one: {} for one in person_ids}
    for place, person_id, number in session.execute(union_all(*each)):
        found[person_id][place] = number
    return found


def _place(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def _ids(session: Session, column: Column[Any], person_id: UUID) -> set[UUID]:
    return set(session.scalars(select(column.table.c.id).where(column == person_id)))


def _name(
    session: Session, column: Column[Any], row_ids: Collection[UUID], person_id: UUID
) -> None:
    for some in _parts(sorted(row_ids)):
        these = column.table.c.id.in_(some)
        session.execute(update(column.table).where(these).values({column.name: person_id}))


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]


def _clashes(
    session: Session, column: Column[Any], other_id: UUID, keep_id: UUID
) -> tuple[set[UUID], set[UUID]]:
    """Return which rows of the other stay where they are, and which of the one go there."""
    stay: set[UUID] = set()
    swap: set[UUID] = set()
    for once in _onces(column):
        own = _keyed(session, column, once, keep_id)
        for key, row in _keyed(session, column, once, other_id).items():
            if key not in own:
                continue
            if _is_preferred(column, row, own[key]):
                swap.add(own[key].id)
            else:
                stay.add(row.id)
    return stay, swap


def _onces(column: Column[Any]) -> Iterator[_Once]:
    table = column.table
    assert isinstance(table, Table)  # noqa: S101 - a column of ours is of a table
    for one in (*table.constraints, *table.indexes):
        if not isinstance(one, UniqueConstraint | Index) or column not in set(one.columns):
            continue
        if isinstance(one, UniqueConstraint) or one.unique:
            among = one.dialect_options["sqlite"]["where"] if isinstance(one, Index) else None
            others = [each for each in one.columns if each is not column]
            yield _Once(others, true() if among is None else among)
    if column.info.get("once"):
        *others, open_while = (table.c[name] for name in column.info["once"])
        yield _Once(others, open_while.is_(None))


def _keyed(
    session: Session, column: Column[Any], once: _Once, person_id: UUID
) -> dict[tuple[Any, ...], Row[Any]]:
    """Return key → row of those of a person that may stand once; an empty part is no key."""
    rows = session.execute(select(column.table).where(column == person_id, once.among))
    keyed = {tuple(row._mapping[one.name] for one in once.columns): row for row in rows}  # noqa: SLF001 - SQLAlchemy's own name
    return {key: row for key, row in keyed.items() if None not in key}


def _is_preferred(column: Column[Any], row: Row[Any], own: Row[Any]) -> bool:
    """Tell whether the other's row rather than one's own stands under whoever stays."""
    by = column.info.get("prefer")
    if not by:
        return False
    theirs, ours = row._mapping[by], own._mapping[by]  # noqa: SLF001 - SQLAlchemy's own name
    return bool(theirs < ours if column.info.get("least") else theirs > ours)


class _parking:  # noqa: N801 - read as a word after with
    """Somebody who is nobody, under whom rows stand while two change places."""

    def __init__(self, session: Session) -> None:
        self._session, self._id = session, uuid4()
        self._people = Model.metadata.tables[Person.__tablename__]

    def __enter__(self) -> UUID:
        now = self._session.scalars(select(Person.created_at).limit(1)).one()
        self._session.execute(
            insert(self._people).values(
                id=self._id, name="", first_name="", last_name="", sort_name="", created_at=now
            )
        )
        return self._id

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None:
            self._session.execute(delete(self._people).where(self._people.c.id == self._id))

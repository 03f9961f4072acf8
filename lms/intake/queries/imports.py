"""Questions about files that were brought in, or wait to be."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from lms.intake.models import Import, ImportLine, LineStatus, Source
from lms.intake.rules.counts import Counts
from lms.kernel.errors import NotFound
from lms.kernel.paging import PAGE, Slice
from lms.people.models import Engagement, Person

PART = 1000
"""Rows taken from the database together, where all are wanted one after the other."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a file."""

    heading: str
    field: str | None
    """What it holds; None where it is not read."""

    known: bool
    """Whether anybody knows what it holds, if only that it is left out."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One file and what it comes to."""

    id: UUID
    state: str
    """``asking``, ``arrived``, ``waiting``, ``accepted`` or ``dropped``."""

    source: str
    kind: str | None
    """Kind of engagement where the file names none."""

    file_name: str
    made_at: datetime
    made_by: UUID | None
    handed_in: bool
    """Whether an agency sent it."""

    accepted_at: datetime | None
    dropped_at: datetime | None
    undone_at: datetime | None
    invitations: str
    counts: Counts
    open_rows: int
    """Held rows that nobody has settled; 0 until it is accepted."""

    columns: list[Column]
    asks: list[str]
    """Fields that are needed and that no column is known to hold."""

    is_braked: bool
    """Whether somebody must say that so much at once is meant; ``alarms_of`` says what."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """An engagement that runs and that the source's latest file left out."""

    person_id: UUID
    name: str
    engagement_id: UUID
    reference: str | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A new engagement that a file, or a decision about a row of it, brought."""

    person_id: UUID
    engagement_id: UUID
    starts_on: date
    ends_on: date | None


def import_(session: Session, import_id: UUID, *, lock: bool = False) -> Import:
    """Return the import with its source, for this transaction alone if asked. Raises NotFound."""
    found = session.get(
        Import,
        import_id,
        options=[joinedload(Import.source)],
        with_for_update={"of": Import} if lock else None,
        populate_existing=lock,
    )
    if found is None:
        msg = "There is no such import. Look at the list of imports."
        raise NotFound(msg)
    return found


def shown(session: Session, import_id: UUID) -> Shown:
    """Return one file and what it comes to. Raises NotFound."""
    found = import_(session, import_id)
    return _shown(found, _open(session, [found.id]))


def history(session: Session, *, after: str | None = None, limit: int = PAGE) -> Slice[Shown]:
    """Return a page of all files, newest first."""
    wanted = select(Import).options(joinedload(Import.source))
    place = _place(after)
    if place is not None:
        at, last = place
        older = and_(Import.made_at == at, Import.id < last)
        wanted = wanted.where(or_(Import.made_at < at, older))
    wanted = wanted.order_by(Import.made_at.desc(), Import.id.desc()).limit(limit + 1)
    rows = list(session.scalars(wanted))
    last_row = rows[limit - 1] if len(rows) > limit else None
    key = f"{last_row.made_at.isoformat()}~{last_row.id.hex}" if last_row else None
    still = _open(session, [one.id for one in rows[:limit]])
    return Slice([_shown(one, still) for one in rows[:limit]], key)


def _place(after: str | None) -> tuple[datetime, UUID] | None:
    """Return where a page of the history begins; what cannot be read begins at the first."""
    moment, _, last = (after or "").partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at, UUID(hex=last)) if at.tzinfo else None
    except ValueError:
        return None


def waiting(session: Session) -> list[Shown]:
    """Return the files that somebody has to answer for, accept or drop, newest first."""
    wanted = (
        select(Import)
        .options(joinedload(Import.source))
        .where(Import.accepted_at.is_(None), Import.dropped_at.is_(None))
        .order_by(Import.made_at.desc(), Import.id.desc())
    )
    return [_shown(one, {}) for one in session.scalars(wanted)]


def files(session: Session, import_ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return the names of files and of the lists they are from, such as ``starters.csv``, HR."""
    wanted = select(Import.id, Import.file_name, Source.name).join(Source)
    rows = session.execute(wanted.where(Import.id.in_(set(import_ids))))
    return {import_id: (file_name, source) for import_id, file_name, source in rows}


def missing(
    session: Session, import_id: UUID, *, after: str = "", limit: int = PAGE
) -> Slice[Missing]:
    """Return a page of the engagements of the source that the file left out.

    In the order in which they began. Raises NotFound.
    """
    found = import_(session, import_id)
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 9 else 0
    ids = [UUID(one) for one in found.missing[start : start + limit]]
    more = len(found.missing) > start + limit
    return Slice(_missing(session, ids), str(start + limit) if more else None)


def _missing(session: Session, ids: list[UUID]) -> list[Missing]:
    wanted = (
        select(
            Engagement.person_id,
            Person.name,
            Engagement.id.label("engagement_id"),
            Engagement.reference,
            Engagement.starts_on,
            Engagement.ends_on,
        )
        .join(Person, Person.id == Engagement.person_id)
        .where(Engagement.id.in_(ids))
    )
    rows = {row.engagement_id: row for row in session.execute(wanted)} if ids else {}
    return [
        Missing(**rows[one]._mapping)  # noqa: SLF001 - SQLAlchemy's own name
        for one in ids
        if one in rows
    ]


def begun_by_import(session: Session, import_id: UUID) -> Iterator[Begun]:
    """Return the new engagements that a file brought, those of a person side by side."""
    return _begun(session, ImportLine.import_id == import_id)


def begun_by_line(session: Session, line_id: UUID) -> Iterator[Begun]:
    """Return the new engagement that a decision about a row brought."""
    return _begun(session, ImportLine.id == line_id)


def invitations_of_line(session: Session, line_id: UUID) -> str:
    """Return when the people of a row's file are invited."""
    wanted = select(Import.invitations).join(ImportLine, ImportLine.import_id == Import.id)
    return session.scalars(wanted.where(ImportLine.id == line_id)).one()


def _begun(session: Session, which: ColumnElement[bool]) -> Iterator[Begun]:
    wanted = (
        select(
            Engagement.person_id,
            Engagement.id.label("engagement_id"),
            Engagement.starts_on,
            Engagement.ends_on,
        )
        .join(ImportLine, ImportLine.engagement_id == Engagement.id)
        .where(which, ImportLine.status.in_([LineStatus.ADDED, LineStatus.REVIEW]))
        .order_by(Engagement.person_id, Engagement.starts_on, Engagement.id)
        .execution_options(yield_per=PART)
    )
    return (Begun(**row._mapping) for row in session.execute(wanted))  # noqa: SLF001


def held_count(session: Session) -> int:
    """Return how many rows of accepted files wait for somebody to decide."""
    wanted = (
        select(func.count())
        .select_from(ImportLine)
        .join(Import, Import.id == ImportLine.import_id)
        .where(*open_rows())
    )
    return session.scalar(wanted) or 0


def open_rows() -> Iterable[ColumnElement[bool]]:
    """Return the conditions on rows that were held, of accepted files, and not settled."""
    return (
        ImportLine.status == LineStatus.REVIEW,
        ImportLine.decision == "",
        Import.accepted_at.is_not(None),
        Import.undone_at.is_(None),
    )


def _open(session: Session, ids: list[UUID]) -> dict[UUID, int]:
    """Return how many held rows of each file nobody has settled."""
    wanted = (
        select(ImportLine.import_id, func.count())
        .join(Import, Import.id == ImportLine.import_id)
        .where(*open_rows(), ImportLine.import_id.in_(ids))
        .group_by(ImportLine.import_id)
    )
    return {row.import_id: row[1] for row in session.execute(wanted)} if ids else {}


def _shown(one: Import, still: Mapping[UUID, int]) -> Shown:
    return Shown(
        id=one.id,
        state=one.state,
        source=one.source.name,
        kind=one.source.kind,
        file_name=one.file_name,
        made_at=one.made_at,
        made_by=one.made_by,
        handed_in=one.handed is not None,
        accepted_at=one.accepted_at,
        dropped_at=one.dropped_at,
        undone_at=one.undone_at,
        invitations=one.invitations,
        counts=_counts(one.counts),
        open_rows=still.get(one.id, 0),
        columns=[
            Column(heading=heading, field=field or None, known=field is not None)
            for heading, field in one.columns
        ],
        asks=list(one.asks),
        is_braked=bool(one.alarms),
    )


def _counts(kept: Mapping[str, int]) -> Counts:
    return Counts(**kept)

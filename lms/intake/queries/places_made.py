"""Units, settings and agencies that an import made: which go when it is undone, and which stay."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from lms.audit.models import AuditRow
from lms.intake.models import Source
from lms.kernel.days import council_day
from lms.people.models import Agency, Engagement, EngagementFact, Setting, Unit
from lms.people.queries import pointing_at

TABLES: Mapping[str, type[Unit | Setting | Agency]] = {
    "unit_id": Unit,
    "setting_id": Setting,
    "agency_id": Agency,
}
"""By which column an engagement names each."""

ADDED = {"unit_id": "unit.added", "setting_id": "setting.added", "agency_id": "agency.added"}
"""What the record calls the making of each."""

BELOW = "Another unit stands below it."
NAMED = "A duty, a requirement or something else names it."
COUNTED = "People counted there on days that are over."
LOOKED_AT = ("lms_engagement", "lms_unit", "lms_source")
"""Tables that name places and of which more is asked than whether they do."""


@dataclass(frozen=True, kw_only=True)
class PlaceStay:
    """A place that the import made and that stays, and why."""

    name: str
    why: str


@dataclass(kw_only=True)
class Places:
    """What becomes of the places that an import made."""

    units: list[UUID] = field(default_factory=list)
    """Those that go, the deepest first."""

    settings: list[UUID] = field(default_factory=list)
    agencies: list[UUID] = field(default_factory=list)
    stay: list[PlaceStay] = field(default_factory=list)

    @property
    def going(self) -> int:
        """How many go."""
        return len(self.units) + len(self.settings) + len(self.agencies)


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """What else undoing the import changes, so that nobody is counted who goes."""

    engagements: Collection[UUID]
    """Those taken out."""

    put_back: dict[UUID, dict[str, object]]
    """Engagement → the columns that are put back."""

    source_id: UUID
    """Whose list it was: it forgets an agency that goes."""


def places_made(
    session: Session, instants: Collection[datetime], leaving: Leaving, today: date
) -> Places:
    """Return what becomes of the places that were made in these instants.

    A place goes where nothing was done about it since, nobody works there and nothing names it.
    Where somebody was there on a day that is over it stays: that day's figures are by place.
    """
    made = {one.id: one for one in _made(session, instants)}
    if not made:
        return Places()
    why: dict[UUID, str] = {}
    is_over = council_day(min(instants)) < today
    for key, reason in (
        *_worked_in(session, made, leaving),
        *_named(session, made, leaving, is_over=is_over),
    ):
        why.setdefault(key, reason)
    deepest_first = sorted(made.values(), key=lambda one: one.path.count("/"), reverse=True)
    for one in deepest_first:
        if one.id in why and one.parent_id in made:
            why.setdefault(one.parent_id, BELOW)
    going = {column: [one.id for one in deepest_first if one.column == column] for column in ADDED}
    return Places(
        **{
            what: [one for one in going[column] if one not in why]
            for what, column in (
                ("units", "unit_id"),
                ("settings", "setting_id"),
                ("agencies", "agency_id"),
            )
        },
        stay=sorted(
            (PlaceStay(name=made[one].name, why=said) for one, said in why.items()),
            key=lambda one: one.name,
        ),
    )


def _made(session: Session, instants: Collection[datetime]) -> list[Row[Any]]:
    """Return the places that were made then and are still there."""
    each = [
        select(
            table.id,
            literal(column).label("column"),
            table.name,
            (table.path if table is Unit else literal("")).label("path"),
            (table.parent_id if table is Unit else null()).label("parent_id"),
        )
        .join(AuditRow, AuditRow.subject_id == table.id)
        .where(AuditRow.at.in_(instants), AuditRow.tag == ADDED[column])
        for column, table in TABLES.items()
    ]
    return list(session.execute(union_all(*each)))


def _worked_in(
    session: Session, made: Collection[UUID], leaving: Leaving
) -> Iterator[tuple[UUID, str]]:
    """Yield places in which an engagement stands once the import is undone."""
    columns = [getattr(Engagement, one) for one in TABLES]
    wanted = select(Engagement.id, *columns).where(or_(*(one.in_(made) for one in columns)))
    for key, *there in session.execute(wanted):
        if key not in leaving.engagements:
            left = {**dict(zip(TABLES, there, strict=True)), **leaving.put_back.get(key, {})}
            yield from ((left[one], "People work there.") for one in TABLES if left[one] in made)


def _named(
    session: Session, made: Mapping[UUID, Row[Any]], leaving: Leaving, *, is_over: bool
) -> Iterator[tuple[UUID, str]]:
    """Yield places that something else names, or about which something was done, and what."""
    keys, fact = list(made), EngagementFact
    asked = [
        select(AuditRow.subject_id, literal("It was changed since.")).where(
            AuditRow.subject_id.in_(keys), AuditRow.tag.not_in(ADDED.values())
        ),
        select(Unit.parent_id, literal(BELOW)).where(
            Unit.parent_id.in_(keys), Unit.id.not_in(keys)
        ),
        select(Source.agency_id, literal(NAMED)).where(
            Source.agency_id.in_(keys), Source.id != leaving.source_id
        ),
    ]
    for table in TABLES.values():
        for column in pointing_at(table.__tablename__):
            if column.table.name not in LOOKED_AT:
                asked.append(select(column, literal(NAMED)).where(column.in_(keys)))
    if is_over:
        noted = (getattr(fact, one) for one in TABLES)
        asked += [select(one, literal(COUNTED)).where(one.in_(keys)) for one in noted]
    rows: Iterable[Any] = session.execute(union_all(*asked))
    yield from ((key, reason) for key, reason in rows)

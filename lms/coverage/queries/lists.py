"""The lists there are: their agencies, and whom the latest file of each left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, cast, func, select, true
from sqlalchemy.orm import Session

from lms.intake.models import Import, Source
from lms.kernel.days import end_of


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What the files that had come by a day tell of lists."""

    agency_ids: frozenset[UUID]
    """Agencies that send a list."""

    names: frozenset[str]
    """Of those lists, as engagements name their source."""

    latest: Sequence[UUID]
    """The latest file of each list."""

    missing: int
    """Engagements that those left out, as counted when each came."""

    unread: int
    """Rows of those that could not be read."""


def lists(session: Session, day: date) -> Lists:
    """Return what the files that were brought in by the end of ``day`` tell, in one query."""
    wanted = (Import.accepted_at.is_not(None), Import.accepted_at < end_of(day))
    last = (
        select(Import.source_id, func.max(Import.accepted_at).label("at"))
        .where(*wanted)
        .group_by(Import.source_id)
        .subquery()
    )
    rows = session.execute(
        select(Import.id, Import.counts, Source.name, Source.agency_id)
        .join(Source, Source.id == Import.source_id)
        .join(last, (last.c.source_id == Import.source_id) & (last.c.at == Import.accepted_at))
        .where(*wanted)
    ).all()
    return Lists(
        agency_ids=frozenset(row.agency_id for row in rows if row.agency_id is not None),
        names=frozenset(row.name for row in rows if row.agency_id is not None),
        latest=[row.id for row in rows],
        missing=sum(row.counts.get("missing", 0) for row in rows),
        unread=sum(row.counts.get("rejected", 0) for row in rows),
    )


def left_out(session: Session, known: Lists) -> Select[Any] | None:
    """Return the engagements that the latest file of their list left out; None for none."""
    if not known.missing:
        return None
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    opened = func.json_each if is_sqlite else func.json_array_elements_text
    each = opened(Import.missing).table_valued("value", name="left_out", joins_implicitly=True)
    value = func.replace(each.c.value, "-", "") if is_sqlite else each.c.value
    found: ColumnElement[Any] = value if is_sqlite else cast(value, Uuid)
    return select(found).select_from(Import).join(each, true()).where(Import.id.in_(known.latest))

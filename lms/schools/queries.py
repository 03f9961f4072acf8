"""Questions about registers of schools that were looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.errors import NotFound
from lms.people.models import Setting
from lms.schools.models import SchoolList, SchoolRow


@dataclass(frozen=True, kw_only=True)
class RowShown:
    """A row of a register, as a page or a command shows it."""

    id: UUID
    row: int
    status: str
    urn: str
    name: str
    told: dict[str, Any]
    changes: dict[str, Any]
    faults: Sequence[dict[str, str]]
    candidates: Sequence[tuple[UUID, str]]
    is_settled: bool


def school_list(session: Session, list_id: UUID, *, lock: bool = False) -> SchoolList:
    """Return the register that was looked at; locked for whoever changes it. Raises NotFound."""
    found = session.get(SchoolList, list_id, with_for_update=lock, populate_existing=lock)
    if found is None:
        msg = "There is no such register of schools. Look at the list of those that came."
        raise NotFound(msg)
    return found


def row(session: Session, row_id: UUID, *, lock: bool = False) -> SchoolRow:
    """Return a row of a register; locked for whoever decides about it. Raises NotFound."""
    found = session.get(SchoolRow, row_id, with_for_update=lock, populate_existing=lock)
    if found is None:
        msg = "There is no such row. Look at the register again."
        raise NotFound(msg)
    return found


def rows_of(session: Session, list_id: UUID, sorts: Sequence[str]) -> list[SchoolRow]:
    """Return the rows of some sorts, in their order."""
    wanted = select(SchoolRow).where(SchoolRow.list_id == list_id, SchoolRow.status.in_(sorts))
    return list(session.scalars(wanted.order_by(SchoolRow.row)))


def lists(session: Session, *, limit: int = 20) -> list[SchoolList]:
    """Return the registers that were looked at, the newest first."""
    wanted = select(SchoolList).order_by(SchoolList.made_at.desc(), SchoolList.id)
    return list(session.scalars(wanted.limit(limit)))


def rows(
    session: Session, list_id: UUID, *, status: str | None = None, limit: int | None = None
) -> list[RowShown]:
    """Return rows of a register in their order, of one sort or of all; with candidates' names."""
    wanted = select(SchoolRow).filter_by(list_id=list_id).order_by(SchoolRow.row)
    if status is not None:
        wanted = wanted.where(SchoolRow.status == status)
    found = session.scalars(wanted.limit(limit)).all()
    names = setting_names(session, [one for row in found for one in row.candidates])
    return [
        RowShown(
            id=one.id,
            row=one.row,
            status=one.status,
            urn=one.urn,
            name=one.name,
            told=one.told,
            changes=one.changes,
            faults=one.faults,
            candidates=[(UUID(key), names[key]) for key in one.candidates if key in names],
            is_settled=one.settled_at is not None,
        )
        for one in found
    ]


def setting_names(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Return the names of settings by id, with their postcodes where they have one."""
    if not ids:
        return {}
    wanted = select(Setting).where(Setting.id.in_([UUID(one) for one in ids]))
    return {
        str(one.id): f"{one.name}, {one.postcode}" if one.postcode else one.name
        for one in session.scalars(wanted)
    }


def undecided(session: Session) -> int:
    """Return how many rows of registers that were brought in wait for a person."""
    wanted = (
        select(SchoolRow.id)
        .join(SchoolList, SchoolList.id == SchoolRow.list_id)
        .where(
            SchoolRow.status == "held",
            SchoolRow.settled_at.is_(None),
            SchoolList.accepted_at.is_not(None),
        )
    )
    return len(session.scalars(wanted).all())

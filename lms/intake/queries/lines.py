"""Questions about rows of files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from lms.intake.models import Import, ImportLine, LineStatus
from lms.intake.queries.imports import open_rows
from lms.intake.rules.fields import Fault
from lms.kernel import words
from lms.kernel.errors import NotFound
from lms.kernel.paging import PAGE, Slice
from lms.people.models import Engagement, Person, Unit
from lms.people.rules import KINDS


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that a row changes, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody whom a held row might be."""

    id: UUID
    name: str
    email: str | None
    engagements: list[str]
    """Each in words: job, team, days and number."""


@dataclass(frozen=True, kw_only=True)
class LineShown:
    """One row of a file that is worth looking at."""

    id: UUID
    import_id: UUID
    row: int
    status: str
    name: str
    email: str | None
    kind: str | None
    job_title: str | None
    team: str | None
    starts_on: str | None
    """As it is kept: ISO 8601 where it is a day, else what the row says."""

    ends_on: str | None
    number: str | None
    fields: Mapping[str, str]
    faults: list[Fault]
    changes: list[Change]
    notes: list[str]
    reason: str
    candidates: list[Candidate]
    person_id: UUID | None
    engagement_id: UUID | None
    decision: str


def line(session: Session, line_id: UUID) -> LineShown:
    """Return one row. Raises NotFound."""
    return _shown(session, [import_line(session, line_id)])[0]


def import_line(session: Session, line_id: UUID) -> ImportLine:
    """Return the row itself. Raises NotFound."""
    found = session.get(ImportLine, line_id)
    if found is None:
        msg = "There is no such row. Look at the rows that are held."
        raise NotFound(msg)
    return found


def lines(
    session: Session,
    import_id: UUID,
    *,
    status: str,
    after: int = 0,
    without_address: bool = False,
    limit: int = PAGE,
) -> Slice[LineShown]:
    """Return a page of a file's rows of one status, in the order of the file.

    Args:
        session: the database.
        import_id: which file.
        status: which rows.
        after: the row that an earlier page ended with.
        without_address: only rows of new people whom no message can reach.
        limit: how many.

    """
    wanted = (
        select(ImportLine)
        .where(
            ImportLine.import_id == import_id,
            ImportLine.status == LineStatus(status),
            ImportLine.row > after,
        )
        .order_by(ImportLine.row)
        .limit(limit + 1)
    )
    if without_address:
        wanted = wanted.where(ImportLine.bare)
    found = list(session.scalars(wanted))
    more = len(found) > limit
    return Slice(_shown(session, found[:limit]), str(found[limit - 1].row) if more else None)


def held(session: Session, *, after: str | None = None, limit: int = PAGE) -> Slice[LineShown]:
    """Return a page of the rows that wait for somebody to decide, the oldest file first."""
    wanted = select(ImportLine).join(Import, Import.id == ImportLine.import_id).where(*open_rows())
    import_id, _, row = (after or "").partition("~")
    if re.fullmatch(r"[0-9a-f]{32}~[0-9]{1,9}", after or ""):
        key = select(Import.made_at).where(Import.id == UUID(hex=import_id)).scalar_subquery()
        at = tuple_(Import.made_at, Import.id, ImportLine.row)
        wanted = wanted.where(at > tuple_(key, UUID(hex=import_id), int(row)))
    wanted = wanted.order_by(Import.made_at, Import.id, ImportLine.row).limit(limit + 1)
    found = list(session.scalars(wanted))
    last = found[limit - 1] if len(found) > limit else None
    return Slice(
        _shown(session, found[:limit]), f"{last.import_id.hex}~{last.row}" if last else None
    )


def _shown(session: Session, found: Sequence[ImportLine]) -> list[LineShown]:
    people = _candidates(session, {UUID(key) for one in found for key in one.candidates})
    return [_line(one, people) for one in found]


def _line(one: ImportLine, people: Mapping[UUID, Candidate]) -> LineShown:
    told: Mapping[str, str] = one.fields
    ways = ("team", "service", "directorate", "setting")
    name = f"{told.get('first_name', '')} {told.get('last_name', '')}".strip()
    ids = [UUID(key) for key in one.candidates]
    return LineShown(
        id=one.id,
        import_id=one.import_id,
        row=one.row,
        status=one.status.value,
        name=name or told.get("full_name", ""),
        email=told.get("email") or told.get("personal_email"),
        kind=told.get("kind"),
        job_title=told.get("job_title"),
        team=next((told[way] for way in ways if way in told), None),
        starts_on=told.get("start_date"),
        ends_on=told.get("end_date"),
        number=told.get("assignment_number") or told.get("employee_number"),
        fields=told,
        faults=[Fault(**fault) for fault in one.problems],
        changes=[
            Change(field=field, before=before, after=after)
            for field, (before, after) in one.changes.items()
        ],
        notes=list(one.notes),
        reason=one.reason,
        candidates=[people[key] for key in ids if key in people],
        person_id=one.person_id,
        engagement_id=one.engagement_id,
        decision=one.decision,
    )


def candidates(session: Session, ids: Sequence[UUID]) -> list[Candidate]:
    """Return people as those are shown whom a row might be, in the order of the ids."""
    found = _candidates(session, ids)
    return [found[one] for one in ids if one in found]


def _candidates(session: Session, ids: Iterable[UUID]) -> dict[UUID, Candidate]:
    wanted = set(ids)
    if not wanted:
        return {}
    asked = select(Person.id, Person.name, Person.email).where(Person.id.in_(wanted))
    found = {
        row.id: Candidate(id=row.id, name=row.name, email=row.email, engagements=[])
        for row in session.execute(asked)
    }
    rows = session.execute(
        select(Engagement, Unit.name)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .where(Engagement.person_id.in_(wanted))
        .order_by(Engagement.starts_on.desc(), Engagement.id)
    )
    for engagement, unit in rows:
        found[engagement.person_id].engagements.append(_said(engagement, unit))
    return found


def _said(one: Engagement, unit: str | None) -> str:
    """Return an engagement in words."""
    what = [part for part in (one.job_title or KINDS[one.kind.value], unit) if part]
    days = f"from {words.day(one.starts_on)}"
    if one.ends_on is not None:
        days += f" to {words.day(one.ends_on)}"
    number = [f"number {one.reference}"] if one.reference else []
    return ", ".join([*what, days, *number])

"""What undoing an import would come to, row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import Session, joinedload

from lms.intake.errors import NotUndone
from lms.intake.models import Import, ImportLine, LineStatus
from lms.intake.queries.imports import import_
from lms.intake.queries.places_made import Leaving, Places, places_made
from lms.kernel.days import council_day
from lms.people.models import Duty, Engagement, EngagementFact, Person
from lms.people.queries import named_elsewhere, touched_since

AT_A_TIME = 500
DATES = ("starts_on", "ends_on")
ADDRESSES = ("email", "other_email")
OWN = ("lms_engagement", "lms_obligation", "lms_invitation", "lms_duty")
"""Tables that name a person as soon as a list brings them; a message or a link is more."""


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A row of which something stays, and why."""

    row: int
    name: str
    why: str


@dataclass(kw_only=True)
class Undoing:
    """What goes, what is put back, and what stays."""

    import_id: UUID
    entered_at: datetime
    engagements: dict[UUID, UUID] = field(default_factory=dict)
    """Engagement that goes → its person."""

    people: list[UUID] = field(default_factory=list)
    """Who goes too."""

    of_people: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    of_engagements: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    """Columns that are put back."""

    owners: dict[UUID, UUID] = field(default_factory=dict)
    put_back: int = 0
    stays: list[Stay] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    """Units, settings and agencies that the import made."""


def undoing(session: Session, import_id: UUID, today: date) -> Undoing:
    """Return what undoing an accepted import would come to. Raises NotFound."""
    made = import_(session, import_id)
    found = Undoing(import_id=made.id, entered_at=made.accepted_at or made.made_at)
    lines = _lines(session, made)
    added = [one for one in lines if _adds(one)]
    engagements, people = _added(session, [one.engagement_id for one in added])
    begun = {key for key, one in people.items() if one.created_at >= found.entered_at}
    _take_out(session, found, added, engagements, begun)
    _put_back(session, found, "engagement", lines)
    _who_goes(session, found, begun, people)
    if council_day(found.entered_at) < today:
        _keep_counted(found, people, {one.person_id: one.row for one in reversed(added)})
    _put_back(session, found, "person", lines)
    found.stays.sort(key=lambda one: one.row)
    instants = {found.entered_at, *(one.decided_at for one in lines if one.decided_at)}
    leaving = Leaving(
        engagements=found.engagements, put_back=found.of_engagements, source_id=made.source_id
    )
    found.places = places_made(session, instants, leaving, today)
    return found


def plan_of_undoing(session: Session, import_id: UUID, today: date) -> Undoing:
    """Return the same of an import that can be undone.

    Raises:
        NotFound: there is no such import.
        NotUndone: it was never brought in, or was undone before.

    """
    made = import_(session, import_id)
    if made.accepted_at is None or made.undone_at is not None:
        raise NotUndone(undone_at=made.undone_at)
    return undoing(session, import_id, today)


def _lines(session: Session, made: Import) -> list[ImportLine]:
    wanted = select(ImportLine).where(
        ImportLine.import_id == made.id,
        ImportLine.engagement_id.is_not(None),
        or_(ImportLine.status != LineStatus.REVIEW, ImportLine.decision.in_(["same", "new"])),
    )
    return list(session.scalars(wanted.order_by(ImportLine.row)))


def _adds(line: ImportLine) -> bool:
    """Tell whether a row began an engagement, rather than change one."""
    return line.status is LineStatus.ADDED or (
        line.status is LineStatus.REVIEW and "engagement" not in line.before
    )


def _added(
    session: Session, ids: Iterable[UUID | None]
) -> tuple[dict[UUID, Engagement], dict[UUID, Person]]:
    """Return engagements there still are, with whose they are."""
    found: dict[UUID, Engagement] = {}
    for some in _parts(ids):
        wanted = select(Engagement).where(Engagement.id.in_(some))
        for one in session.scalars(wanted.options(joinedload(Engagement.person))):
            found[one.id] = one
    return found, {one.person_id: one.person for one in found.values()}


def _take_out(
    session: Session,
    found: Undoing,
    added: list[ImportLine],
    engagements: Mapping[UUID, Engagement],
    begun: set[UUID],
) -> None:
    ids = list(engagements)
    changed = _changed(session, ids, found.entered_at)
    named = named_elsewhere(
        session, "lms_engagement", ids, but={"lms_obligation", "lms_invitation"}
    )
    touched = touched_since(session, ids, found.entered_at)
    busy = named_elsewhere(session, "lms_person", begun, but=OWN) | _dutiful(
        session, begun, found.entered_at
    )
    for line in added:
        one = engagements.get(line.engagement_id) if line.engagement_id else None
        if one is None or line.engagement_id is None:
            continue
        person = one.person
        why = _why(
            {
                "It was changed since.": one.id in changed or one.created_at < found.entered_at,
                "A pause, or another record, is kept of it.": one.id in named,
                "They learned by it.": one.id in touched,
                "They have signed in since.": one.person_id in begun
                and person.first_signed_in_at is not None,
                "Mail went out to them, or they have begun to learn.": one.person_id in busy,
            }
        )
        if why:
            found.stays.append(Stay(row=line.row, name=person.name, why=why))
        else:
            found.engagements[one.id] = one.person_id


def _who_goes(
    session: Session, found: Undoing, begun: set[UUID], people: Mapping[UUID, Person]
) -> None:
    """Note who leaves the register: whoever was entered with the file and has nothing left."""
    freed = {key for key, values in found.of_engagements.items() if "manager_id" in values}
    still = set[UUID]()
    for some in _parts(begun):
        named = or_(Engagement.person_id.in_(some), Engagement.manager_id.in_(some))
        rows = session.execute(
            select(Engagement.id, Engagement.person_id, Engagement.manager_id).where(named)
        )
        for key, person_id, manager_id in rows:
            if key not in found.engagements:
                still.add(person_id)
                still |= {manager_id} if manager_id and key not in freed else set()
    going_too = (begun & set(found.engagements.values())) - still
    found.people = sorted(going_too, key=lambda key: people[key].sort_name)


def _keep_counted(
    found: Undoing, people: Mapping[UUID, Person], rows: Mapping[UUID | None, int]
) -> None:
    """Keep people, without an engagement, who counted on days that are over."""
    why = "They counted on days that are over, so they stay, without an engagement."
    found.stays += [Stay(row=rows[one], name=people[one].name, why=why) for one in found.people]
    found.people = []


def _put_back(session: Session, found: Undoing, which: str, lines: list[ImportLine]) -> None:
    """Note what of people, or of engagements, is put back, the last row of the file first."""
    is_person = which == "person"
    into = found.of_people if is_person else found.of_engagements
    key = "person_id" if is_person else "engagement_id"
    going = {*found.people, *found.engagements}
    some = [one for one in lines if which in one.before and getattr(one, key) not in going]
    rows = _rows(session, Person if is_person else Engagement, {getattr(one, key) for one in some})
    taken = _addresses(session, some) if is_person else {}
    for line in reversed(some):
        row = rows.get(getattr(line, key))
        if row is None:
            continue
        now = into.get(row.id, {})
        others = {text for text, owner in taken.items() if owner not in {row.id, *found.people}}
        back = _back(row, now, line.before[which], others)
        if back:
            into[row.id] = {**now, **back}
            found.owners[row.id] = row.person_id
            found.put_back += 1
        if len(back) < len(line.before[which]):
            name = f"{line.fields.get('first_name', '')} {line.fields.get('last_name', '')}"
            why = "Somebody changed it since; what they entered stays."
            found.stays.append(Stay(row=line.row, name=name.strip(), why=why))


def _back(
    row: Any,  # noqa: ANN401 - a person or an engagement
    now: Mapping[str, Any],
    changed: Mapping[str, tuple[str | None, str | None]],
    others: set[str],
) -> dict[str, Any]:
    """Return the columns that go back: those that still are as the file left them."""
    back = {
        column: _value(column, before)
        for column, (before, after) in changed.items()
        if _plain(now.get(column, getattr(row, column))) == after
        and not (column in ADDRESSES and before in others)
    }
    if back.keys() & set(DATES):
        days = {one: now.get(one, getattr(row, one)) for one in DATES} | back
        start, last = days["starts_on"], days["ends_on"]
        if last is not None and last < start:
            return {}
    return back


def _changed(session: Session, ids: list[UUID], at: datetime) -> set[UUID]:
    found = set[UUID]()
    for some in _parts(ids):
        fact = EngagementFact
        wanted = select(fact.engagement_id).where(fact.engagement_id.in_(some), fact.n > 1)
        begun = (
            select(fact.engagement_id, func.min(fact.learnt_at).label("first"))
            .where(fact.engagement_id.in_(some))
            .group_by(fact.engagement_id)
            .subquery()
        )
        wanted = wanted.join(begun, begun.c.engagement_id == fact.engagement_id)
        later = select(ImportLine.engagement_id).join(Import, Import.id == ImportLine.import_id)
        later = later.where(
            ImportLine.engagement_id.in_(some),
            Import.accepted_at > at,
            Import.undone_at.is_(None),
        )
        moved = wanted.where(fact.learnt_at > begun.c.first)
        rows: Iterable[Any] = session.execute(union(moved, later))
        found.update(one for (one,) in rows if one)
    return found


def _dutiful(session: Session, ids: Iterable[UUID], at: datetime) -> set[UUID]:
    found = set[UUID]()
    for some in _parts(ids):
        wanted = select(Duty.person_id).where(Duty.person_id.in_(some), Duty.granted_at != at)
        found.update(session.scalars(wanted))
    return found


def _addresses(session: Session, lines: list[ImportLine]) -> dict[str, UUID]:
    """Return whose the addresses are now that would be given back."""
    wanted = {
        one.before["person"][key][0]
        for one in lines
        for key in ADDRESSES
        if key in one.before["person"]
    } - {None}
    found: dict[str, UUID] = {}
    for some in _parts(wanted):
        people = select(Person.id, Person.email, Person.other_email).where(
            or_(Person.email.in_(some), Person.other_email.in_(some))
        )
        for key, *addresses in session.execute(people):
            found |= {one: key for one in addresses if one}
    return found


def _rows(session: Session, table: Any, ids: Iterable[Any]) -> dict[UUID, Any]:  # noqa: ANN401
    found: dict[UUID, Any] = {}
    for some in _parts(one for one in ids if one is not None):
        found |= {one.id: one for one in session.scalars(select(table).where(table.id.in_(some)))}
    return found


def _parts(ids: Iterable[Any]) -> Iterable[list[Any]]:
    some = list(ids)
    return [some[at : at + AT_A_TIME] for at in range(0, len(some), AT_A_TIME)]


def _why(reasons: Mapping[str, bool]) -> str:
    return next((why for why, holds in reasons.items() if holds), "")


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", str(value)) if value is not None else None


def _value(column: str, text: str | None) -> object:
    if text is None:
        return None
    if column in DATES:
        return date.fromisoformat(text)
    return UUID(text) if column.endswith("_id") else text

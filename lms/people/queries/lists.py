"""Lists of people, as far as whoever asks may see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.kernel.paging import PAGE, Slice
from lms.kernel.permissions import Actor, Reach
from lms.people import permissions, rules
from lms.people.models import Agency, Engagement, EngagementKind, Person, Unit
from lms.people.queries.people import active_on, within

STATES = ("now", "coming", "left", "all")
"""Whose engagement runs, has not begun, has ended; everybody, those without any included."""

FOUND = 20
"""People a search for one person shows; whoever means another types more of the name."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One engagement in a list of people."""

    id: UUID
    reference: str | None
    kind: str
    unit: str | None
    agency: str | None
    manager_id: UUID | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One person in a list, with the engagements that whoever asks may see."""

    id: UUID
    name: str
    email: str | None
    bounced: bool
    signed_in: bool
    engagements: list[Line]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of people is narrowed to; no value leaves it as wide as the actor's reach."""

    search: str = ""
    unit_path: str | None = None
    kind: str | None = None
    agency_id: UUID | None = None
    state: str = "now"


def people_visible_to(  # noqa: PLR0913 - each narrows the list, by name
    session: Session,
    actor: Actor,
    *,
    search: str = "",
    unit_path: str | None = None,
    kind: str | None = None,
    agency_id: UUID | None = None,
    state: str = "now",
    after: str | None = None,
    day: date,
    limit: int = PAGE,
) -> Slice[Listed]:
    """Return a page of the people the actor may see, by surname, in three queries at most.

    Args:
        session: the database.
        actor: who asks.
        search: parts of the name, a whole address or an employee number.
        unit_path: only people in this unit or below.
        kind: only engagements of this kind.
        agency_id: only engagements through this agency.
        state: one of ``STATES``, as on ``day``.
        after: where the page before ended.
        day: today.
        limit: how many a page.

    """
    reach = actor.reach(permissions.LIST)
    narrowed = Wanted(
        search=search, unit_path=unit_path, kind=kind, agency_id=agency_id, state=state
    )
    own = Person.merged_into_id.is_(None)
    wanted = select(Person).where(own, sought(narrowed.search), _engaged(reach, narrowed, day))
    key = page_key(after)
    if key is not None:
        wanted = wanted.where(tuple_(Person.sort_name, Person.id) > key)
    found = session.scalars(wanted.order_by(Person.sort_name, Person.id).limit(limit + 1)).all()
    rows = found[:limit]
    lines = lines_of(session, [one.id for one in rows], reach)
    last = f"{rows[-1].sort_name}~{rows[-1].id.hex}" if len(found) > limit else None
    return Slice([_listed(one, lines.get(one.id, [])) for one in rows], last)


def people_found(
    session: Session, reach: Reach, *, search: str, day: date, limit: int = FOUND
) -> list[Listed]:
    """Return people within reach whom a search names, by surname; nobody for an empty one.

    Everybody is looked at, whether or not they work here on ``day``.
    """
    if not search.strip():
        return []
    own = Person.merged_into_id.is_(None)
    wanted = select(Person).where(own, sought(search), _engaged(reach, Wanted(state="all"), day))
    rows = session.scalars(wanted.order_by(Person.sort_name, Person.id).limit(limit)).all()
    lines = lines_of(session, [one.id for one in rows], reach)
    return [_listed(one, lines.get(one.id, [])) for one in rows]


def people_by_addresses(
    session: Session, addresses: Collection[str], reach: Reach
) -> dict[str, Person]:
    """Return whose each address is, first or second; those of nobody within reach are left out."""
    held = or_(Person.email.in_(addresses), Person.other_email.in_(addresses))
    wanted = select(Person).where(held, works_within(reach, Person.id))
    found: dict[str, Person] = {}
    for one in session.scalars(wanted):
        found |= {address: one for address in (one.email, one.other_email) if address}
    return {address: found[address] for address in addresses if address in found}


def team_of(session: Session, manager_id: UUID, day: date) -> list[Listed]:
    """Return whose engagement names this line manager and has not ended by ``day``, by name."""
    reach = Reach(manager_id=manager_id)
    ids = select(Engagement.person_id).where(
        Engagement.manager_id == manager_id,
        or_(Engagement.ends_on.is_(None), Engagement.ends_on >= day),
    )
    wanted = select(Person).where(Person.id.in_(ids)).order_by(Person.sort_name, Person.id)
    found = session.scalars(wanted).all()
    lines = lines_of(session, [one.id for one in found], reach)
    return [_listed(one, lines.get(one.id, [])) for one in found]


def page_key(after: str | None) -> tuple[str, UUID] | None:
    """Return the key to go on behind; None for the first page, or for one somebody invented."""
    name, tilde, hexed = (after or "").rpartition("~")
    try:
        person_id = UUID(hex=hexed)
    except ValueError:
        return None
    return (name, person_id) if tilde else None


def sought(search: str) -> ColumnElement[bool]:
    """Return the condition that a person is meant by ``search``."""
    text = " ".join(search.split())
    if "@" in text:
        return or_(Person.email == text.lower(), Person.other_email == text.lower())
    if text and any(one.isdigit() for one in text):
        return exists().where(
            Engagement.person_id == Person.id,
            or_(Engagement.employee_number == text, Engagement.reference == text),
        )
    parts = [_named(word) for word in text.split()]
    return and_(True, *parts)  # noqa: FBT003 - SQLAlchemy's way to begin a conjunction


def _named(word: str) -> ColumnElement[bool]:
    """Return the condition that a name or its folded form holds ``word``."""
    folded = rules.fold(word)
    spelt = Person.name.icontains(word, autoescape=True)
    return or_(Person.sort_name.contains(folded, autoescape=True), spelt) if folded else spelt


def _engaged(reach: Reach, wanted: Wanted, day: date) -> ColumnElement[bool]:
    """Return the condition that a person has an engagement such as is wanted, within reach."""
    parts = [_running(wanted.state, day), within(reach)]
    if wanted.kind in {one.value for one in EngagementKind}:
        parts.append(Engagement.kind == EngagementKind(wanted.kind))
    if wanted.unit_path:
        parts.append(Unit.path.startswith(wanted.unit_path, autoescape=True))
    if wanted.agency_id:
        parts.append(Engagement.agency_id == wanted.agency_id)
    narrow = bool(wanted.kind or wanted.unit_path or wanted.agency_id)
    if reach.everyone and wanted.state == "all" and not narrow:
        return and_(True)  # noqa: FBT003 - everybody, those without an engagement too
    if reach.everyone and not narrow:
        return exists().where(Engagement.person_id == Person.id, *parts)
    joined = select(Engagement.person_id).outerjoin(Unit, Unit.id == Engagement.unit_id)
    return Person.id.in_(joined.where(*parts))


def _running(state: str, day: date) -> ColumnElement[bool]:
    if state == "coming":
        return Engagement.starts_on > day
    if state == "left":
        return and_(Engagement.ends_on < day, ~_still(day))
    if state == "all":
        return and_(True)  # noqa: FBT003 - whatever its days
    return active_on(day)


def _still(day: date) -> ColumnElement[bool]:
    """Return the condition that the person has another engagement that has not ended."""
    other = Engagement.__table__.alias("other")
    return exists().where(
        other.c.person_id == Engagement.person_id,
        or_(other.c.ends_on.is_(None), other.c.ends_on >= day),
    )


def works_within(reach: Reach, person_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that somebody has an engagement within reach, whenever it ran."""
    if reach.everyone:
        return true()
    working = select(Engagement.person_id).outerjoin(Unit, Unit.id == Engagement.unit_id)
    return person_id.in_(working.where(within(reach)))


def lines_of(session: Session, person_ids: Iterable[UUID], reach: Reach) -> dict[UUID, list[Line]]:
    """Return the engagements of these people within reach, the latest first."""
    wanted = (
        select(Engagement, Unit.name, Agency.name)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .outerjoin(Agency, Agency.id == Engagement.agency_id)
        .where(Engagement.person_id.in_(list(person_ids)), within(reach))
        .order_by(Engagement.starts_on.desc(), Engagement.id)
    )
    found: dict[UUID, list[Line]] = {}
    for one, unit, agency in session.execute(wanted):
        found.setdefault(one.person_id, []).append(
            Line(
                id=one.id,
                reference=one.reference,
                kind=one.kind.value,
                unit=unit,
                agency=agency,
                manager_id=one.manager_id,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
            )
        )
    return found


def _listed(person: Person, lines: list[Line]) -> Listed:
    return Listed(
        id=person.id,
        name=person.name,
        email=person.email,
        bounced=person.bounced_at is not None,
        signed_in=person.first_signed_in_at is not None,
        engagements=lines,
    )

"""Questions about who may do what."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from lms.kernel.errors import NotFound
from lms.kernel.paging import PAGE, Slice
from lms.kernel.permissions import Reach
from lms.people.models import Duty, DutyName, Person, Unit
from lms.people.queries.lists import page_key, sought, works_within


def duty(session: Session, duty_id: UUID) -> Duty:
    """Return a duty that was given, withdrawn or not. Raises NotFound."""
    found = session.get(Duty, duty_id, options=[joinedload(Duty.person)])
    if found is None:
        msg = "Nobody was given that duty. Look at the list of duties."
        raise NotFound(msg)
    return found


def duties(session: Session, *, without: str = "") -> list[Duty]:
    """Return every duty held now, in order of duty and name.

    Args:
        session: the database.
        without: leave this duty out; line managers are as many as teams, and listed apart.

    """
    wanted = select(Duty).join(Duty.person).where(Duty.withdrawn_at.is_(None))
    if without:
        wanted = wanted.where(Duty.duty != DutyName(without))
    whole = (joinedload(Duty.person), joinedload(Duty.unit), joinedload(Duty.agency))
    return list(
        session.scalars(wanted.options(*whole).order_by(Duty.duty, Person.sort_name, Duty.id))
    )


def duties_over(session: Session, paths: Collection[str]) -> list[Duty]:
    """Return the duties held now over one of the units of these paths, by the holder's name."""
    wanted = select(Duty).join(Duty.person).join(Unit, Unit.id == Duty.unit_id)
    wanted = _whole(wanted.where(Duty.withdrawn_at.is_(None), Unit.path.in_(paths)))
    return list(session.scalars(wanted.order_by(Person.sort_name, Duty.id)))


def coordinators(session: Session) -> dict[UUID, list[str]]:
    """Return the names of each agency's coordinators; none for an agency that has nobody."""
    wanted = select(Duty.agency_id, Person.name).join(Duty.person)
    wanted = wanted.where(Duty.withdrawn_at.is_(None), Duty.agency_id.is_not(None))
    found: dict[UUID, list[str]] = {}
    for agency_id, name in session.execute(wanted.order_by(Person.sort_name, Duty.id)):
        if agency_id is not None:
            found.setdefault(agency_id, []).append(name)
    return found


def held_by(session: Session, person_id: UUID) -> list[Duty]:
    """Return the duties a person holds now."""
    wanted = select(Duty).where(Duty.person_id == person_id, Duty.withdrawn_at.is_(None))
    whole = (joinedload(Duty.unit), joinedload(Duty.agency))
    return list(session.scalars(wanted.options(*whole).order_by(Duty.duty, Duty.id)))


def duty_counts(session: Session, reach: Reach) -> dict[str, int]:
    """Return how often each duty is held now, as far as ``reach`` goes; none that is not held."""
    wanted = select(Duty.duty, func.count()).where(Duty.withdrawn_at.is_(None), _held_in(reach))
    rows = session.execute(wanted.group_by(Duty.duty))
    return {DutyName(name).value: number for name, number in rows}


def first_duties(session: Session, reach: Reach, *, each: int) -> dict[str, list[Duty]]:
    """Return the first few holders of every duty, by name, in one query."""
    place = func.row_number().over(partition_by=Duty.duty, order_by=(Person.sort_name, Duty.id))
    ranked = (
        select(Duty.id, place.label("place"))
        .join(Duty.person)
        .where(Duty.withdrawn_at.is_(None), _held_in(reach))
        .subquery()
    )
    wanted = select(Duty).join(ranked, ranked.c.id == Duty.id).where(ranked.c.place <= each)
    found: dict[str, list[Duty]] = {}
    for one in session.scalars(_whole(wanted).order_by(ranked.c.place)):
        found.setdefault(one.duty.value, []).append(one)
    return found


def duties_visible_to(  # noqa: PLR0913 - each narrows the list, by name
    session: Session,
    reach: Reach,
    *,
    search: str = "",
    duty: str = "",
    withdrawn: bool = False,
    after: str | None = None,
    limit: int = PAGE,
) -> Slice[Duty]:
    """Return a page of duties by the holder's surname.

    Args:
        session: the database.
        reach: only duties of people within it.
        search: parts of the holder's name, or a whole address.
        duty: only this duty.
        withdrawn: those taken back, instead of those held now.
        after: where the page before ended.
        limit: how many a page.

    """
    state = Duty.withdrawn_at.is_not(None) if withdrawn else Duty.withdrawn_at.is_(None)
    wanted = select(Duty).join(Duty.person).where(state, _held_in(reach), sought(search))
    if duty in {one.value for one in DutyName}:
        wanted = wanted.where(Duty.duty == DutyName(duty))
    key = page_key(after)
    if key is not None:
        wanted = wanted.where(tuple_(Person.sort_name, Duty.id) > key)
    wanted = _whole(wanted).order_by(Person.sort_name, Duty.id).limit(limit + 1)
    found = list(session.scalars(wanted))
    rows = found[:limit]
    last = f"{rows[-1].person.sort_name}~{rows[-1].id.hex}" if len(found) > limit else None
    return Slice(rows, last)


def _whole(wanted: Select[Duty]) -> Select[Duty]:
    """Return the question with the holders and the scopes loaded along."""
    return wanted.options(joinedload(Duty.person), joinedload(Duty.unit), joinedload(Duty.agency))


def _held_in(reach: Reach) -> ColumnElement[bool]:
    """Return the condition that the holder works within reach."""
    return works_within(reach, Duty.person_id)


def officers(session: Session) -> list[UUID]:
    """Return the HR officers of the whole council, by id."""
    return _holders(session, DutyName.HR)


def network_coordinators(session: Session) -> list[UUID]:
    """Return who keeps the network of DSLs for the whole council, by id."""
    return _holders(session, DutyName.NETWORK_COORDINATOR)


def _holders(session: Session, duty: DutyName) -> list[UUID]:
    wanted = select(Duty.person_id).where(
        Duty.duty == duty, Duty.withdrawn_at.is_(None), Duty.unit_id.is_(None)
    )
    return list(session.scalars(wanted.distinct().order_by(Duty.person_id)))


def administrators(session: Session, *, but: UUID) -> int:
    """Return how many others than the duty ``but`` are administrators who can sign in by mail."""
    wanted = (
        select(Duty.person_id)
        .join(Duty.person)
        .where(
            Duty.duty == DutyName.ADMINISTRATOR,
            Duty.withdrawn_at.is_(None),
            Duty.id != but,
            or_(Person.email.is_not(None), Person.other_email.is_not(None)),
        )
    )
    return len(set(session.scalars(wanted)))

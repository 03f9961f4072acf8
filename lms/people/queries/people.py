"""Questions about one person, and the conditions that other questions are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.database import rows
from lms.kernel.errors import NotFound
from lms.kernel.permissions import Reach
from lms.people import rules
from lms.people.models import Duty, Engagement, Person, Unit

FOR_EVER = date(9999, 12, 31)
NO_PERSON = "There is no such person, or nobody you may see. Look for them under People."
"""Said alike of a person there is not and of one out of reach."""
NO_ENGAGEMENT = (
    "There is no such engagement, or none you may see. Look for the person under People."
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What signing in needs to know of a person, in one query."""

    person_id: UUID
    name: str
    signed_out_at: datetime | None
    last_day: date | None
    """Last day of the latest engagement; far away while open-ended, None without any."""

    duties: Sequence[tuple[str, str | None, UUID | None]]
    """Duty, path of the unit it is over, agency it is over."""


def person(session: Session, person_id: UUID) -> Person:
    """Return the person. Raises NotFound."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound(NO_PERSON)
    return found


def person_within(session: Session, person_id: UUID, reach: Reach) -> Person:
    """Return the person with engagements, units, agencies and managers in one query.

    Raises:
        NotFound: there is no such person, or none within ``reach``; the words are the same.

    """
    whole = joinedload(Person.engagements)
    wanted = select(Person).where(Person.id == person_id)
    rows = session.scalars(
        wanted.options(
            whole.joinedload(Engagement.unit).joinedload(Unit.parent),
            whole.joinedload(Engagement.agency),
            whole.joinedload(Engagement.manager),
            whole.joinedload(Engagement.setting),
        ).execution_options(populate_existing=True)
    )
    found = rows.unique().first()
    if found is None or not (reach.everyone or any(reach.covers(one) for one in found.placements)):
        raise NotFound(NO_PERSON)
    return found


def engagement(session: Session, engagement_id: UUID) -> Engagement:
    """Return the engagement with its person and unit. Raises NotFound."""
    found = session.get(
        Engagement,
        engagement_id,
        options=[joinedload(Engagement.person), joinedload(Engagement.unit)],
    )
    if found is None:
        raise NotFound(NO_ENGAGEMENT)
    return found


def person_by_address(session: Session, address: str) -> Person | None:
    """Return whose address it is, first or second, in whatever case it was typed."""
    wanted = address.strip().lower()
    if not wanted:
        return None
    return session.scalar(
        select(Person).where(or_(Person.email == wanted, Person.other_email == wanted))
    )


def owners(session: Session, address: str) -> list[UUID]:
    """Return everybody whose address it is, first or second: it may be two people's."""
    wanted = address.strip().lower()
    either = or_(Person.email == wanted, Person.other_email == wanted)
    return list(session.scalars(select(Person.id).where(either).order_by(Person.id)))


def lock(session: Session, person_id: UUID) -> None:
    """Let nobody else change the person until this transaction ends."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def address_owner(session: Session, address: str | None, *, but: UUID | None) -> Person | None:
    """Return who else has the address already; ``but`` is who may have it."""
    found = person_by_address(session, address) if address else None
    return None if found is None or found.id == but else found


def namesakes(session: Session, *, first_name: str, last_name: str) -> list[Person]:
    """Return people of the same name, as folded for comparing, with their engagements."""
    wanted = select(Person).where(
        Person.sort_name == rules.sort_name(first_name, last_name), Person.merged_into_id.is_(None)
    )
    whole = selectinload(Person.engagements)
    return list(
        session.scalars(
            wanted.options(whole.joinedload(Engagement.unit), whole.joinedload(Engagement.agency))
            .order_by(Person.id)
            .limit(10)
        )
    )


def names_of(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of people, by id; those there are not are left out."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def managers_of(session: Session, person_id: UUID, day: date) -> list[Person]:
    """Return the line managers of the engagements that run on ``day``, by name."""
    ids = select(Engagement.manager_id).where(
        Engagement.person_id == person_id, active_on(day), Engagement.manager_id.is_not(None)
    )
    return list(
        session.scalars(
            select(Person).where(Person.id.in_(ids)).order_by(Person.sort_name, Person.id)
        )
    )


_STANDING = (
    select(
        Person.name,
        Person.signed_out_at,
        select(func.max(func.coalesce(Engagement.ends_on, FOR_EVER)))
        .where(Engagement.person_id == bindparam("person"))
        .scalar_subquery(),
        Duty.duty,
        Unit.path,
        Duty.agency_id,
    )
    .select_from(Person)
    .outerjoin(Duty, and_(Duty.person_id == Person.id, Duty.withdrawn_at.is_(None)))
    .outerjoin(Unit, Unit.id == Duty.unit_id)
    .where(Person.id == bindparam("person"))
)
"""Every page asks this; built once, it costs a third."""


def standing(session: Session, person_id: UUID) -> Standing | None:
    """Return what signing in needs to know, or None for a person there is not."""
    found = rows(session, _STANDING, person=person_id)
    if not found:
        return None
    name, signed_out_at, last = found[0][:3]
    return Standing(
        person_id=person_id,
        name=name,
        signed_out_at=signed_out_at,
        last_day=last,
        duties=[(duty, path, agency) for *_, duty, path, agency in found if duty is not None],
    )


def active_on(day: date, of: type[Engagement] = Engagement) -> ColumnElement[bool]:
    """Return the condition that an engagement runs on ``day``; ``of`` is what is asked instead."""
    return and_(of.starts_on <= day, or_(of.ends_on.is_(None), of.ends_on >= day))


def _still(reach: Reach) -> list[ColumnElement[bool]]:
    """Return the condition that an agency may still see an engagement of its own."""
    if reach.agency_since is None:
        return []
    return [or_(Engagement.ends_on.is_(None), Engagement.ends_on >= reach.agency_since)]


def _workers_of(reach: Reach, of: type[Engagement]) -> ColumnElement[bool]:
    """Return the condition that an engagement is an agency's own.

    On an earlier day too only as long as it still is: nobody else's worker is ever seen.
    """
    own = and_(Engagement.agency_id.in_(reach.agency_ids), *_still(reach))
    if of is Engagement:
        return own
    return and_(of.agency_id.in_(reach.agency_ids), of.id.in_(select(Engagement.id).where(own)))


def within(reach: Reach, of: type[Engagement] = Engagement) -> ColumnElement[bool]:
    """Return the condition that an engagement is within ``reach``.

    A reach over units needs ``Unit`` joined to the engagement (an outer join); ``of`` is what
    is asked instead of the engagements there are.
    """
    if reach.everyone:
        return true()
    parts: list[ColumnElement[bool]] = [
        Unit.path.startswith(path, autoescape=True) for path in sorted(reach.unit_paths)
    ]
    if reach.agency_ids:
        parts.append(_workers_of(reach, of))
    if reach.manager_id is not None:
        parts.append(of.manager_id == reach.manager_id)
    return or_(*parts) if parts else false()

"""Questions about people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from lms.kernel.errors import NotFound
from lms.kernel.permissions import Reach
from lms.people.models import Duty, Engagement, Person, Unit

FOR_EVER = date(9999, 12, 31)


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
        msg = "There is no such person."
        raise NotFound(msg)
    return found


def standing(session: Session, person_id: UUID) -> Standing | None:
    """Return what signing in needs to know, or None for a person there is not."""
    last_day = (
        select(func.max(func.coalesce(Engagement.ends_on, FOR_EVER)))
        .where(Engagement.person_id == Person.id)
        .scalar_subquery()
    )
    wanted = (
        select(Person.name, Person.signed_out_at, last_day, Duty.duty, Unit.path, Duty.agency_id)
        .select_from(Person)
        .outerjoin(Duty, and_(Duty.person_id == Person.id, Duty.withdrawn_at.is_(None)))
        .outerjoin(Unit, Unit.id == Duty.unit_id)
        .where(Person.id == person_id)
    )
    rows = session.execute(wanted).all()
    if not rows:
        return None
    name, signed_out_at, last = rows[0][:3]
    return Standing(
        person_id=person_id,
        name=name,
        signed_out_at=signed_out_at,
        last_day=last,
        duties=[(duty, path, agency) for *_, duty, path, agency in rows if duty is not None],
    )


def active_on(day: date) -> ColumnElement[bool]:
    """Return the condition that an engagement runs on ``day``."""
    return and_(
        Engagement.starts_on <= day,
        or_(Engagement.ends_on.is_(None), Engagement.ends_on >= day),
    )


def within(reach: Reach) -> ColumnElement[bool]:
    """Return the condition that an engagement is within ``reach``.

    A reach over units needs ``Unit`` joined to the engagement (an outer join).
    """
    if reach.everyone:
        return true()
    parts: list[ColumnElement[bool]] = [
        Unit.path.startswith(path, autoescape=True) for path in sorted(reach.unit_paths)
    ]
    if reach.agency_ids:
        parts.append(Engagement.agency_id.in_(reach.agency_ids))
    if reach.manager_id is not None:
        parts.append(Engagement.manager_id == reach.manager_id)
    return or_(*parts) if parts else false()

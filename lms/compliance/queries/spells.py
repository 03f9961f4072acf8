"""Engagements as a list of people tells them: those that run, those to come, those just over."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session

from lms.compliance.queries.asked import Asked, among
from lms.identity.queries import enrolled, goes_out_on
from lms.people.models import Agency, Person, Unit
from lms.people.queries import within

MOST = 50
"""People about to start, or just gone, that a page shows."""


@dataclass(frozen=True, kw_only=True)
class Spell:
    """An engagement as a list of people tells it."""

    person_id: UUID
    person: str
    email: str | None
    bounced: bool
    kind: str
    unit: str
    agency: str
    starts_on: date
    ends_on: date | None
    enrolled: bool
    goes_out_on: date | None
    """When an invitation that waits goes out; None where none does."""


def spells_of(session: Session, asked: Asked) -> dict[UUID, list[Spell]]:
    """Return the running engagements of these people."""
    spell = asked.engagement
    if not asked.person_ids:
        return {}
    wanted = _spell(asked).where(*among(asked)).order_by(spell.starts_on.desc())
    found: dict[UUID, list[Spell]] = {}
    for row in session.execute(wanted):
        found.setdefault(row.person_id, []).append(_as_spell(row))
    return found


def starting(session: Session, asked: Asked) -> list[Spell]:
    """Return the engagements in reach that have not begun, the soonest first."""
    spell = asked.engagement
    wanted = _spell(asked).where(spell.starts_on > asked.day)
    return _as_spells(session, wanted.order_by(spell.starts_on, Person.sort_name))


def ended(session: Session, asked: Asked, *, since: date) -> list[Spell]:
    """Return the engagements in reach that ended from ``since`` on, the latest first.

    Those of people who still have another engagement in reach are left out.
    """
    spell = asked.engagement
    still = (
        select(spell.person_id)
        .outerjoin(Unit, Unit.id == spell.unit_id)
        .where(
            within(asked.reach, spell),
            or_(spell.ends_on.is_(None), spell.ends_on >= asked.day),
        )
    )
    wanted = _spell(asked).where(
        spell.ends_on >= since,
        spell.ends_on < asked.day,
        spell.person_id.not_in(still),
    )
    return _as_spells(session, wanted.order_by(spell.ends_on.desc(), Person.sort_name))


def _spell(asked: Asked) -> Select[Any]:
    """Return the engagements in reach with all that a list tells of them."""
    spell = asked.engagement
    return (
        select(
            Person.id.label("person_id"),
            Person.name.label("person"),
            Person.email,
            Person.bounced_at,
            spell.kind,
            Unit.name.label("unit"),
            Agency.name.label("agency"),
            spell.starts_on,
            spell.ends_on,
            case((enrolled(asked.day), 1), else_=0).label("enrolled"),
            goes_out_on().label("goes_out_on"),
        )
        .select_from(spell)
        .join(Person, Person.id == spell.person_id)
        .outerjoin(Unit, Unit.id == spell.unit_id)
        .outerjoin(Agency, Agency.id == spell.agency_id)
        .where(within(asked.reach, spell))
    )


def _as_spells(session: Session, wanted: Select[Any]) -> list[Spell]:
    return [_as_spell(row) for row in session.execute(wanted.limit(MOST))]


def _as_spell(row: Any) -> Spell:  # noqa: ANN401 - a row
    return Spell(
        person_id=row.person_id,
        person=row.person,
        email=row.email,
        bounced=row.bounced_at is not None,
        kind=row.kind.value,
        unit=row.unit or "",
        agency=row.agency or "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        enrolled=bool(row.enrolled),
        goes_out_on=row.goes_out_on,
    )

"""People of the register as lists are held against them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, String, select, type_coerce
from sqlalchemy.orm import Session

from lms.intake.models import Import, ImportLine
from lms.intake.rules.known import Known, Spell
from lms.kernel.database import rows
from lms.people import rules
from lms.people.models import Duty, Engagement, Person

T = TypeVar("T")

AT_A_TIME = 1000
"""Values in one question."""


def guarded_people(session: Session) -> list[UUID]:
    """Return whose addresses only an administrator may change."""
    wanted = select(Duty.person_id).where(
        Duty.duty.in_(rules.GUARDED), Duty.withdrawn_at.is_(None)
    )
    return list(session.scalars(wanted))


def people(session: Session, which: ColumnElement[bool]) -> dict[UUID, Known]:
    """Return people with their engagements and what lists last said of these."""
    wanted = select(
        Person.id,
        Person.first_name,
        Person.last_name,
        Person.name,
        Person.email,
        Person.other_email,
    ).where(which)
    found = {row.id: Known(*row) for row in rows(session, wanted)}
    for some in parts(found):
        spells = _spells(session, some)
        told = _told(session, [one.id for one in spells])
        for one in spells:
            one.told = told.get(one.id)
            found[one.person_id].spells.append(one)
    return found


def _spells(session: Session, person_ids: Collection[UUID]) -> list[Spell]:
    wanted = select(
        Engagement.id,
        Engagement.person_id,
        Engagement.source,
        Engagement.reference,
        Engagement.employee_number,
        type_coerce(Engagement.kind, String),
        Engagement.job_title,
        Engagement.unit_id,
        Engagement.setting_id,
        Engagement.agency_id,
        Engagement.manager_id,
        Engagement.starts_on,
        Engagement.ends_on,
    ).where(Engagement.person_id.in_(person_ids))
    ordered = wanted.order_by(Engagement.starts_on, Engagement.id)
    return [Spell(*row) for row in rows(session, ordered)]


def _told(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, Mapping[str, str]]:
    """Return what lists last said of engagements."""
    found: dict[UUID, Mapping[str, str]] = {}
    for some in parts(engagement_ids):
        wanted = (
            select(ImportLine.engagement_id, ImportLine.fields)
            .join(Import, Import.id == ImportLine.import_id)
            .where(
                ImportLine.engagement_id.in_(some),
                Import.accepted_at.is_not(None),
                Import.undone_at.is_(None),
            )
            .order_by(Import.accepted_at, ImportLine.row)
        )
        for engagement_id, fields in rows(session, wanted):
            if engagement_id is not None:
                found[engagement_id] = fields
    return found


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield the values, as many at a time as stand in one question."""
    some = list(values)
    for at in range(0, len(some), AT_A_TIME):
        yield some[at : at + AT_A_TIME]

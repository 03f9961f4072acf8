"""Lists that agencies sent in: their own workers, and what became of each list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from lms.intake.models import Import, Source
from lms.intake.rules.cells import plain_number
from lms.intake.rules.handed import Worker
from lms.intake.rules.known import base
from lms.kernel.errors import NotFound
from lms.people.models import Engagement, Person
from lms.people.queries import active_on

SHOWN = 20
"""Lists of an agency that its page shows."""

NO_LIST = "There is no such list, or none of yours."


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """A list that an agency sent, as the agency may know it."""

    id: UUID
    agency_id: UUID
    agency: str
    file_name: str
    made_at: datetime
    made_by: UUID | None
    accepted_at: datetime | None
    dropped_at: datetime | None
    asks: list[str]
    beside: dict[str, Any]
    """``rules.handed.Beside`` as plain values."""

    @property
    def state(self) -> str:
        """``with_council``, ``taken_in`` or ``not_taken``."""
        if self.accepted_at is not None:
            return "taken_in"
        return "with_council" if self.dropped_at is None else "not_taken"


@dataclass(frozen=True, kw_only=True)
class Gone:
    """A worker of the agency whom its list left out."""

    person_id: UUID
    person: str
    starts_on: date


def workers_of(session: Session, agency_id: UUID, day: date) -> list[Worker]:
    """Return whom an agency supplies on a day or later; nobody else is looked at."""
    wanted = (
        select(Engagement)
        .options(joinedload(Engagement.person))
        .where(
            Engagement.agency_id == agency_id,
            active_on(day) | (Engagement.starts_on > day),
        )
        .order_by(Engagement.starts_on, Engagement.id)
    )
    return [_worker(one) for one in session.scalars(wanted)]


def _worker(one: Engagement) -> Worker:
    person = one.person
    numbers = (plain_number(base(some)) for some in (one.reference, one.employee_number) if some)
    return Worker(
        engagement_id=one.id,
        sort_name=person.sort_name,
        addresses=frozenset(some for some in (person.email, person.other_email) if some),
        numbers=frozenset(some for some in numbers if some),
        starts_on=one.starts_on,
    )


def arrived(session: Session, source_id: UUID) -> list[Import]:
    """Return the lists of a source that were sent in and that nobody has looked at."""
    wanted = select(Import).filter_by(source_id=source_id, accepted_at=None, dropped_at=None)
    rows = session.scalars(wanted.where(Import.sign == ""))
    return [one for one in rows if one.handed is not None]


def handed_in(session: Session, agency_ids: Collection[UUID]) -> list[HandedIn]:
    """Return the last lists that these agencies sent, newest first."""
    wanted = (
        select(Import)
        .join(Source)
        .options(joinedload(Import.source).joinedload(Source.agency))
        .where(Source.agency_id.in_(agency_ids), Import.handed.is_not(None))
        .order_by(Import.made_at.desc(), Import.id.desc())
        .limit(SHOWN)
    )
    return [_handed(one) for one in session.scalars(wanted)]


def handed(session: Session, import_id: UUID, agency_ids: Collection[UUID]) -> HandedIn:
    """Return one list that these agencies sent. Raises NotFound, alike for anybody else's."""
    wanted = (
        select(Import)
        .join(Source)
        .options(joinedload(Import.source).joinedload(Source.agency))
        .where(Import.id == import_id, Source.agency_id.in_(agency_ids))
    )
    found = session.scalars(wanted.where(Import.handed.is_not(None))).first()
    if found is None:
        raise NotFound(NO_LIST)
    return _handed(found)


def gone(session: Session, found: HandedIn, day: date) -> list[Gone]:
    """Return the workers whom a list left out and who are still there on a day."""
    ids = [UUID(one) for one in found.beside["gone"]]
    wanted = (
        select(Person.id, Person.name, Engagement.starts_on)
        .join(Engagement, Engagement.person_id == Person.id)
        .where(Engagement.id.in_(ids), Engagement.agency_id == found.agency_id, active_on(day))
        .order_by(Person.sort_name, Engagement.starts_on)
    )
    return [
        Gone(person_id=key, person=name, starts_on=starts_on)
        for key, name, starts_on in session.execute(wanted)
    ]


def _handed(one: Import) -> HandedIn:
    agency = one.source.agency
    assert agency is not None  # noqa: S101 - the question asked for it
    return HandedIn(
        id=one.id,
        agency_id=agency.id,
        agency=agency.name,
        file_name=one.file_name,
        made_at=one.made_at,
        made_by=one.made_by,
        accepted_at=one.accepted_at,
        dropped_at=one.dropped_at,
        asks=list(one.asks),
        beside=dict(one.handed or {}),
    )

"""Questions about the record."""

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.audit.models import AuditRow
from lms.audit.rules import START, digest
from lms.kernel.paging import PAGE, Slice


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What checking the whole record found."""

    events: int
    first_broken: int | None
    """Serial of the first row that is not as written or does not follow; None if intact."""

    @property
    def intact(self) -> bool:
        """Whether every row is as it was written."""
        return self.first_broken is None


def history(
    session: Session, person_id: UUID, *, without: Collection[str] = (), limit: int = PAGE
) -> list[AuditRow]:
    """Return what happened concerning a person, newest first; ``without`` tags are left out."""
    wanted = select(AuditRow).filter_by(person_id=person_id)
    if without:
        wanted = wanted.where(AuditRow.tag.not_in(sorted(without)))
    return list(session.scalars(wanted.order_by(AuditRow.serial.desc()).limit(limit)))


def about(session: Session, subject_id: UUID, *, limit: int = PAGE) -> list[AuditRow]:
    """Return what happened to a thing, newest first."""
    wanted = select(AuditRow).filter_by(subject_id=subject_id)
    return list(session.scalars(wanted.order_by(AuditRow.serial.desc()).limit(limit)))


@dataclass(frozen=True, kw_only=True)
class Looked:
    """Which rows are looked for; without a value, all."""

    tag: str = ""
    """Only events whose tag begins so: of this tag or, ending in a full stop, of this noun."""

    people: frozenset[UUID] | None = None
    """Only what concerns one of these people, or was done by one."""

    without: frozenset[str] = frozenset()
    """Leave these tags out."""

    since: datetime | None = None
    until: datetime | None = None
    """Leave out what happened at this instant or later."""


EVERYTHING = Looked()


def rows(
    session: Session, looked: Looked = EVERYTHING, *, before: int | None = None
) -> Slice[AuditRow]:
    """Return a page of the record, newest first; ``before`` is the serial to read on behind."""
    wanted = select(AuditRow).order_by(AuditRow.serial.desc()).limit(PAGE + 1)
    if looked.tag:
        wanted = wanted.where(AuditRow.tag.startswith(looked.tag, autoescape=True))
    if looked.people is not None:
        ids = list(looked.people)
        wanted = wanted.where(or_(AuditRow.person_id.in_(ids), AuditRow.actor_id.in_(ids)))
    if looked.without:
        wanted = wanted.where(AuditRow.tag.not_in(sorted(looked.without)))
    if looked.since is not None:
        wanted = wanted.where(AuditRow.at >= looked.since)
    if looked.until is not None:
        wanted = wanted.where(AuditRow.at < looked.until)
    if before is not None:
        wanted = wanted.where(AuditRow.serial < before)
    found = list(session.scalars(wanted))
    more = len(found) > PAGE
    return Slice(found[:PAGE], str(found[PAGE - 1].serial) if more else None)


def check(session: Session) -> Checked:
    """Read the whole record and follow its seals, in flat memory."""
    before, events = START, 0
    wanted = select(AuditRow).order_by(AuditRow.serial).execution_options(yield_per=1000)
    with closing(session.scalars(wanted)) as found:
        for row in found:
            events += 1
            if row.serial != events or row.digest != digest(before, row):
                return Checked(events=events, first_broken=row.serial)
            before = row.digest
    return Checked(events=events, first_broken=None)

"""Writing the record."""

from uuid import uuid4

from sqlalchemy import select, text

from lms.audit.models import AuditRow
from lms.audit.rules import START, digest
from lms.kernel.events import Event
from lms.kernel.work import Work

LOCK = 0x4C4D5341
"""Key of PostgreSQL's advisory lock: one writer at a time makes the chain."""


def record(work: Work, event: Event) -> None:
    """Add the row that tells of ``event`` to the same transaction, sealed to the one before."""
    serial, before = _last(work)
    row = AuditRow(
        id=uuid4(),
        serial=serial + 1,
        tag=event.tag,
        subject_id=event.subject_id,
        person_id=event.person_id,
        actor_id=work.actor.id,
        at=work.now,
        data=event.data(),
    )
    row.digest = digest(before, row)
    work.session.add(row)
    work.session.flush()


def _last(work: Work) -> tuple[int, str]:
    """Return the serial and digest of the newest row, holding off other writers."""
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    newest = select(AuditRow.serial, AuditRow.digest).order_by(AuditRow.serial.desc()).limit(1)
    found = work.session.execute(newest).first()
    return (found.serial, found.digest) if found else (0, START)

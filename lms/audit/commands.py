"""Writing the record."""

from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select, text

from lms.audit.models import AuditRow
from lms.audit.rules import START, Entry, digest
from lms.kernel.events import Event
from lms.kernel.model import Model
from lms.kernel.work import Work

LOCK = 0x4C4D5341
"""Key of PostgreSQL's advisory lock: one writer at a time makes the chain."""

TABLE = Model.metadata.tables[AuditRow.__tablename__]


def record(work: Work, *events: Event) -> None:
    """Add the rows that tell of ``events`` to the same transaction, each sealed to the one before.

    What the work has changed so far is written with them.
    """
    work.session.flush()
    if not events:
        return
    serial, before = _last(work)
    rows: list[dict[str, Any]] = []
    for event in events:
        serial += 1
        entry = Entry(
            id=uuid4(),
            serial=serial,
            tag=event.tag,
            subject_id=event.subject_id,
            person_id=event.person_id,
            actor_id=work.actor.id,
            at=work.now,
            data=event.data(),
        )
        before = digest(before, entry)
        rows.append({**entry.held(), "digest": before})
    work.session.execute(insert(TABLE), rows)


def wait_turn(work: Work) -> None:
    """Hold off everybody else who writes to the record, until this work ends.

    For what decides by the whole register: of two such at once, the second sees what the first
    did. Rows are locked before it, never after. On SQLite whoever writes does so from the start.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def _last(work: Work) -> tuple[int, str]:
    """Return the serial and digest of the newest row, holding off other writers."""
    wait_turn(work)
    newest = select(AuditRow.serial, AuditRow.digest).order_by(AuditRow.serial.desc()).limit(1)
    found = work.session.execute(newest).first()
    return (found.serial, found.digest) if found else (0, START)

"""Questions about messages."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.paging import PAGE, Slice
from lms.notifications.models import Message
from lms.notifications.rules import CLAIM


def due(session: Session, now: datetime, *, limit: int) -> list[UUID]:
    """Return the ids of messages to send now, oldest first."""
    wanted = select(Message.id).where(
        Message.sent_at.is_(None),
        Message.failed_at.is_(None),
        Message.send_at <= now,
        or_(Message.claimed_at.is_(None), Message.claimed_at <= now - CLAIM),
    )
    return list(session.scalars(wanted.order_by(Message.send_at, Message.id).limit(limit)))


def waiting(session: Session) -> int:
    """Return how many messages are still to be sent, now or later."""
    wanted = select(func.count()).select_from(Message)
    wanted = wanted.where(Message.sent_at.is_(None), Message.failed_at.is_(None))
    return session.scalar(wanted) or 0


def message(session: Session, message_id: UUID) -> Message | None:
    """Return the message with its person, or None."""
    wanted = select(Message).filter_by(id=message_id).options(joinedload(Message.person))
    return session.scalars(wanted).first()


def of_person(session: Session, person_id: UUID, *, limit: int = 20) -> list[Message]:
    """Return what was written to a person, newest first."""
    wanted = select(Message).filter_by(person_id=person_id)
    return list(session.scalars(wanted.order_by(Message.written_at.desc()).limit(limit)))


def last_reminded(session: Session, kinds: Collection[str]) -> datetime | None:
    """Return when a message of these kinds was last written, or None."""
    return session.scalar(select(func.max(Message.written_at)).where(Message.kind.in_(kinds)))


def page(session: Session, *, before: datetime | None = None) -> Slice[Message]:
    """Return a page of messages, newest first."""
    wanted = select(Message).options(joinedload(Message.person))
    if before is not None:
        wanted = wanted.where(Message.written_at < before)
    rows = list(session.scalars(wanted.order_by(Message.written_at.desc()).limit(PAGE + 1)))
    more = len(rows) > PAGE
    return Slice(rows[:PAGE], rows[PAGE - 1].written_at.isoformat() if more else None)

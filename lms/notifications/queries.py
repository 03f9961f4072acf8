"""Questions about messages."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import Session, contains_eager, joinedload

from lms.kernel.paging import PAGE, Slice
from lms.kernel.permissions import Reach
from lms.notifications.models import Message
from lms.notifications.rules import CLAIM
from lms.people.models import Setting
from lms.people.queries import sought
from lms.people.queries.lists import works_within


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
    """Return the message with whom it is to, or None."""
    whole = (joinedload(Message.person), joinedload(Message.setting))
    wanted = select(Message).filter_by(id=message_id).options(*whole)
    return session.scalars(wanted).first()


def of_person(session: Session, person_id: UUID, *, limit: int = 20) -> list[Message]:
    """Return what was written to a person, newest first."""
    wanted = select(Message).filter_by(person_id=person_id)
    return list(session.scalars(wanted.order_by(Message.written_at.desc()).limit(limit)))


def last_reminded(session: Session, kinds: Collection[str]) -> datetime | None:
    """Return when a message of these kinds was last written, or None."""
    return session.scalar(select(func.max(Message.written_at)).where(Message.kind.in_(kinds)))


State = Literal["waiting", "sent", "bounced", "failed"]


def counts(session: Session, reach: Reach) -> dict[str, int]:
    """Return how many messages to people within reach are in each state."""
    each = select(_state().label("state")).where(_within(reach)).subquery()
    wanted = select(each.c.state, func.count()).group_by(each.c.state)
    return dict(session.execute(wanted).all())


def page(
    session: Session,
    reach: Reach,
    *,
    state: State | None = None,
    search: str = "",
    after: str | None = None,
) -> Slice[Message]:
    """Return a page of messages, newest first.

    Args:
        session: the database.
        reach: only those to people within it.
        state: only those in it.
        search: parts of the name of whom it is to, or a whole address.
        after: where the page before ended.

    """
    wanted = select(Message).outerjoin(Message.person).outerjoin(Message.setting)
    wanted = wanted.options(contains_eager(Message.person), contains_eager(Message.setting))
    wanted = wanted.where(_within(reach))
    if search:
        wanted = wanted.where(or_(sought(search), Setting.name.icontains(search, autoescape=True)))
    if state is not None:
        wanted = wanted.where(_state() == state)
    key = _key(after)
    if key is not None:
        wanted = wanted.where(tuple_(Message.written_at, Message.id) < key)
    order = (Message.written_at.desc(), Message.id.desc())
    rows = list(session.scalars(wanted.order_by(*order).limit(PAGE + 1)))
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Slice(rows[:PAGE], f"{last.written_at.isoformat()}~{last.id.hex}" if last else None)


def _within(reach: Reach) -> ColumnElement[bool]:
    """Return the condition that a message is to somebody within reach, or to a setting."""
    if reach.everyone:
        return true()
    return works_within(reach, Message.person_id)


def _state() -> ColumnElement[str]:
    """Return the state of a message: exactly one of four."""
    return case(
        (Message.bounced, literal("bounced")),
        (Message.failed_at.is_not(None), literal("failed")),
        (Message.sent_at.is_not(None), literal("sent")),
        else_=literal("waiting"),
    )


def _key(after: str | None) -> tuple[datetime, UUID] | None:
    """Return the key to go on behind; None for the first page, or for one somebody invented."""
    at, _, hexed = (after or "").partition("~")
    try:
        written, last = datetime.fromisoformat(at.replace(" ", "+")), UUID(hex=hexed)
    except ValueError:
        return None
    return (written, last) if written.tzinfo else None

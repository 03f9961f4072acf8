"""Writing messages to the outbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.kernel.work import Work
from lms.notifications.models import Message
from lms.people import queries as people


def write(
    work: Work,
    person_id: UUID,
    kind: str,
    facts: Mapping[str, Any],
    *,
    once: str | None = None,
    send_at: datetime | None = None,
) -> Message | None:
    """Write a message to the outbox, in the same transaction as what it tells of.

    Args:
        work: the work.
        person_id: to whom; somebody without an address gets none.
        kind: which words.
        facts: plain values that the words need.
        once: a key under which it is written at most once.
        send_at: not before; None for at once.

    Returns:
        The message; None where there is no address, or it was written before.

    """
    person = people.person(work.session, person_id)
    if person.email is None:
        return None
    return _written(work, kind, facts, once=once, send_at=send_at, person_id=person_id)


def write_to_setting(
    work: Work,
    setting_id: UUID,
    kind: str,
    facts: Mapping[str, Any],
    *,
    once: str | None = None,
) -> Message | None:
    """Write a message to the mailbox of a setting.

    Returns:
        The message; None where the setting has no mailbox, or it was written before.

    """
    if not people.setting(work.session, setting_id).mailbox:
        return None
    return _written(work, kind, facts, once=once, send_at=None, setting_id=setting_id)


def _written(  # noqa: PLR0913 - a message has these parts
    work: Work,
    kind: str,
    facts: Mapping[str, Any],
    *,
    once: str | None,
    send_at: datetime | None,
    person_id: UUID | None = None,
    setting_id: UUID | None = None,
) -> Message | None:
    if once is not None and work.session.scalar(select(Message.id).filter_by(once=once)):
        return None
    message = Message(
        person_id=person_id,
        setting_id=setting_id,
        kind=kind,
        facts=dict(facts),
        once=once,
        written_at=work.now,
        send_at=send_at or work.now,
    )
    work.session.add(message)
    work.session.flush()
    return message

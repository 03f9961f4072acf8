"""Sending what is due."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import or_, update

from lms.kernel.hooks import Mail, Rejected
from lms.kernel.settings import Settings
from lms.kernel.work import Work
from lms.notifications import queries, rules, sending
from lms.notifications.events import MessageBounced, MessageGivenUp, MessageSent
from lms.notifications.models import Message

log = logging.getLogger(__name__)


BATCH = 100
LONGEST_FAILURE = 300

Open = Callable[[], AbstractContextManager[Work]]
Send = Callable[[Mail, Settings, Path], object]


@dataclass
class Sent:
    """What one run of sending came to."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0


def send_due(open_work: Open, send: Send, instance: Path, *, dry_run: bool = False) -> Sent:
    """Send what is due, each message in transactions of its own.

    Safe to run twice at once: a message is claimed before it is sent. One that was sent but
    could not be noted (the machine stopped in between) may go a second time, never be lost.

    Args:
        open_work: opens a piece of work that commits.
        send: the mail hook.
        instance: the instance's folder.
        dry_run: only count.

    """
    result = Sent()
    with open_work() as work:
        ids = queries.due(work.session, work.now, limit=BATCH)
        if dry_run:
            result.waiting = queries.waiting(work.session)
            return result
    while ids:
        for message_id in ids:
            _send_one(open_work, send, instance, message_id, result)
        with open_work() as work:
            ids = queries.due(work.session, work.now, limit=BATCH)
    with open_work() as work:
        result.waiting = queries.waiting(work.session)
    return result


def _send_one(open_work: Open, send: Send, instance: Path, message_id: UUID, result: Sent) -> None:
    mail, settings = _claim(open_work, message_id)
    if mail is None:
        return
    failure: Exception | None = None
    try:
        send(mail, settings, instance)
    except Exception as error:  # whatever a mail system throws, the message waits
        log.warning("message %s was not taken: %s", message_id, type(error).__name__)
        failure = error
    with open_work() as work:
        message = queries.message(work.session, message_id)
        if message is None:
            return
        if failure is None:
            _took(work, message)
            result.sent += 1
        else:
            _did_not_take(work, message, failure)
            result.failed += 1


def _claim(open_work: Open, message_id: UUID) -> tuple[Mail | None, Settings]:
    """Take a message in hand and make its words; None where another sender has it."""
    with open_work() as work:
        claimed = work.session.connection().execute(
            update(Message)
            .where(
                Message.id == message_id,
                Message.sent_at.is_(None),
                or_(Message.claimed_at.is_(None), Message.claimed_at <= work.now - rules.CLAIM),
            )
            .values(claimed_at=work.now)
        )
        message = queries.message(work.session, message_id)
        if claimed.rowcount != 1 or message is None:
            return None, work.settings
        to = _address(message)
        if to is None:
            message.failed_at, message.failure = work.now, "There is no address any more."
            return None, work.settings
        mail = sending.compose(
            message.id,
            kind=message.kind,
            facts=message.facts,
            name=message.to_name,
            to=to,
            settings=work.settings,
        )
        return mail, work.settings


def _address(message: Message) -> str | None:
    if message.person is None:
        return message.setting.mailbox if message.setting else None
    if message.facts.get("to_other") and message.person.other_email:
        return message.person.other_email
    return message.person.email


def _took(work: Work, message: Message) -> None:
    message.sent_at, message.failure = work.now, ""
    work.record(
        MessageSent(
            subject_id=message.id,
            person_id=message.person_id,
            kind=message.kind,
            about=_about(message),
        )
    )


def _about(message: Message) -> UUID | None:
    """Return the invitation that a message carries, where it is one."""
    about = message.facts.get("invitation")
    return UUID(about) if about else None


def _did_not_take(work: Work, message: Message, failure: Exception) -> None:
    """Note why, and when to try again; an address refused for good bounces at once."""
    message.tries += 1
    message.claimed_at = None
    message.failure = str(failure)[:LONGEST_FAILURE] or type(failure).__name__
    if isinstance(failure, Rejected):
        message.failed_at, message.bounced = work.now, True
        work.record(
            MessageBounced(subject_id=message.id, person_id=message.person_id, kind=message.kind)
        )
        return
    wait = rules.next_try(message.tries)
    if wait is None:
        message.failed_at = work.now
        work.record(
            MessageGivenUp(
                subject_id=message.id,
                person_id=message.person_id,
                kind=message.kind,
                about=_about(message),
            )
        )
    else:
        message.send_at = work.now + wait

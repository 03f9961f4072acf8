"""Writing messages, sending what is due, reminding."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update

from lms.compliance.queries.asked import Asked
from lms.compliance.queries.lists import Line, every_line
from lms.compliance.rules import Status
from lms.kernel.hooks import Mail, Rejected
from lms.kernel.settings import Settings
from lms.kernel.work import Work
from lms.notifications import queries, rules, sending
from lms.notifications.events import MessageBounced, MessageGivenUp, MessageSent
from lms.notifications.models import Message
from lms.people import queries as people
from lms.people.models import Engagement, Person

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
    if once is not None and work.session.scalar(select(Message.id).filter_by(once=once)):
        return None
    message = Message(
        person_id=person_id,
        kind=kind,
        facts=dict(facts),
        once=once,
        written_at=work.now,
        send_at=send_at or work.now,
    )
    work.session.add(message)
    work.session.flush()
    return message


def remind(work: Work) -> int:
    """Write today's reminders: to people before, on and after their due day, then managers.

    Safe to run as often as one likes: each person gets one a day at most.

    Returns:
        How many messages were written.

    """
    own: dict[UUID, list[Line]] = defaultdict(list)
    late: dict[UUID, str] = {}
    for stage, line in _calls(work):
        if stage == "manager":
            late[line.engagement_id] = line.person
        else:
            own[line.person_id].append(line)
    written = sum(_remind_one(work, person_id, lines) for person_id, lines in own.items())
    return written + sum(
        write(work, manager_id, "team", {"people": names}, once=f"team:{manager_id}:{work.today}")
        is not None
        for manager_id, names in _teams(work, late).items()
    )


def _calls(work: Work) -> Iterator[tuple[str, Line]]:
    """Yield the obligations whose due day calls for a reminder today, with which one."""
    asked = Asked(
        day=work.today,
        soon_days=work.settings.due_soon_days,
        due_from=work.today - rules.LOOK_BACK,
    )
    for status in (Status.DUE_SOON, Status.OVERDUE):
        for line in every_line(work.session, asked, status=status):
            stage = rules.stage(line.due_on, work.today)
            if stage is not None:
                yield stage, line


def _teams(work: Work, late: Mapping[UUID, str]) -> dict[UUID, list[str]]:
    """Return manager → names of their people, for engagements that are late."""
    wanted = select(Engagement.id, Engagement.manager_id).where(
        Engagement.id.in_(late), Engagement.manager_id.is_not(None)
    )
    teams: dict[UUID, set[str]] = defaultdict(set)
    for engagement_id, manager_id in work.session.execute(wanted):
        if manager_id is not None:
            teams[manager_id].add(late[engagement_id])
    return {manager_id: sorted(names) for manager_id, names in teams.items()}


def _remind_one(work: Work, person_id: UUID, lines: list[Line]) -> bool:
    facts = {
        "training": [
            {"title": line.requirement, "due_on": line.due_on.isoformat()}
            for line in sorted(lines, key=lambda line: line.due_on)
        ],
        "late": any(line.due_on < work.today for line in lines),
    }
    once = f"remind:{person_id}:{work.today}"
    return write(work, person_id, "reminder", facts, once=once) is not None


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
            name=message.person.name,
            to=to,
            settings=work.settings,
        )
        return mail, work.settings


def _address(message: Message) -> str | None:
    person: Person = message.person
    if message.facts.get("to_other") and person.other_email:
        return person.other_email
    return person.email


def _took(work: Work, message: Message) -> None:
    message.sent_at, message.failure = work.now, ""
    about = message.facts.get("invitation")
    work.record(
        MessageSent(
            subject_id=message.id,
            person_id=message.person_id,
            kind=message.kind,
            about=UUID(about) if about else None,
        )
    )


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
            MessageGivenUp(subject_id=message.id, person_id=message.person_id, kind=message.kind)
        )
    else:
        message.send_at = work.now + wait

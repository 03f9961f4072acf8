"""One piece of work: a transaction, who does it, when, and what came of it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Protocol

from sqlalchemy.orm import Session

from lms.kernel.database import gave_way
from lms.kernel.days import council_day
from lms.kernel.errors import Busy, NotAllowed
from lms.kernel.events import Event
from lms.kernel.permissions import Actor, Permission
from lms.kernel.settings import Settings
from lms.kernel.store import Store

log = logging.getLogger(__name__)

WRITES = {"lms_writes": True}
"""Execution option of a transaction that will write; SQLite then takes its lock at the start."""


class Recorder(Protocol):
    """Writes events into the same transaction as the change they tell of."""

    def __call__(self, work: "Work", *events: Event) -> None:
        """Add the audit rows for ``events``, and do what follows from them."""


@dataclass
class Work:
    """What a command needs and all it may touch.

    Attributes:
        session: open transaction; commands add and flush, never commit.
        actor: on whose behalf.
        now: the one reading of the clock for this work, UTC.
        settings: the council's settings.
        store: the instance's files by hash.
        recorder: writes audit rows and follows consequences.
        is_heard: whether anybody is told of the events after the commit. Where nobody is, they
            are not kept: a file of a hundred thousand people makes several times as many.
        has_recorded: whether anything happened.

    """

    session: Session
    actor: Actor
    now: datetime
    settings: Settings
    store: Store
    recorder: Recorder
    is_heard: bool = True
    has_recorded: bool = False
    events: list[Event] = field(default_factory=list)
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day in the council's calendar; in summer UTC is an hour behind it."""
        return council_day(self.now)

    def require(self, permission: Permission, subject: object = None) -> None:
        """Raise NotAllowed unless the actor holds ``permission`` over ``subject``."""
        if not self.actor.may(permission, subject):
            msg = f"You do not have permission to {permission.label.lower()}."
            raise NotAllowed(msg)

    def record(self, *events: Event) -> None:
        """Write the audit rows now; tell listeners once the work is committed.

        Thousands of events that belong together cost a few questions when recorded together.
        """
        self.recorder(self, *events)
        self.has_recorded = self.has_recorded or bool(events)
        if self.is_heard:
            self.events.extend(events)

    def later(self, job: Callable[[], None]) -> None:
        """Run ``job`` after the commit: waking the sender, files, calls to other systems."""
        self.afterwards.append(job)


@contextmanager
def transact(work: Work, *, announce: Callable[[Event], None]) -> Iterator[Work]:
    """Commit ``work`` if the block ends well, else undo all of it.

    Raises:
        Busy: another wrote the same rows in the same instant, and this work gave way.

    """
    try:
        begin(work.session)
        yield work
        work.session.commit()
    except BaseException as fault:
        work.session.rollback()
        if gave_way(fault):
            raise Busy from fault
        raise
    for event in work.events:
        _safely(partial(announce, event))
    for job in work.afterwards:
        _safely(job)


def begin(session: Session) -> None:
    """Start a writing transaction, unless the caller has one, or one with changes of its own.

    A request has often read something already. On SQLite a transaction that read first
    and writes later fails at once when another wrote in between, without waiting; one
    that says so at its start waits its turn.
    """
    if session.in_nested_transaction() or session.new or session.dirty or session.deleted:
        return
    if session.in_transaction():
        if session.info.get("shared") or _writes(session):
            return
        session.rollback()
    session.connection(execution_options=WRITES)


def _writes(session: Session) -> bool:
    """Tell whether the session's transaction said at its start that it will write."""
    return bool(session.connection().get_execution_options().get("lms_writes"))


def _safely(job: Callable[[], None]) -> None:
    """Run what follows a commit; a failure is logged, for the work itself stands."""
    try:
        job()
    except Exception:
        log.exception("after the commit")

"""What runs by itself: messages, invitations, reminders, new editions.

Nothing here is the only copy of a task. What is to be sent stands in the outbox, what is to be
written can be told from the register, so a job that did not run is done by the next.
"""

import logging
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.exceptions import ConfigurationError
from huey.serializer import SignedSerializer

from lms.answers import commands as answers
from lms.appointments import commands as appointments
from lms.identity import commands as identity
from lms.kernel import shipped
from lms.kernel.days import COUNCIL_TIME, council_day, is_working_day
from lms.kernel.hooks import Mail
from lms.kernel.settings import BadSetting, Settings
from lms.kernel.work import Work
from lms.mentoring import commands as mentoring
from lms.notifications import commands as notifications
from lms.operations import editions

log = logging.getLogger(__name__)

REMIND_FROM = time(7)
"""Reminders go out from seven in the morning, council time."""

LONGEST_NAP = 0.5
"""Seconds between looks into the queue; what somebody asked for is under way within them."""

Open = Callable[[], AbstractContextManager[Work]]
Send = Callable[[Mail, Settings, Path], object]


@dataclass
class Rounds:
    """What there is to do, step by step; a step that fails is noted and tried again later."""

    open_work: Open
    send: Send
    instance: Path
    clock: Callable[[], datetime]
    modules: str = ""
    """The setting of that name."""

    reminded_on: date | None = None
    """The last day whose reminders were written; another process may write them again, in vain."""

    tidied_on: date | None = None
    """The last day on which what is kept for a while only was looked through."""

    settled_on: date | None = None
    """The last day on which whoever is DSL no longer left the group of those who are."""

    seen: float = 0
    """When a file of the modules last changed, as far as looked at."""

    def woken(self) -> None:
        """Send what waits."""
        _safely("send messages", self._send)

    def minute(self) -> None:
        """Do what the time calls for, then send what waits."""
        _safely("write invitations", self._invite)
        _safely("write reminders", self._remind)
        _safely("end appointments", self._settle)
        _safely("look for new editions", self._look)
        _safely("forget who came unknown long ago", self._tidy)
        self.woken()

    def once(self) -> notifications.Sent:
        """Do all of it once, at whatever hour, for a timer of the operator's own.

        What fails is raised, for there may be no next time soon.
        """
        self._invite()
        self._write()
        self._settle()
        self._look()
        self._tidy()
        return self._send()

    def _send(self) -> notifications.Sent:
        return notifications.send_due(self.open_work, self.send, self.instance)

    def _invite(self) -> None:
        while True:
            with self.open_work() as work:
                if not identity.invitations_due(work):
                    return

    def _remind(self) -> None:
        now = self.clock().astimezone(COUNCIL_TIME)
        today = now.date()
        if self.reminded_on == today or now.time() < REMIND_FROM or not is_working_day(today):
            return
        self._write()
        self.reminded_on = today

    def _write(self) -> None:
        with self.open_work() as work:
            notifications.remind(work)
            answers.ask_managers(work)
            answers.pass_on(work)

    def _tidy(self) -> None:
        today = council_day(self.clock())
        if self.tidied_on != today:
            with self.open_work() as work:
                identity.tidy_knocks(work)
                identity.tidy_answers(work)
            self.tidied_on = today

    def _settle(self) -> None:
        today = self.clock().astimezone(COUNCIL_TIME).date()
        if self.settled_on != today:
            with self.open_work() as work:
                appointments.settle_groups(work)
            with self.open_work() as work:
                appointments.remind_settings(work)
            with self.open_work() as work:
                mentoring.settle_pairings(work)
            self.settled_on = today

    def _look(self) -> None:
        changed = editions.changed_at(shipped.folder("modules", self.modules))
        if changed == self.seen:
            return
        with self.open_work() as work:
            faults = editions.look(work)
        if faults:
            log.warning("faults in the modules: %d; see lms modules check", len(faults))
        self.seen = changed


def _safely(what: str, step: Callable[[], object]) -> None:
    """Run a step; say what kind of failure there was, and nothing of whom it concerned."""
    try:
        step()
    except Exception as error:
        log.warning("could not %s, will try again: %s", what, type(error).__name__)


class Queue:
    """The queue of jobs: a file of the instance, or Redis for several machines."""

    def __init__(self, settings: Settings, instance: Path, rounds: Rounds | None = None) -> None:
        """Open it.

        Args:
            settings: the council's.
            instance: its folder.
            rounds: what the jobs do; None where jobs are only asked for.

        Raises:
            BadSetting: Redis is wanted and its library is not installed.

        """
        self.huey = _huey(settings, instance)

        @self.huey.task(name="woken")  # type: ignore[untyped-decorator]
        def woken() -> None:
            if rounds is not None:
                rounds.woken()

        @self.huey.periodic_task(crontab(), name="minute")  # type: ignore[untyped-decorator]
        def minute() -> None:
            if rounds is not None:
                rounds.minute()

        self._woken = woken

    def ask(self) -> None:
        """Ask for what waits to be sent.

        Where that is asked for already and nobody has begun, once will do: so the queue stays
        short even where nobody ever works through it.
        """
        if not self.huey.pending_count():
            self._woken()

    def consumer(self) -> Consumer:
        """Return what works through the queue: one thread, and the clock."""
        return self.huey.create_consumer(
            workers=1,
            periodic=True,
            initial_delay=0.1,
            backoff=1.2,
            max_delay=LONGEST_NAP,
            graceful_signal="TERM",
        )


def _huey(settings: Settings, instance: Path) -> Huey:
    common = {"results": False, "serializer": SignedSerializer(secret=settings.secret_key)}
    if not settings.jobs_url:
        path = str(instance / "jobs.sqlite")
        return SqliteHuey("outset", filename=path, fsync=False, timeout=1, cache_mb=1, **common)
    try:
        return RedisHuey("outset", url=settings.jobs_url, **common)
    except ConfigurationError as error:
        msg = "LMS_JOBS_URL needs the Python package redis: pip install redis"
        raise BadSetting(msg) from error


@dataclass
class Bell:
    """Wakes the jobs. Never fails; waits a second at the very most."""

    settings: Settings
    instance: Path
    held: dict[int, Queue] = field(default_factory=dict)
    """By process: a connection does not outlive a fork."""

    def __call__(self) -> None:
        """Ring."""
        try:
            self._queue().ask()
        except Exception as error:  # the change stands; the next minute sends what it wrote
            log.warning("could not wake the jobs: %s", type(error).__name__)

    def _queue(self) -> Queue:
        key = os.getpid()
        if key not in self.held:
            self.held = {key: Queue(self.settings, self.instance)}
        return self.held[key]

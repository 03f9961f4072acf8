"""Real databases, to which several threads write at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from lms import consequences
from lms.kernel.permissions import Actor, System
from lms.kernel.settings import Settings
from lms.kernel.store import Store
from lms.kernel.work import Work, transact

Job = Callable[[Work], Any]
SECONDS = 30
"""How long threads wait for each other."""


@dataclass(frozen=True)
class AtOnce:
    """Does something in several threads, each in a transaction of its own.

    ``at_once(job, other)`` returns what each came to: its result, or what it raised.
    """

    engine: Engine
    store: Store
    now: datetime = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self, *jobs: Job) -> list[Any]:
        barrier = Barrier(len(jobs))

        def together(job: Job) -> Any:
            barrier.wait(SECONDS)
            return self.alone(job)

        with ThreadPoolExecutor(len(jobs)) as pool:
            under_way = [pool.submit(together, job) for job in jobs]
            return [one.exception() or one.result() for one in under_way]

    def alone(self, job: Job, *, by: Actor | None = None) -> Any:
        """Do one thing, and return what it came to."""
        with self.work() as work:
            return job(replace(work, actor=by) if by else work)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Open a piece of work of the site itself, which is committed at the end."""
        with Session(self.engine) as session:
            work = Work(
                session=session,
                actor=System(),
                now=self.now,
                settings=Settings(),
                store=self.store,
                recorder=consequences.follow,
            )
            with transact(work, announce=lambda _event: None):
                yield work

    def asked(self, query: Any, *given: Any) -> Any:
        """Return what a query finds, in a session of its own."""
        with Session(self.engine) as session:
            return query(session, *given)


def at_once_on(engine: Engine, folder: Path) -> AtOnce:
    """Return what does things at once on a database."""
    return AtOnce(engine, Store(folder / "store"))

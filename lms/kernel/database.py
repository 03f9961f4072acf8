"""How a connection behaves: one way on SQLite, plain on PostgreSQL."""

import errno
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

BUSY_SECONDS = 30
"""How long a writer on SQLite waits for its turn."""


def prepare(engine: Engine) -> None:
    """Set up ``engine``'s connections. Does nothing for other databases than SQLite.

    sqlite3 must not begin transactions by itself, or savepoints leak; a transaction that
    will write says so at its start (see ``kernel.work``); foreign keys are kept; readers
    never wait for a writer (WAL).
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -64000")
        cursor.execute("PRAGMA mmap_size = 268435456")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("lms_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def rows(
    session: Session, statement: Select[*tuple[Any, ...]], **given: object
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what a statement of plain columns finds, in the session's transaction.

    For the few that every page asks: it passes by what the session does for whole objects, which
    takes longer than the database. Build the statement once, with ``bindparam``.
    """
    session.flush()
    return session.connection().execute(statement, given).all()


FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
SAYS_FULL = ("database or disk is full", "No space left on device", "could not extend file")
"""As SQLite and PostgreSQL put it."""


GAVE_WAY = frozenset({"40P01", "40001", "55P03"})
"""PostgreSQL's codes for two that waited for each other, and for one that waited in vain."""


def gave_way(error: BaseException) -> bool:
    """Tell whether something failed only because another wrote the same rows meanwhile."""
    if not isinstance(error, DBAPIError):
        return False
    is_locked = "database is locked" in str(error.orig)
    return is_locked or getattr(error.orig, "sqlstate", None) in GAVE_WAY


def is_full(error: BaseException) -> bool:
    """Tell whether something failed because a disk, ours or the database's, has no room left."""
    if isinstance(error, OSError):
        return error.errno in FULL
    if isinstance(error, DBAPIError):
        return any(words in str(error.orig) for words in SAYS_FULL)
    return False

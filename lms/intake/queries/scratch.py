"""What a pass over a list has to remember of every row: in a temporary file, not in memory."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from errno import ENOSPC
from typing import Any

from lms.intake.queries.known import parts

PLAIN = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"


class Scratch:
    """A file of SQLite's own, which it takes away when it is closed; nobody else can open it."""

    def __init__(self, tables: str) -> None:
        self._file = sqlite3.connect("")
        self._file.executescript(PLAIN + tables)

    def write(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write rows. Raises OSError where there is no room left."""
        try:
            with self._file:
                self._file.executemany(statement, rows)
        except sqlite3.OperationalError as fault:
            raise OSError(ENOSPC, "no room to go over the list") from fault

    def read(self, statement: str, keys: Collection[Any]) -> Iterator[Any]:
        """Yield the first column of what a statement that ends with IN finds for the keys."""
        for some in parts(keys):
            marks = ", ".join("?" * len(some))
            for (found,) in self._file.execute(f"{statement} ({marks})", some):
                yield found

    def close(self) -> None:
        """Take the file away."""
        self._file.close()


class Tally:
    """Things that have been met, by keys of bytes."""

    def __init__(self) -> None:
        self._scratch = Scratch("CREATE TABLE met (what BLOB PRIMARY KEY) WITHOUT ROWID;")

    def add(self, keys: Iterable[bytes]) -> None:
        """Note that these were met. Raises OSError where there is no room left."""
        self._scratch.write("INSERT OR IGNORE INTO met VALUES (?)", ((key,) for key in keys))

    def among(self, keys: Collection[bytes]) -> set[bytes]:
        """Return those of the keys that were met."""
        return set(self._scratch.read("SELECT what FROM met WHERE what IN", keys))

    def close(self) -> None:
        """Forget all of them."""
        self._scratch.close()

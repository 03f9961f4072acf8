"""People whom a look at a list would add or change: on disk, not in memory, until it is over."""

import pickle
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from errno import ENOSPC
from uuid import UUID

from lms.intake.queries.known import parts
from lms.intake.rules.cells import plain_number
from lms.intake.rules.known import Known, base
from lms.people import rules

TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE person (id BLOB PRIMARY KEY, known BLOB) WITHOUT ROWID;
CREATE TABLE called (said TEXT, person BLOB, PRIMARY KEY (said, person)) WITHOUT ROWID;
"""


class Aside:
    """People by their addresses, their list's numbers and their names.

    A file of its own, which SQLite takes away when it is closed; nobody else can open it.
    """

    def __init__(self) -> None:
        self._file = sqlite3.connect("")
        self._file.executescript(TABLES)

    def keep(self, people: Iterable[Known]) -> None:
        """Keep people as they are now, in place of what was kept of them.

        Raises:
            OSError: there is no room left.

        """
        some = {one.id.bytes: one for one in people}
        rows = [(key, pickle.dumps(one)) for key, one in some.items()]
        ways = [(way, key) for key, one in some.items() for way in _ways(one)]
        try:
            with self._file:
                self._file.executemany("INSERT OR REPLACE INTO person VALUES (?, ?)", rows)
                self._file.executemany("INSERT OR IGNORE INTO called VALUES (?, ?)", ways)
        except sqlite3.OperationalError as fault:
            raise OSError(ENOSPC, "no room to look at the list") from fault

    def named(
        self, addresses: Collection[str], numbers: Collection[str], names: Collection[str]
    ) -> set[UUID]:
        """Return whom any of these may name; of numbers and names, more than the one meant."""
        said = {*addresses, *(_number(one) for one in numbers), *(_name(one) for one in names)}
        found: set[UUID] = set()
        for some in parts(said):
            asked = f"SELECT person FROM called WHERE said IN ({_marks(some)})"  # noqa: S608 - marks
            found.update(UUID(bytes=key) for (key,) in self._file.execute(asked, some))
        return found

    def load(self, ids: Collection[UUID]) -> Iterator[Known]:
        """Yield those of these people who are kept."""
        for some in parts([one.bytes for one in ids]):
            asked = f"SELECT known FROM person WHERE id IN ({_marks(some)})"  # noqa: S608 - marks
            for (known,) in self._file.execute(asked, some):
                yield pickle.loads(known)  # noqa: S301 - written above

    def close(self) -> None:
        """Take the file away."""
        self._file.close()


def _ways(person: Known) -> set[str]:
    numbers = {one for spell in person.spells for one in (spell.number, base(spell.reference))}
    name = _name(rules.sort_name(person.first_name, person.last_name))
    return {*person.addresses, *(_number(one) for one in numbers if one), name}


def _number(number: str) -> str:
    return f"#{plain_number(number)}"


def _name(sort_name: str) -> str:
    return f"={sort_name}"


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))

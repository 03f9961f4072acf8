"""People whom a look at a list would add or change: on disk, not in memory, until it is over."""

import pickle
from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from lms.intake.queries.scratch import Scratch
from lms.intake.rules.cells import plain_number
from lms.intake.rules.known import Known, base
from lms.people import rules

TABLES = """
CREATE TABLE person (id BLOB PRIMARY KEY, known BLOB) WITHOUT ROWID;
CREATE TABLE called (said TEXT, person BLOB, PRIMARY KEY (said, person)) WITHOUT ROWID;
"""


class Aside:
    """People by their addresses, their list's numbers and their names."""

    def __init__(self) -> None:
        self.scratch = Scratch(TABLES)

    def keep(self, people: Iterable[Known]) -> None:
        """Keep people as they are now, in place of what was kept of them.

        Raises:
            OSError: there is no room left.

        """
        some = {one.id.bytes: one for one in people}
        rows = [(key, pickle.dumps(one)) for key, one in some.items()]
        ways = [(way, key) for key, one in some.items() for way in _ways(one)]
        self.scratch.write("INSERT OR REPLACE INTO person VALUES (?, ?)", rows)
        self.scratch.write("INSERT OR IGNORE INTO called VALUES (?, ?)", ways)

    def named(
        self, addresses: Collection[str], numbers: Collection[str], names: Collection[str]
    ) -> set[UUID]:
        """Return whom any of these may name; of numbers and names, more than the one meant."""
        said = {*addresses, *(_number(one) for one in numbers), *(_name(one) for one in names)}
        found = self.scratch.read("SELECT person FROM called WHERE said IN", said)
        return {UUID(bytes=key) for key in found}

    def load(self, ids: Collection[UUID]) -> Iterator[Known]:
        """Yield those of these people who are kept."""
        keys = [one.bytes for one in ids]
        for known in self.scratch.read("SELECT known FROM person WHERE id IN", keys):
            yield pickle.loads(known)  # noqa: S301 - written above

    def close(self) -> None:
        """Forget them."""
        self.scratch.close()


def _ways(person: Known) -> set[str]:
    numbers = {one for spell in person.spells for one in (spell.number, base(spell.reference))}
    name = _name(rules.sort_name(person.first_name, person.last_name))
    return {*person.addresses, *(_number(one) for one in numbers if one), name}


def _number(number: str) -> str:
    return f"#{plain_number(number)}"


def _name(sort_name: str) -> str:
    return f"={sort_name}"

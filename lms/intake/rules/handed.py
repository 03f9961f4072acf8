"""What an agency is told of the list that it sends: its own rows beside its own workers.

Nobody else's people are looked at, so that no answer can tell whether they exist.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from lms.intake.rules.cells import plain_number
from lms.intake.rules.fields import Line
from lms.intake.rules.known import base
from lms.people import rules as people

MOST_FAULTS = 200
"""Faults that are kept to be shown; the number is of all."""


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Somebody whom the agency supplies now."""

    engagement_id: UUID
    sort_name: str
    addresses: frozenset[str]
    numbers: frozenset[str]
    """As ``plain_number`` has them."""

    starts_on: date


@dataclass(kw_only=True)
class Beside:
    """What a list comes to beside the agency's own workers."""

    rows: int = 0
    here: int = 0
    """Rows of workers who are in the register through this agency."""

    new: int = 0
    unread: int = 0
    """Rows with faults."""

    faults: list[dict[str, Any]] = field(default_factory=list)
    """``{row, column, value, reason}``, the first of them."""

    gone: list[str] = field(default_factory=list)
    """Engagements that run and that no row tells of, by id."""

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def beside(lines: Iterable[Line], workers: Sequence[Worker]) -> Beside:
    """Return what the rows come to; rows that cannot be read still say who is there."""
    found, told = Beside(), set[UUID]()
    known = _Known(workers)
    for line in lines:
        found.rows += 1
        own = known.of(line)
        told.update(own)
        if not line.is_sound:
            found.unread += 1
            left = MOST_FAULTS - len(found.faults)
            found.faults += [{"row": line.row, **asdict(one)} for one in line.faults[:left]]
        elif own:
            found.here += 1
        else:
            found.new += 1
    found.gone = [str(one.engagement_id) for one in workers if one.engagement_id not in told]
    return found


class _Known:
    """An agency's workers, found by address, by number, or by name and first day."""

    def __init__(self, workers: Sequence[Worker]) -> None:
        self._by: dict[object, set[UUID]] = {}
        for one in workers:
            named = (one.sort_name, one.starts_on)
            for key in (*one.addresses, *(("number", some) for some in one.numbers), named):
                self._by.setdefault(key, set()).add(one.engagement_id)

    def of(self, line: Line) -> set[UUID]:
        """Return the engagements that a row may tell of."""
        keys: list[object] = [one for one in (line.email, line.other_email) if one]
        numbers = (plain_number(base(one)) for one in (line.number, line.reference) if one)
        keys += [("number", one) for one in numbers if one]
        if line.is_sound:
            keys.append((people.sort_name(line.first_name, line.last_name), line.starts_on))
        return set().union(*(self._by.get(key, set()) for key in keys))

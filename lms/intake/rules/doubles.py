"""Which two records look as if they were of one human, and why; pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from rapidfuzz.distance import DamerauLevenshtein

from lms.people.rules import fold

NEAR = timedelta(days=31)
MOST_OF_A_NAME = 12
"""People of one name who are held against each other; of more, the name alone says nothing."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the register, as far as it tells who somebody is."""

    id: UUID
    first_name: str
    last_name: str
    email: str | None
    other_email: str | None
    starts: frozenset[tuple[UUID | None, date]]
    """Team and first day of each engagement."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two records that look alike; the smaller id stands first."""

    one_id: UUID
    other_id: UUID
    reason: str


def alike(records: Iterable[Record]) -> Iterator[Alike]:
    """Yield pairs that look like one human, each once, by the first reason that fits.

    Equal names in whatever order; names of nearly the same letters that began in the same team
    within a month; the same letters before the @ of two addresses with the same surname. Records
    are looked at in small heaps, so that time grows with their number, not its square.
    """
    seen: set[tuple[UUID, UUID]] = set()
    by_name: dict[str, list[Record]] = defaultdict(list)
    by_place: dict[tuple[UUID, int, int], list[Record]] = defaultdict(list)
    by_mailbox: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for one in records:
        by_name[" ".join(sorted(_words(one)))].append(one)
        for team, day in one.starts:
            if team is not None:
                by_place[(team, day.year, day.month)].append(one)
        for address in {one.email, one.other_email} - {None}:
            mailbox = (address or "").partition("@")[0]
            by_mailbox[(mailbox, fold(one.last_name))].append(one)
    heaps: Sequence[tuple[str, Iterable[list[Record]]]] = (
        ("They have the same name.", by_name.values()),
        ("Their names differ by a letter or two, and they began together.", by_place.values()),
        ("They have the same surname and the same mailbox at two addresses.", by_mailbox.values()),
    )
    for at, (reason, some) in enumerate(heaps):
        for heap in some:
            yield from _of_heap(heap, reason, seen, is_name=at == 0, is_place=at == 1)


def _of_heap(
    heap: list[Record], reason: str, seen: set[tuple[UUID, UUID]], *, is_name: bool, is_place: bool
) -> Iterator[Alike]:
    if is_name and len(heap) > MOST_OF_A_NAME:
        return
    for at, one in enumerate(heap):
        for other in heap[at + 1 :]:
            pair = (min(one.id, other.id), max(one.id, other.id))
            if one.id == other.id or pair in seen:
                continue
            if is_place and not _nearly(one, other):
                continue
            seen.add(pair)
            yield Alike(*pair, reason)


def _nearly(one: Record, other: Record) -> bool:
    """Tell whether two names are nearly the same and their days in one team lie near."""
    names = [" ".join(_words(record)) for record in (one, other)]
    if DamerauLevenshtein.distance(*names, score_cutoff=2) > 2:
        return False
    return any(
        team == their_team and abs(day - their_day) <= NEAR
        for team, day in one.starts
        for their_team, their_day in other.starts
    )


def _words(one: Record) -> list[str]:
    return fold(f"{one.first_name} {one.last_name}").split()

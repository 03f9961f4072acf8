"""Which two records look as if they were of one human, and why; pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

MOST_OF_A_NAME = 12
"""People of one name who are held against each other; of more, the name alone says nothing."""

LETTERS = 2
"""Letters by which two names of people who began together may differ."""

Pair = tuple[str, str]
"""Ids of two records; the smaller stands first."""


class Reason(StrEnum):
    """Why two records look alike; of several, the first that fits is told."""

    NAME = "They have the same name."
    TOGETHER = "Their names differ by a letter or two, and they began together."
    MAILBOX = "They have the same surname and the same mailbox at two addresses."


class Namesakes:
    """Records of equal names, in whatever order the words stand."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take ids with their folded names."""
        first: dict[str, str] = {}
        heaps: dict[str, list[str]] = {}
        for key, name in names:
            said = letters(name)
            there = first.setdefault(said, key)
            if there != key:
                heaps.setdefault(said, [there]).append(key)
        some = (sorted(heap) for heap in heaps.values() if len(heap) <= MOST_OF_A_NAME)
        self._heap_of: Mapping[str, Sequence[str]] = {key: heap for heap in some for key in heap}

    def __contains__(self, pair: Pair) -> bool:
        """Tell whether two records have the same name, and few others have it."""
        return pair[1] in self._heap_of.get(pair[0], ())

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return sum(len(heap) - 1 for heap in self._heap_of.values()) // 2

    def __iter__(self) -> Iterator[Pair]:
        """Yield every pair once, in order."""
        for key in sorted(self._heap_of):
            heap = self._heap_of[key]
            yield from ((key, other) for other in heap[heap.index(key) + 1 :])


def letters(name: str) -> str:
    """Return a folded name with its words in order, so that it matters no more which is first."""
    return " ".join(sorted(name.split()))


def nearly(heap: Sequence[tuple[str, str]]) -> Iterator[Pair]:
    """Yield pairs of nearly the same letters among ids and folded names of one heap.

    Two letters that changed places count once, which is slow to tell; nobody who is not within
    twice as many plain changes need be asked about it.
    """
    names = [name for _, name in heap]
    for at, (key, name) in enumerate(heap[:-1], 1):
        some = process.extract(
            name,
            names[at:],
            scorer=Levenshtein.distance,
            score_cutoff=2 * LETTERS,
            limit=None,
        )
        for their_name, _, place in some:
            other = heap[at + place][0]
            if key != other and DamerauLevenshtein.distance(name, their_name) <= LETTERS:
                yield pair(key, other)


def pairs(heap: Iterable[str]) -> Iterator[Pair]:
    """Yield every pair of the ids of one heap, each once."""
    some = sorted(set(heap))
    for at, key in enumerate(some, 1):
        yield from ((key, other) for other in some[at:])


def pair(one: str, other: str) -> Pair:
    """Return two ids, the smaller first."""
    return (one, other) if one < other else (other, one)

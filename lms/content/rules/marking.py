"""Two editions' words side by side, each word that changed marked; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lms.content.rules.changes import Change

ALIKE = 0.4
"""Share of common words from which two paragraphs are taken for one that was rewritten."""


@dataclass(frozen=True)
class Run:
    """Words that are the same in both editions, or that are not."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Pair:
    """A paragraph before and now; one side is empty where it was added or taken out."""

    before: tuple[Run, ...]
    now: tuple[Run, ...]


def side_by_side(change: Change) -> tuple[Pair, ...]:
    """Return the paragraphs of a change, each beside what it became."""
    return tuple(_pairs(change.removed, change.added))


def _pairs(before: Sequence[str], now: Sequence[str]) -> Iterator[Pair]:
    if len(before) == len(now) == 1:
        yield _marked(before[0], now[0])
        return
    at = 0
    for old in before:
        found = _most_alike(old, now[at:])
        if found is None:
            yield Pair((Run(old, changed=True),), ())
            continue
        for new in now[at : at + found]:
            yield Pair((), (Run(new, changed=True),))
        yield _marked(old, now[at + found])
        at += found + 1
    for new in now[at:]:
        yield Pair((), (Run(new, changed=True),))


def _most_alike(old: str, those: Sequence[str]) -> int | None:
    """Return the place of the paragraph that is most like ``old``, or None for none that is."""
    words = old.split()
    shares = [SequenceMatcher(None, words, new.split(), autojunk=False).ratio() for new in those]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= ALIKE else None


def _marked(old: str, new: str) -> Pair:
    """Return both paragraphs with the words that differ marked."""
    words_old, words_new = _words(old), _words(new)
    before: list[Run] = []
    now: list[Run] = []
    matcher = SequenceMatcher(None, words_old, words_new, autojunk=False)
    for how, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        changed = how != "equal"
        _add(before, "".join(words_old[from_old:to_old]), changed=changed)
        _add(now, "".join(words_new[from_new:to_new]), changed=changed)
    return Pair(tuple(before), tuple(now))


def _words(text: str) -> list[str]:
    """Return the words, each with the space behind it, so that nothing is lost."""
    return re.findall(r"\S+\s*", text)


def _add(runs: list[Run], text: str, *, changed: bool) -> None:
    if text:
        runs.append(Run(text, changed))

"""How large a text can be set in the width there is, and where it breaks."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from math import floor

from fontTools.ttLib import TTFont

POINTS_A_MILLIMETRE = 72 / 25.4
STEP = 0.25
"""Sizes are rounded down to quarter points, so that rounding never makes a line too wide."""

PIECE = re.compile(r"\S+?(?:-(?=\S)|(?=\s)|$)\s*")
"""A word, or the part of one up to a hyphen, with the blank after it."""

WIDEST = 1.0
"""What is reckoned, in em, for a letter the font lacks: as wide as a Chinese one."""

Measure = Callable[[str], float]
"""Gives the width of a text in em."""


@dataclass(frozen=True)
class Fitted:
    """A text as it is set: its size in points, and its lines."""

    size: float
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The room a template has for one text: one line if it can be, else more and smaller."""

    font: str
    """File of the template in which the text is set."""

    width_mm: int
    largest_pt: int
    smallest_pt: int
    """What the size may come down to before the text is broken into lines."""

    lines: int
    """The most lines there is room for."""

    largest_split_pt: int
    """The size is at most this once there is more than one line."""

    def fitted(self, text: str, width: Measure) -> Fitted:
        """Return ``text`` in one line, else in as few as keep it readable, always in the width."""
        one = self._size([text], width, self.largest_pt)
        if one >= self.smallest_pt:
            return Fitted(one, (text,))
        pieces = PIECE.findall(text)
        broken = [text]
        for count in range(2, min(self.lines, len(pieces)) + 1):
            broken = _balanced(pieces, count, width)
            size = self._size(broken, width, self.largest_split_pt)
            if size >= self.smallest_pt:
                return Fitted(size, tuple(broken))
        size = self._size(broken, width, self.largest_split_pt)
        if size < self.smallest_pt / 2:
            broken = _chopped(text, self.lines)
            size = self._size(broken, width, self.largest_split_pt)
        return Fitted(size, tuple(broken))

    def _size(self, lines: list[str], width: Measure, largest: int) -> float:
        widest = max(map(width, lines)) or WIDEST
        room = self.width_mm * POINTS_A_MILLIMETRE
        return max(STEP, min(largest, floor(room / widest / STEP) * STEP))


def _balanced(pieces: list[str], count: int, width: Measure) -> list[str]:
    """Return the pieces in ``count`` lines, the widest as narrow as can be."""
    if count == 1:
        return ["".join(pieces).strip()]
    best: list[str] = []
    narrowest = float("inf")
    for cut in range(1, len(pieces) - count + 2):
        first = "".join(pieces[:cut]).strip()
        if width(first) >= narrowest:
            break
        lines = [first, *_balanced(pieces[cut:], count - 1, width)]
        widest = max(map(width, lines))
        if widest < narrowest:
            best, narrowest = lines, widest
    return best


def _chopped(text: str, count: int) -> list[str]:
    """Return ``text`` in ``count`` lines of as many letters each, where no word would fit."""
    each = -(-len(text) // count)
    return [text[at : at + each].strip() for at in range(0, len(text), each)]


class Widths:
    """The widths of one font's letters."""

    def __init__(self, font: bytes) -> None:
        with TTFont(BytesIO(font), lazy=True) as opened:
            self._em = opened["head"].unitsPerEm
            self._names: dict[int, str] = opened.getBestCmap()
            self._widths: dict[str, tuple[int, int]] = dict(opened["hmtx"].metrics)

    @cached_property
    def letters(self) -> frozenset[str]:
        """Every letter the font has."""
        return frozenset(map(chr, self._names))

    def of(self, text: str) -> float:
        """Return the width of ``text`` in em, without kerning: rather too wide than too narrow."""
        return sum(map(self._letter, text))

    def _letter(self, letter: str) -> float:
        name = self._names.get(ord(letter))
        return WIDEST if name is None else self._widths[name][0] / self._em

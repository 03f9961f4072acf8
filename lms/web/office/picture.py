"""One picture of the quarter's starters against the target, drawn as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.compliance.queries import Began

WIDTH, ROW, LEFT, RIGHT = 760, 40, 112, 76
"""Of the drawing, in its own units; names stand at the left, numbers at the right."""


@dataclass(frozen=True)
class Band:
    """A part of a bar: which starters, from where, how long."""

    come: str
    x: float
    long: float


@dataclass(frozen=True)
class Bar:
    """The starters of one kind: a bar as long as they are many, in bands that add up to it."""

    began: Began
    y: int
    bands: Sequence[Band]
    end: float
    target_x: float

    @property
    def counted(self) -> int:
        """Of the known, those who owe something: the target is asked of them."""
        return self.began.known - self.began.nothing

    @property
    def percent(self) -> int:
        """Of those who owe something, how many have done all of it so far."""
        return percent(self.began.done, self.counted)


@dataclass(frozen=True)
class Picture:
    """The drawing's parts and the words for it."""

    bars: Sequence[Bar]
    since: date
    target: int
    width: int
    height: int

    @property
    def known(self) -> int:
        """All starters of the quarter."""
        return sum(bar.began.known for bar in self.bars)

    @property
    def done(self) -> int:
        """Those who have done all that was asked so far."""
        return sum(bar.began.done for bar in self.bars)

    @property
    def nothing(self) -> int:
        """Those who owe nothing, and are not counted."""
        return sum(bar.began.nothing for bar in self.bars)

    @property
    def percent(self) -> int:
        """Of those who owe something, how many have done all of it so far."""
        return percent(self.done, self.known - self.nothing)


def percent(part: int, whole: int) -> int:
    """Return a share in whole percent, rounded down: 100 means everybody."""
    return 100 * part // whole if whole else 0


def drawn(began: Sequence[Began], *, since: date, target: int) -> Picture:
    """Return the picture of starters by kind of engagement, most first."""
    most = max((one.known for one in began), default=1)
    scale = (WIDTH - LEFT - RIGHT) / most
    ordered = sorted(began, key=lambda one: -one.known)
    bars = [_bar(one, at * ROW + 12, scale, target) for at, one in enumerate(ordered)]
    return Picture(bars, since, target, WIDTH, len(bars) * ROW + 12)


def _bar(one: Began, y: int, scale: float, target: int) -> Bar:
    bands, x = [], float(LEFT)
    for come in ("done", "time", "nothing", "late"):
        long = getattr(one, come) * scale
        if long:
            bands.append(Band(come, round(x, 1), round(long, 1)))
        x += long
    asked = (one.known - one.nothing) * scale
    return Bar(one, y, bands, round(x, 1), round(LEFT + asked * target / 100, 1))

"""One picture of the quarter's starters against the target, drawn as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.compliance.queries import Began

WIDTH, ROW, LEFT, RIGHT = 1000, 46, 150, 60
"""Of the drawing, in its own units."""


@dataclass(frozen=True)
class Bar:
    """The starters of one kind: a band as long as they are many, filled as they are done."""

    kind: str
    known: int
    enrolled: int
    signed_in: int
    done: int
    overdue: int
    y: int
    long: float
    done_long: float
    late_long: float
    target_x: float

    @property
    def percent(self) -> int:
        """Of the known, how many have done all that was asked so far."""
        return round(100 * self.done / self.known) if self.known else 0


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
        return sum(bar.known for bar in self.bars)

    @property
    def done(self) -> int:
        """Those who have done all that was asked so far."""
        return sum(bar.done for bar in self.bars)

    @property
    def percent(self) -> int:
        """Of all starters, how many have done all that was asked so far."""
        return round(100 * self.done / self.known) if self.known else 0


def quarter_of(day: date) -> date:
    """Return the first day of the council's quarter: April, July, October, January."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def drawn(began: Sequence[Began], *, since: date, target: int) -> Picture:
    """Return the picture of starters by kind of engagement, most first."""
    most = max((one.known for one in began), default=1)
    scale = (WIDTH - LEFT - RIGHT) / most
    bars = [
        Bar(
            kind=one.kind,
            known=one.known,
            enrolled=one.enrolled,
            signed_in=one.signed_in,
            done=one.done,
            overdue=one.overdue,
            y=at * ROW + 30,
            long=round(one.known * scale, 1),
            done_long=round(one.done * scale, 1),
            late_long=round(one.overdue * scale, 1),
            target_x=round(LEFT + one.known * scale * target / 100, 1),
        )
        for at, one in enumerate(sorted(began, key=lambda one: -one.known))
    ]
    return Picture(bars, since, target, WIDTH, len(bars) * ROW + 40)

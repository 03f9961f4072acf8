"""The drawing of a quarter's starters: a lane a kind, as high as they are many, that narrows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lms.coverage.queries import Flow
from lms.coverage.rules import Reached

LEAST = 1.5
"""Of a band in which anybody is, however few."""

LABELLED = 14
"""Height that a number needs within what is left behind."""


@dataclass(frozen=True)
class Shape:
    """Measures of a drawing, in its own units."""

    name: str
    width: int
    left: int
    """Where the first column stands; names of lanes stand before it, or above each lane."""

    step: int
    """From one column to the next."""

    node: int
    top: int
    tallest: int
    """Of all lanes together, without the room between them."""

    lane: int
    """Height that a lane has at least."""

    gap: int


WIDE = Shape("wide", 960, 150, 180, 14, 64, 300, 26, 16)
NARROW = Shape("narrow", 380, 6, 82, 8, 78, 260, 24, 34)


@dataclass(frozen=True)
class Node:
    """How many of a lane came so far: a bar with its number."""

    stage: Reached
    x: float
    height: float
    number: int


@dataclass(frozen=True)
class Ribbon:
    """From one column to the next: who goes on, and who is left behind."""

    onward: str
    behind: str
    """Empty where everybody goes on."""

    number: int
    """Left behind."""

    x: float
    y: float
    has_room: bool


@dataclass(frozen=True)
class Lane:
    """The starters of one kind of engagement."""

    kind: str
    y: float
    height: float
    nodes: Sequence[Node]
    ribbons: Sequence[Ribbon]


@dataclass(frozen=True)
class Drawing:
    """All lanes, in one shape."""

    shape: Shape
    lanes: Sequence[Lane]
    columns: Sequence[float]
    height: float


@dataclass(frozen=True)
class Picture:
    """The drawing for a wide and for a narrow page, and its figures."""

    flows: Sequence[Flow]
    drawings: Sequence[Drawing]

    def at_least(self, stage: Reached) -> int:
        """Return how many of all came as far as ``stage``, or further."""
        return sum(one.at_least(stage) for one in self.flows)

    def furthest(self, stage: Reached) -> int:
        """Return how many of all came as far as ``stage`` and no further."""
        return sum(one.furthest[stage] for one in self.flows)

    @property
    def known(self) -> int:
        """All of them."""
        return self.at_least(Reached.KNOWN)

    @property
    def certified(self) -> int:
        """Those who came to the end."""
        return self.at_least(Reached.CERTIFIED)


def drawn(flows: Sequence[Flow]) -> Picture:
    """Return the picture of a quarter's starters, the kind with most first."""
    return Picture(flows, [_drawing(flows, shape) for shape in (WIDE, NARROW)] if flows else [])


def _drawing(flows: Sequence[Flow], shape: Shape) -> Drawing:
    scale = shape.tallest / sum(one.at_least(Reached.KNOWN) for one in flows)
    lanes, y = list[Lane](), float(shape.top)
    for one in flows:
        made = _lane(one, y, scale, shape)
        lanes.append(made)
        y += made.height + shape.gap
    columns = [shape.left + at * shape.step + shape.node / 2 for at in range(len(Reached))]
    return Drawing(shape, lanes, columns, round(y, 1))


def _lane(one: Flow, y: float, scale: float, shape: Shape) -> Lane:
    nodes = [
        Node(
            stage=stage,
            x=shape.left + at * shape.step,
            height=round(max(one.at_least(stage) * scale, LEAST), 1) if one.at_least(stage) else 0,
            number=one.at_least(stage),
        )
        for at, stage in enumerate(Reached)
    ]
    ribbons = [_ribbon(before, after, y, shape) for before, after in pairwise(nodes)]
    return Lane(one.kind, round(y, 1), max(nodes[0].height, shape.lane), nodes, ribbons)


def _ribbon(before: Node, after: Node, y: float, shape: Shape) -> Ribbon:
    x0, x1 = before.x + shape.node, after.x
    bend, high, low = (x0 + x1) / 2, round(y + after.height, 1), round(y + before.height, 1)
    top, lost = round(y, 1), before.number - after.number
    curve = f"C{bend} {low} {bend} {high} {x1} {high}"
    onward = f"M{x0} {top}V{low}{curve}V{top}Z" if after.number else ""
    behind = f"M{x0} {low}{curve}V{low}Z" if lost else ""
    return Ribbon(
        onward=onward,
        behind=behind,
        number=lost,
        x=x1 - 5,
        y=round(low - 2, 1),
        has_room=low - high >= LABELLED,
    )

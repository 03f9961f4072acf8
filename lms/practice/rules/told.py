"""What a learner is told: the shapes of a comparison, ready for a page to draw."""

from dataclasses import dataclass

from lms.practice.rules.levels import Level
from lms.practice.rules.scenario import Reason

GOOD_PERCENT = 60
"""Of the good items of each step, as many as this must be chosen."""

FAR = 2
"""A rating so many steps outside everything the experts gave is far from them."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One item as the learner is told about it."""

    id: str
    text: str
    step: str
    """A key of ``STEPS``."""

    kind: str
    chosen: bool
    """Whether the learner chose it."""

    core: bool
    disputed: bool
    told: str
    unless: str
    experts: tuple[str, ...]
    """Names of those who chose it."""

    of: int
    """How many experts there are."""

    says: tuple[tuple[str, str], ...]
    """Expert's name and what they say of it."""


@dataclass(frozen=True, kw_only=True)
class RatingTold:
    """One rating beside the lowest and highest any expert gave."""

    what: str
    """``likelihood``, ``impact``, ``after_likelihood`` or ``after_impact``."""

    given: int | None
    lowest: int
    highest: int

    @property
    def steps_away(self) -> int:
        """How far below (negative) or above the experts' ratings it lies; 0 within them."""
        if self.given is None:
            return 0
        return min(self.given - self.lowest, 0) + max(self.given - self.highest, 0)

    @property
    def far(self) -> bool:
        """Tell whether it lies far from every expert's."""
        return abs(self.steps_away) >= FAR


@dataclass(frozen=True, kw_only=True)
class HazardTold:
    """What the learner made of a hazard that experts saw too."""

    id: str
    text: str
    people_missed: tuple[str, ...]
    reason: Reason | None
    """The reason they picked; it says itself whether it is a good one."""

    better_reasons: tuple[Reason, ...]
    """Good ones, where theirs was not."""

    ratings: tuple[RatingTold, ...]
    before: Level
    after: Level
    without_controls: bool
    """True where they rated it lower afterwards though no good control of theirs acts on it."""


@dataclass(frozen=True, kw_only=True)
class PromiseTold:
    """A good control with a weak owner or a weak day."""

    id: str
    text: str
    owner: str
    """Whom they chose, in words; '' where nobody."""

    owner_weak: bool
    better_owners: tuple[str, ...]
    by: str
    by_weak: bool
    latest: str
    """The latest sensible day, in words."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many of a step's good items were chosen. What experts dispute never counts against."""

    step: str
    chosen: int
    of: int

    @property
    def enough(self) -> bool:
        """Tell whether that is the share a good assessment needs."""
        return self.chosen * 100 >= GOOD_PERCENT * self.of


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The whole of it. It marks an exercise; it never scores a child."""

    good: bool
    because: tuple[str, ...]
    """Sentences on what keeps it from being good; empty where it is."""

    matched: tuple[Told, ...]
    missed: tuple[Told, ...]
    """Good ones not chosen, without those that experts dispute."""

    harmful: tuple[Told, ...]
    useless: tuple[Told, ...]
    disputed: tuple[Told, ...]
    """Where at least two experts chose it and two did not: both reasons, neither wrong."""

    shares: tuple[Share, ...]
    hazards: tuple[HazardTold, ...]
    weak_promises: tuple[PromiseTold, ...]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A comparison by ids alone, as ``lms modules try`` tells it."""

    good: bool
    matched: tuple[str, ...]
    missed: tuple[str, ...]
    harmful: tuple[str, ...]
    useless: tuple[str, ...]

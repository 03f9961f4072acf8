"""What a practice scenario is made of."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

STEPS: Mapping[str, str] = {
    "first": "What you do first",
    "hazards": "What could go wrong",
    "controls": "What you do about it",
    "views": "Whose views you ask for, and how",
    "reviews": "When you look again",
}
"""The steps in which something is chosen, and how a page heads each."""

PARTS: Mapping[str, str] = {
    "first": STEPS["first"],
    "hazards": STEPS["hazards"],
    "weigh": "How likely, and how much harm",
    "controls": STEPS["controls"],
    "owners": "Who does it, and by when",
    "after": "What risk is left",
    "views": STEPS["views"],
    "reviews": STEPS["reviews"],
}
"""What a learner goes through: the steps, and what is said between them of what was chosen."""

KINDS = ("good", "harmful", "useless")
RUNGS: Mapping[str, str] = {
    "opportunity": "Take the opportunity away",
    "separate": "Separate in place and time",
    "adult": "Put an adult there",
    "place": "Change the routine or the place",
    "teach": "Teach and support",
    "tell": "Tell those who need to know",
}
"""The ladder of controls, from the top."""


@dataclass(frozen=True, kw_only=True)
class Expert:
    """An invented person who did the same exercise."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody who may be affected, somebody who can own a control, or a day to do it by."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason a learner may pick for a rating."""

    id: str
    text: str
    good: bool
    told: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something to take or leave: a first act, whose views, when to review."""

    id: str
    text: str
    kind: str
    """``good``, ``harmful`` or ``useless``."""

    experts: tuple[str, ...]
    """Ids of those who chose it."""

    told: str
    """What the learner is told afterwards: the reason."""

    says: Mapping[str, str] = field(default_factory=dict)
    """Expert → one sentence on why they chose it, or did not."""

    unless: str = ""
    """For harmful items: what would make it right, such as ``J asks for it``."""


@dataclass(frozen=True, kw_only=True)
class Hazard(Item):
    """Something that could go wrong. The ratings are those the experts gave to good ones."""

    people: tuple[str, ...] = ()
    likelihood: tuple[int, int] | None = None
    """Lowest and highest any expert gave, before controls; None where experts gave none."""

    impact: tuple[int, int] | None = None
    after_likelihood: tuple[int, int] | None = None
    after_impact: tuple[int, int] | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Control(Item):
    """Something to do about a hazard."""

    hazards: tuple[str, ...] = ()
    rung: str = ""
    """Where it stands on the ladder of controls: a key of ``RUNGS``; may be empty."""

    owners: tuple[str, ...] = ()
    """Who could really do it; empty where it should not be done at all."""

    by: str = ""
    """The latest sensible day; sooner is fine."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """An invented situation to assess, and what five invented experts made of it."""

    id: str
    title: str
    place: str
    sensitive: str
    outline: str
    """Markdown."""

    experts: tuple[Expert, ...]
    people: tuple[Named, ...]
    owners: tuple[Named, ...]
    days: tuple[Named, ...]
    """From the soonest to the latest."""

    first: tuple[Item, ...]
    hazards: tuple[Hazard, ...]
    controls: tuple[Control, ...]
    views: tuple[Item, ...]
    reviews: tuple[Item, ...]
    core: tuple[str, ...]
    """Ids of the items without which an assessment is not good."""

    taught: Mapping[str, str] = field(default_factory=dict)
    """Step → id of the section that teaches it; steps may be left out."""

    def step(self, name: str) -> tuple[Item, ...]:
        """Return the items of a step. Raises KeyError for a name that is not in ``STEPS``."""
        return {
            "first": self.first,
            "hazards": self.hazards,
            "controls": self.controls,
            "views": self.views,
            "reviews": self.reviews,
        }[name]

    def items(self) -> Iterator[tuple[str, Item]]:
        """Yield every item with the name of its step, in the order written."""
        for step in STEPS:
            for item in self.step(step):
                yield step, item


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something that can be chosen, without what it is worth."""

    id: str
    text: str
    about: str
    """The step's name: a key of ``STEPS``."""


ItemType = TypeVar("ItemType", bound=Item)


def shown(items: Iterable[ItemType]) -> tuple[ItemType, ...]:
    """Return items in the order to show them: always the same, and telling nothing.

    Authors write good items first, so the order written would give them away.
    """
    return tuple(sorted(items, key=lambda item: hashlib.sha256(item.id.encode()).digest()))


def choices(scenario: Scenario) -> tuple[Choice, ...]:
    """Return everything that can be chosen, step by step, never telling what is good."""
    return tuple(
        Choice(id=item.id, text=item.text, about=step)
        for step in STEPS
        for item in shown(scenario.step(step))
    )


def is_disputed(scenario: Scenario, item: Item) -> bool:
    """Tell whether at least two experts chose it and at least two did not.

    Nobody is marked wrong there, whichever way they chose, save that a harmful item counts as
    disputed only where it says what would make it right.
    """
    chose = len(item.experts)
    split = chose >= 2 and len(scenario.experts) - chose >= 2
    return split and (item.kind == "good" or (item.kind == "harmful" and bool(item.unless)))


def is_harmful(item: Item) -> bool:
    """Tell whether choosing it counts as harm: not where two experts would, on a condition."""
    return item.kind == "harmful" and not (item.unless and len(item.experts) >= 2)


def names(of: Sequence[Named], ids: Iterable[str]) -> tuple[str, ...]:
    """Return the words for ``ids``, in the order of ``of``."""
    wanted = set(ids)
    return tuple(one.text for one in of if one.id in wanted)

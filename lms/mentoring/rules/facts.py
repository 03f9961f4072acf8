"""What is known of mentors, of new DSLs and of their settings, as far as pairing them goes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lms.mentoring.errors import BadWeights

PARTS: Mapping[str, str] = {
    "phase": "phase",
    "travel": "meeting",
    "experience": "experience",
    "context": "shared context",
    "capacity": "room",
    "preferences": "days",
}
"""The six parts of a score, in the order in which they are told, in words."""

BLOCKS: Mapping[str, str] = {
    "same_setting": "of the same setting",
    "capacity": "no place free",
    "role_training": "role training not in the last 24 months",
    "annual_refresh": "no refresh in the last 12 months",
    "conflict": "a declared conflict",
    "declined": "declined before",
    "suspended": "not mentoring now",
    "no_way_to_meet": "no way to meet",
    "same_trust": "of the same trust",
}
"""What rules a pair out, in words; ``same_trust`` only where a council asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A setting, as far as it says who could help whom."""

    id: str
    name: str = ""
    phase: str = ""
    trust: str | None = None
    east: float | None = None
    """Kilometres east of a corner of the county; None where nobody knows."""

    north: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor:
    """An experienced DSL who offered to help, with the head's agreement."""

    id: str
    name: str
    setting: Place
    phases: frozenset[str] = frozenset()
    dsl_since: date | None = None
    role_training_on: date | None = None
    """Day of the last; None where none is known, which rules them out."""

    annual_refresh_on: date | None = None
    capacity: int = 2
    current: int = 0
    """Mentees they have already."""

    online: bool = False
    travel_km: float = 0.0
    contexts: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()
    """Ids of mentees."""

    suspended: bool = False

    @property
    def places(self) -> int:
        """How many more mentees they could take."""
        return max(self.capacity - self.current, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentee:
    """A new DSL who waits for a mentor."""

    id: str
    name: str
    setting: Place
    notified_on: date
    online: bool = False
    contexts: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    """Ids of mentors, whoever of the two declined."""

    def waited(self, as_at: date) -> int:
        """Return for how many calendar days they have waited."""
        return (as_at - self.notified_on).days


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What each part of a score counts at the most; only their proportions matter."""

    phase: float = 30
    travel: float = 20
    experience: float = 20
    context: float = 10
    capacity: float = 10
    preferences: float = 10

    def points(self) -> dict[str, float]:
        """Return them as points that sum to a hundred.

        Raises:
            BadWeights: one is negative or no number, or all are nothing.

        """
        told = {part: float(getattr(self, part)) for part in PARTS}
        for part, weight in told.items():
            if not math.isfinite(weight) or weight < 0:
                msg = f"The weight of {PARTS[part]} must be nought or more, not {weight:g}."
                raise BadWeights(msg, part=part)
        total = sum(told.values())
        if not total:
            msg = "All weights are nought, so nobody would fit better than anybody else. Set one."
            raise BadWeights(msg)
        return {part: 100 * weight / total for part, weight in told.items()}


@dataclass(frozen=True, kw_only=True)
class County:
    """Everybody who could be paired on a day."""

    as_at: date
    mentors: Sequence[Mentor] = ()
    mentees: Sequence[Mentee] = ()
    sent: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """Mentor and mentee of proposals that were sent and stand: they are not moved again."""

"""Every mentor held against every mentee: what rules the pair out, and how well they fit.

The formula. Each part is its weight times a quality between 0 and 1, in whole points; a score is
their sum, at most about 100. Nothing about a person's sex, origin, faith, age or health is known
here, let alone counted.

====================  =====================================================================
phase (30)            1 the mentor knows the mentee's phase; 1/2 one next to it; else 0
travel (20)           the nearer the better: 1 next door, 1/2 at the edge of what the mentor
                      would travel, 0 beyond; at least 3/4 where both accept meeting online
experience (20)       full school years as DSL: 0 none, 1/4 one, 3/4 two, 1 three or more
context (10)          the share of the mentee's contexts that the mentor knows; 1/2 if none named
capacity (10)         the share of the mentor's places that are free
preferences (10)      the share of the mentee's days that suit the mentor too; 1/2 if none named
====================  =====================================================================
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from lms.kernel.days import months_after
from lms.mentoring.rules.facts import BLOCKS, PARTS, County, Mentee, Mentor, Place, Weights

ROLE_MONTHS, REFRESH_MONTHS = 24, 12
"""How long training counts, the day itself too. Source: Keeping children safe in education."""

ONLINE = 0.75
"""Quality of meeting on a screen where both accept it."""

BY_YEARS = (0.0, 0.25, 0.75, 1.0)
"""Quality of so many full school years as DSL; of more, the last."""

NEUTRAL = 0.5
"""Quality where somebody named nothing to compare."""

TINY = 1e-9
"""Kilometres by which sums of decimals are off."""

NEXT_TO = frozenset(
    frozenset(pair)
    for pair in (
        ("early_years", "primary"),
        ("primary", "secondary"),
        ("secondary", "post_16"),
        ("primary", "all_through"),
        ("secondary", "all_through"),
        ("primary", "independent"),
        ("secondary", "independent"),
        ("special", "alternative"),
    )
)
"""Phases of which whoever knows the one knows much of the other."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """Mentees by mentors, each in the order of their ids, whatever order they came in."""

    as_at: date
    mentees: Sequence[Mentee]
    mentors: Sequence[Mentor]
    blocked: npt.NDArray[np.uint16]
    """A bit for each of ``BLOCKS``; nought where the two may be paired."""

    parts: npt.NDArray[np.uint8]
    """Points: part, mentee, mentor."""

    @cached_property
    def score(self) -> npt.NDArray[np.int32]:
        """Points of each pair, blocked or not."""
        found: npt.NDArray[np.int32] = self.parts.sum(axis=0, dtype=np.int32)
        return found

    @cached_property
    def allowed(self) -> Flags:
        """Whether two may be paired."""
        return np.equal(self.blocked, 0)

    def blocks(self, mentee: int, mentor: int) -> list[str]:
        """Return what rules a pair out."""
        bits = int(self.blocked[mentee, mentor])
        return [name for at, name in enumerate(BLOCKS) if bits >> at & 1]

    def points(self, mentee: int, mentor: int) -> dict[str, int]:
        """Return the parts of a pair's score."""
        return {part: int(self.parts[at, mentee, mentor]) for at, part in enumerate(PARTS)}


def table(county: County, weights: Weights | None = None, *, blocks_trust: bool = False) -> Table:
    """Hold everybody against everybody.

    Args:
        county: who there is, each id once.
        weights: the council's own; None for those of the programme.
        blocks_trust: whether two of the same trust may not be paired either.

    Raises:
        BadWeights: the weights make no score.

    """
    points = (weights or Weights()).points()
    mentees = sorted(county.mentees, key=lambda one: one.id)
    mentors = sorted(county.mentors, key=lambda one: one.id)
    meets = _Meeting(mentees, mentors)
    qualities = {
        "phase": _phase(mentees, mentors),
        "travel": meets.quality(),
        "experience": _experience(mentors, county.as_at),
        "context": _shared([one.contexts for one in mentees], [one.contexts for one in mentors]),
        "capacity": _free(mentors),
        "preferences": _shared([one.days for one in mentees], [one.days for one in mentors]),
    }
    parts = np.empty((len(PARTS), len(mentees), len(mentors)), dtype=np.uint8)
    for at, part in enumerate(PARTS):
        parts[at] = np.floor(points[part] * qualities[part] + 0.5)
    blocked = _blocked(county, mentees, mentors, meets, blocks_trust=blocks_trust)
    return Table(county.as_at, mentees, mentors, blocked, parts)


def school_years(since: date | None, as_at: date) -> int:
    """Return how many whole school years, September to August, lie between two days."""
    if since is None:
        return 0
    first = since.year if (since.month, since.day) <= (9, 1) else since.year + 1
    last = as_at.year if (as_at.month, as_at.day) >= (8, 31) else as_at.year - 1
    return max(last - first, 0)


class _Meeting:
    """How the two could meet."""

    def __init__(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        theirs, ours = (_coordinates([one.setting for one in some]) for some in (mentees, mentors))
        self.apart: Floats = np.hypot(*(theirs[:, None, :] - ours[None, :, :]).transpose(2, 0, 1))
        """Kilometres in a straight line; nan where a place is not known."""

        self.reach = np.array([one.travel_km for one in mentors], dtype=np.float64)
        self.online: Flags = np.logical_and.outer(
            np.array([one.online for one in mentees], dtype=bool),
            np.array([one.online for one in mentors], dtype=bool),
        )
        self.near: Flags = self.apart <= self.reach + TINY

    def quality(self) -> Floats:
        # Next door to somebody who travels nowhere is still next door.
        share = np.divide(
            self.apart, self.reach, out=np.zeros_like(self.apart), where=self.reach > 0
        )
        by_road = np.where(self.near, 1 - np.minimum(share, 1) / 2, 0)
        return np.maximum(by_road, np.where(self.online, ONLINE, 0))


def _coordinates(places: Sequence[Place]) -> Floats:
    known = [(one.east, one.north) for one in places]
    return np.array(known, dtype=np.float64).reshape(len(places), 2)


def _phase(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Floats:
    phases = sorted({one.setting.phase for one in mentees})
    known = np.array(
        [[_knows(mentor, phase) for mentor in mentors] for phase in phases], dtype=np.float64
    ).reshape(len(phases), len(mentors))
    at = {phase: row for row, phase in enumerate(phases)}
    found: Floats = known[[at[one.setting.phase] for one in mentees]]
    return found


def _knows(mentor: Mentor, phase: str) -> float:
    if phase in mentor.phases:
        return 1.0
    return 0.5 if any(frozenset((phase, one)) in NEXT_TO for one in mentor.phases) else 0.0


def _experience(mentors: Sequence[Mentor], as_at: date) -> Floats:
    most = len(BY_YEARS) - 1
    years = (min(school_years(one.dsl_since, as_at), most) for one in mentors)
    return np.array([[BY_YEARS[one] for one in years]], dtype=np.float64)


def _free(mentors: Sequence[Mentor]) -> Floats:
    shares = [one.places / one.capacity if one.capacity > 0 else 0 for one in mentors]
    return np.array([shares], dtype=np.float64)


def _shared(theirs: Sequence[Collection[str]], ours: Sequence[Collection[str]]) -> Floats:
    """Return which share of what each mentee named each mentor named too."""
    words = sorted(set().union(*theirs, *ours))
    named = [
        np.array([[one in some for one in words] for some in side]) for side in (theirs, ours)
    ]
    left, right = (
        one.reshape(len(side), len(words)).astype(np.float64)
        for one, side in zip(named, (theirs, ours), strict=True)
    )
    number = left.sum(axis=1, keepdims=True)
    share = np.divide(
        left @ right.T,
        number,
        out=np.full((len(theirs), len(ours)), NEUTRAL),
        where=np.broadcast_to(number > 0, (len(theirs), len(ours))),
    )
    found: Floats = share
    return found


def _blocked(
    county: County,
    mentees: Sequence[Mentee],
    mentors: Sequence[Mentor],
    meets: _Meeting,
    *,
    blocks_trust: bool,
) -> npt.NDArray[np.uint16]:
    def each(test: Callable[[Mentor], bool]) -> Flags:
        return np.array([[test(one) for one in mentors]], dtype=bool)

    def same(name: Callable[[Place], str | None]) -> Flags:
        return _same(
            [name(one.setting) for one in mentees], [name(one.setting) for one in mentors]
        )

    day, ids = county.as_at, [one.id for one in mentees]
    found = {
        "same_setting": same(lambda one: one.id),
        "capacity": each(lambda one: not one.places),
        "role_training": each(lambda one: _has_lapsed(one.role_training_on, ROLE_MONTHS, day)),
        "annual_refresh": each(
            lambda one: _has_lapsed(one.annual_refresh_on, REFRESH_MONTHS, day)
        ),
        "conflict": _named([one.conflicts for one in mentors], ids).T,
        "declined": _named([one.declined for one in mentees], [one.id for one in mentors]),
        "suspended": each(lambda one: one.suspended),
        "no_way_to_meet": ~(meets.online | meets.near),
    }
    if blocks_trust:
        found["same_trust"] = same(lambda one: one.trust)
    blocked = np.zeros((len(mentees), len(mentors)), dtype=np.uint16)
    for at, name in enumerate(BLOCKS):
        if name in found:
            blocked |= found[name].astype(np.uint16) << np.uint16(at)
    return blocked


def _has_lapsed(done_on: date | None, months: int, day: date) -> bool:
    return done_on is None or months_after(done_on, months) < day


def _same(theirs: Sequence[str | None], ours: Sequence[str | None]) -> Flags:
    """Tell where two are told alike; where nothing is told, they are not."""
    at = {one: n for n, one in enumerate(sorted({one for one in ours if one is not None}))}
    left = np.array([at.get(one, -1) if one is not None else -1 for one in theirs], dtype=np.int64)
    right = np.array([at[one] if one is not None else -2 for one in ours], dtype=np.int64)
    found: Flags = left[:, None] == right[None, :]
    return found


def _named(named: Sequence[Collection[str]], ids: Sequence[str]) -> Flags:
    """Tell where one names the other by id."""
    at = {one: n for n, one in enumerate(ids)}
    found = np.zeros((len(named), len(ids)), dtype=bool)
    for row, names in enumerate(named):
        for name in names:
            if name in at:
                found[row, at[name]] = True
    return found

"""Why these two, why not another, and what would help whoever is left without; in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lms.kernel import words
from lms.mentoring.rules.best import Chosen
from lms.mentoring.rules.facts import BLOCKS, PARTS, Mentee, Mentor
from lms.mentoring.rules.scoring import Table, school_years
from lms.people.rules import PHASES

CONTEXTS: Mapping[str, str] = {
    "rural_small": "small rural school",
    "boarding": "boarding",
    "resourced_provision": "resourced provision",
    "faith": "faith",
    "eal": "English as an additional language",
    "alternative": "alternative provision",
}
DAYS: Mapping[str, str] = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
}
NEXT_BEST = 2
"""Other mentors that are told of beside the proposed one."""

NEW_MENTOR_KM = 20
"""How far a mentor whom the county lacks is thought to travel."""

NEW_MENTOR_PLACES = 3
"""The most mentees one mentor may have."""

MENDABLE: Mapping[str, str] = {
    "capacity": "had one more place",
    "role_training": "renewed the role training",
    "annual_refresh": "did this year's refresh",
    "no_way_to_meet": "could meet online, or travelled further",
    "suspended": "mentored again",
}
"""What could be changed by somebody; setting, conflict and a decline stay as they are."""


@dataclass(frozen=True, kw_only=True)
class Other:
    """A mentor who was not proposed, and why not."""

    mentor: int
    score: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A mentor whom the county lacks: of what phase, near where, and whom they would help."""

    phase: str
    near: int
    """The mentee at whose setting they would be."""

    mentees: Sequence[int]


def fits(table: Table, mentee: int, mentor: int) -> dict[str, str]:
    """Return in words what each part of a pair's score rests on."""
    theirs, ours = table.mentees[mentee], table.mentors[mentor]
    return {
        "phase": _phase(theirs, ours),
        "travel": _travel(theirs, ours),
        "experience": _experience(ours, school_years(ours.dsl_since, table.as_at)),
        "context": _common(
            theirs.contexts, ours.contexts, CONTEXTS, "both know", "no context named"
        ),
        "capacity": f"{ours.current} of {words.count(ours.capacity, 'place')} taken",
        "preferences": _common(theirs.days, ours.days, DAYS, "both can on", "no days named"),
    }


def next_best(table: Table, chosen: Sequence[Chosen], one: Chosen) -> list[Other]:
    """Return the mentors who fit the mentee best after the proposed one, and why not they."""
    order = sorted(
        (at for at in range(len(table.mentors)) if table.allowed[one.mentee, at]),
        key=lambda at: (-int(table.score[one.mentee, at]), at),
    )
    others = [at for at in order if at != one.mentor][:NEXT_BEST]
    return [
        Other(
            mentor=at,
            score=int(table.score[one.mentee, at]),
            why=_why_not(table, chosen, one, at),
        )
        for at in others
    ]


def _why_not(table: Table, chosen: Sequence[Chosen], one: Chosen, mentor: int) -> str:
    less = int(table.score[one.mentee, one.mentor]) - int(table.score[one.mentee, mentor])
    theirs = [each.mentee for each in chosen if each.mentor == mentor]
    if less > 0:
        ours, others = (table.points(one.mentee, at) for at in (one.mentor, mentor))
        lost = max(PARTS, key=lambda part: ours[part] - others[part])
        return f"{words.count(less, 'point')} fewer, most of all for {PARTS[lost]}"
    names = words.listed([table.mentees[at].name for at in theirs])
    if theirs and len(theirs) >= table.mentors[mentor].places:
        return f"helps {names} instead, which is better for all together"
    return "fits as well; the other pairings together are no better"


def reason(table: Table, mentee: int) -> str:
    """Return why a mentee has no mentor, and the smallest change that would help."""
    if not table.mentors:
        return "There are no mentors."
    allowed = [at for at in range(len(table.mentors)) if table.allowed[mentee, at]]
    if allowed:
        names = words.listed([table.mentors[at].name for at in allowed[:3]])
        more = " or others" if len(allowed) > 3 else ""
        number = words.count(len(allowed), "mentor")
        return (
            f"{number} could help, and all their places go to others. One more place with "
            f"{names}{more} would do."
        )
    counted = Counter(one for at in range(len(table.mentors)) for one in table.blocks(mentee, at))
    told = [f"{number} {BLOCKS[name]}" for name, number in counted.most_common()]
    change = _smallest_change(table, mentee)
    return f"No mentor may be paired with them: {words.listed(told)}. {change}"


def _smallest_change(table: Table, mentee: int) -> str:
    """Return which mentor would do if one thing changed, the best of them."""
    near = [
        (at, blocks[0])
        for at in range(len(table.mentors))
        if len(blocks := table.blocks(mentee, at)) == 1 and blocks[0] in MENDABLE
    ]
    if not near:
        return "A new mentor is needed."
    at, block = max(near, key=lambda one: (int(table.score[mentee, one[0]]), -one[0]))
    return f"{table.mentors[at].name} could, if they {MENDABLE[block]}."


def gaps(table: Table, unpaired: Iterable[int]) -> list[Gap]:
    """Return the mentors whom a county lacks, those who would help most first.

    One is thought to be at the setting of somebody unpaired, to know their phase, to travel
    twenty kilometres or meet online, and to have three places.
    """
    left = sorted(unpaired)
    found: list[Gap] = []
    while left:
        best: list[int] = []
        for at in left:
            helped = [at, *(one for one in left if one != at and _is_near(table, at, one))]
            if len(helped) > len(best):
                best = helped
        best = best[:NEW_MENTOR_PLACES]
        phase = table.mentees[best[0]].setting.phase
        found.append(Gap(phase=phase, near=best[0], mentees=best))
        left = [one for one in left if one not in best]
    return found


def _is_near(table: Table, one: int, other: int) -> bool:
    here, there = table.mentees[one].setting, table.mentees[other].setting
    if here.phase != there.phase:
        return False
    apart = kilometres(here.east, here.north, there.east, there.north)
    return table.mentees[other].online or (apart is not None and apart <= NEW_MENTOR_KM)


def kilometres(
    east: float | None, north: float | None, their_east: float | None, their_north: float | None
) -> float | None:
    """Return how far two places lie apart in a straight line; None where one is not known."""
    if east is None or north is None or their_east is None or their_north is None:
        return None
    return float(((east - their_east) ** 2 + (north - their_north) ** 2) ** 0.5)


def _phase(theirs: Mentee, ours: Mentor) -> str:
    phase = PHASES.get(theirs.setting.phase, theirs.setting.phase).lower() or "unknown phase"
    if theirs.setting.phase in ours.phases:
        return f"knows {phase}"
    known = [PHASES.get(one, one).lower() for one in sorted(ours.phases)]
    return f"does not know {phase}, but {words.listed(known)}" if known else "no phase named"


def _travel(theirs: Mentee, ours: Mentor) -> str:
    here, there = theirs.setting, ours.setting
    apart = kilometres(here.east, here.north, there.east, there.north)
    online = theirs.online and ours.online
    ways = ["online suits both"] if online else []
    if apart is not None:
        can = apart <= ours.travel_km
        within = f"within the {ours.travel_km:g} km they travel" if can else "too far to travel"
        ways.insert(0 if can else len(ways), f"{apart:.0f} km apart, {within}")
    return "; ".join(ways) or "how far apart is not known"


def _experience(ours: Mentor, years: int) -> str:
    return f"{words.count(years, 'full school year')} as DSL" if ours.dsl_since else "not known"


def _common(
    theirs: frozenset[str],
    ours: frozenset[str],
    said: Mapping[str, str],
    both: str,
    nothing: str,
) -> str:
    if not theirs:
        return nothing
    order = [*said, *sorted(theirs - said.keys())]
    named = [one for one in order if one in theirs]
    common = [one for one in named if one in ours]
    listed = words.listed([said.get(one, one) for one in common or named])
    return f"{both} {listed}" if common else f"not {listed}"

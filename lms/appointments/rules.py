"""What an appointment, a setting and a training date come to on a day; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from lms.kernel.days import months_after, working_days_between

ROLES: Mapping[str, str] = {"dsl": "DSL", "deputy": "deputy DSL"}
NAMED_BY: Mapping[str, str] = {
    "school": "the school",
    "import": "a list",
    "coordinator": "the council",
}
"""Who said so, in words."""

TRAININGS: Mapping[str, str] = {"role": "role training", "refresh": "yearly refresh"}
MONTHS: Mapping[str, int] = {"role": 24, "refresh": 12}
"""How long each counts. Source: Keeping children safe in education, on training of DSLs."""

SOON_DAYS = 60
"""Days before it lapses in which training is to be renewed."""

GROUP = "dsl"
"""Key of the group of all DSLs and deputies, which requirements name."""


class Need(StrEnum):
    """What a setting lacks, the worst first; each setting is one of these."""

    NO_DSL = "no_dsl"
    AWAY = "away"
    NO_DEPUTY = "no_deputy"
    NOTHING = "nothing"


NEEDS: Mapping[Need, str] = {
    Need.NO_DSL: "no current DSL",
    Need.AWAY: "DSL away without cover",
    Need.NO_DEPUTY: "no deputy",
    Need.NOTHING: "DSL and deputy named",
}


class Currency(StrEnum):
    """How training stands on a day."""

    CURRENT = "current"
    SOON = "soon"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Away:
    """A spell away, as far as cover is concerned."""

    from_on: date
    until_on: date | None
    is_covered: bool
    """Whether somebody covers who is DSL or deputy still."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """An appointment, as far as a setting's need is concerned."""

    role: str
    from_on: date
    until_on: date | None
    away: tuple[Away, ...] = ()

    def runs_on(self, day: date) -> bool:
        """Tell whether it runs on ``day``."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def is_uncovered(held: Held, day: date) -> bool:
    """Tell whether somebody is away on ``day`` and nobody covers."""
    return any(
        not one.is_covered
        for one in held.away
        if one.from_on <= day and (one.until_on is None or day < one.until_on)
    )


def need(appointments: Iterable[Held], day: date) -> Need:
    """Return what a setting lacks on ``day``; several DSLs share the role, one there is enough."""
    running = [one for one in appointments if one.runs_on(day)]
    leads = [one for one in running if one.role == "dsl"]
    if not leads:
        return Need.NO_DSL
    if all(is_uncovered(one, day) for one in leads):
        return Need.AWAY
    if not any(one.role == "deputy" for one in running):
        return Need.NO_DEPUTY
    return Need.NOTHING


def lapses_on(done_on: date, kind: str) -> date:
    """Return the last day on which training counts."""
    return months_after(done_on, MONTHS[kind])


def currency(done_on: date | None, kind: str, day: date) -> Currency:
    """Return how training done on a day stands on ``day``; None if nobody knows of any."""
    if done_on is None:
        return Currency.UNKNOWN
    last = lapses_on(done_on, kind)
    if last < day:
        return Currency.LAPSED
    return Currency.SOON if last < day + timedelta(days=SOON_DAYS) else Currency.CURRENT


def first_that_counts(kind: str, day: date) -> date:
    """Return the earliest day of completion that still counts on ``day``; for SQL."""
    found = months_after(day, -MONTHS[kind])
    while lapses_on(found, kind) >= day:
        found -= timedelta(days=1)
    while lapses_on(found, kind) < day:
        found += timedelta(days=1)
    return found


YEAR_BEGINS = 9
"""Month in which a school year begins: September."""

CHECK_OPEN = timedelta(days=60)
"""How long the link of the yearly question can be answered."""

REMIND_AFTER = 10
"""Working days without an answer after which a setting is asked once more."""

MOST_NAMED = 6
"""New DSLs and deputies that one answer may name."""


def school_year(day: date) -> int:
    """Return the calendar year in which the school year of ``day`` began."""
    return day.year if day.month >= YEAR_BEGINS else day.year - 1


def is_to_remind(asked_on: date, today: date) -> bool:
    """Tell whether a setting that has not answered is asked once more by ``today``."""
    return working_days_between(asked_on, today) >= REMIND_AFTER


@dataclass(frozen=True, kw_only=True)
class StillHeld:
    """What a setting says of an appointment that we know."""

    appointment_id: UUID
    last_on: date | None = None
    """Its last day where it is over or will be; None where it is right as it is."""

    done: Mapping[str, date] = field(default_factory=dict)
    """Training that was completed: kind → day."""


@dataclass(frozen=True, kw_only=True)
class NewlyHeld:
    """Somebody whom a setting names as its DSL or deputy."""

    first_name: str
    last_name: str
    email: str | None
    role: str
    from_on: date


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a setting answers to the yearly question."""

    answered_by: str
    """Name and role, as they wrote it."""

    held: Sequence[StillHeld] = ()
    named: Sequence[NewlyHeld] = ()

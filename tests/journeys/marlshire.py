"""A week of Marlshire: HR's list comes late, an agency's in time, and nobody is missed.

``DAYS`` is the story. Each event says what happens, does it with the council's own commands and
pages, and names what it must change in what ``lms coverage report`` says that evening; an event
that names nothing must change nothing. So every figure of an evening is the sum of the events
before it. To read the diary: ``python -m tests.journeys.marlshire``.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from lms.coverage.rules import ENROLLED, Gap, Stage
from lms.kernel import words
from tests.journeys import happenings as they
from tests.journeys.council import Council
from tests.journeys.happenings import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NEXT_SUNDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
)


@dataclass(frozen=True)
class Event:
    """Something that happens, and what coverage must say otherwise because of it."""

    said: str
    does: Callable[[Council], None]
    changes: Mapping[str, int]
    """Stages, gaps and ``unknown``, as the report's JSON calls them."""


def event(said: str, does: Callable[[Council], None], **changes: int) -> Event:
    return Event(said, does, changes)


@dataclass(frozen=True)
class Day:
    on: date
    events: tuple[Event, ...] = ()


DAYS = (
    Day(
        SUNDAY,
        (
            event(
                "In February HR's first list brings six, who are invited.",
                they.first_list,
                invited=6,
            ),
            event(
                "Hana of HR, Ines who manages the Court Team, and Ruth who approves what is "
                "taught sign in.",
                they.first_sign_ins,
                signed_in=3,
                invited=-3,
            ),
            event(
                "In May Rosa passes the day-one essentials.",
                they.rosa_passes,
                signed_in=1,
                invited=-1,
            ),
            event("Rosa's fixed term ends on 30 June.", they.nothing, signed_in=-1),
            event(
                "In November the list comes each Monday, and adds nothing.", they.mondays_before
            ),
        ),
    ),
    Day(
        MONDAY,
        (
            event("HR's list should come, and does not.", they.nothing),
            event(
                "Larkfield's weekly list comes: Amy begins today, Cal on Thursday.",
                they.agency_list,
                invited=1,  # Amy
                not_on_hr=1,
            ),
            event("Every manager is asked by mail who is missing.", they.managers_asked),
        ),
    ),
    Day(
        TUESDAY,
        (
            event("Ines answers by the link: Olu is missing. It waits for HR.", they.ines_answers),
            event(
                "Ines adds Noor, who began on Monday and is on no list yet.",
                they.ines_adds_noor,
                invited=1,
                no_list=1,
            ),
            event("Ines prints a code for her team.", they.ines_makes_a_code),
        ),
    ),
    Day(
        WEDNESDAY,
        (
            event("Hana reads that HR's list is late.", they.hana_sees_it_is_late),
            event(
                "It comes: Ben is new since Monday, Gil since today and without an address, Noor "
                "is on it, Tom leaves tomorrow, Rosa comes back tomorrow.",
                they.late_list,
                invited=1,  # Ben
                no_address=1,  # Gil
                hr_uninvited=1,  # Gil
                no_list=-1,  # Noor, who is one person and not two
            ),
            event("The same list comes once more, and adds nothing.", they.same_list_again),
        ),
    ),
    Day(
        THURSDAY,
        (
            event(
                "Cal's first day: his invitation goes out.", they.nothing, invited=1, not_on_hr=1
            ),
            event(
                "Rosa is back within the half year; her certificate counts.",
                they.rosa_is_back,
                signed_in=1,
            ),
            event(
                "Ines prints a card for Gil, who signs in with it.",
                they.gil_gets_a_card,
                signed_in=1,
                no_address=-1,
                hr_uninvited=-1,
            ),
            event("Hana says yes to Olu.", they.hana_says_yes, invited=1, no_list=1),
            event("Dee enters herself by the team's code, and waits for Ines.", they.dee_joins),
        ),
    ),
    Day(
        FRIDAY,
        (
            event("Tom is gone: yesterday was his last day.", they.nothing, invited=-1),
            event(
                "Una signs in with the council's account, and nobody has named her.",
                they.una_comes,
                unknown=1,
            ),
            event("Ines confirms Dee.", they.ines_confirms_dee, invited=1, no_list=1),
            event("Pia is away for long: her clocks stand still.", they.pia_is_away),
        ),
    ),
    Day(SATURDAY),
    Day(NEXT_SUNDAY),
    Day(
        NEXT_MONDAY,
        (
            event(
                "HR's list is in time, and names Una. Its Amanda Bold has Amy's address, and "
                "waits.",
                they.next_list,
                invited=1,
                unknown=-1,
            ),
            event("Una signs in again, and is in.", they.una_comes_again, signed_in=1, invited=-1),
            event(
                "Hana says that Amanda is Amy, employed now.", they.hana_knows_amy, not_on_hr=-1
            ),
            event(
                "Larkfield's list leaves her out; nobody is ended for that.",
                they.agency_leaves_amy_out,
                left_out=1,
            ),
            event("Ines answers that nobody is missing.", they.ines_says_nobody),
        ),
    ),
)


@dataclass(frozen=True)
class Evening:
    """What was said at the end of a day, and what should have been."""

    day: Day
    coverage: dict[str, Any]
    compliance: dict[str, Any]
    expected: dict[str, Any]


def play(council: Council) -> Iterator[Evening]:
    """Play day after day: the jobs in the morning, what happens, the jobs, and the question."""
    total: Counter[str] = Counter()
    for day in DAYS:
        if day.on > SUNDAY:
            council.at(day.on, 8)
            council.lms("messages", "send")
        for at, one in enumerate(day.events):
            if day.on > SUNDAY:
                council.at(day.on, 9 + at)
            one.does(council)
            total.update(one.changes)
        council.at(day.on, 17)
        council.lms("messages", "send")
        coverage = council.lms("coverage", "report")
        yield Evening(day, coverage, council.lms("compliance", "report"), expected(day.on, total))


def expected(day: date, total: Mapping[str, int]) -> dict[str, Any]:
    """Return what ``lms coverage report`` must say after all that has happened."""
    stages = {one.value: total.get(one.value, 0) for one in Stage}
    known, enrolled = sum(stages.values()), sum(stages[one.value] for one in ENROLLED)
    return {
        "as_at": day.isoformat(),
        "known": known,
        "enrolled": enrolled,
        "missed": known - enrolled,
        "stages": stages,
        "gaps": {one.value: total.get(one.value, 0) for one in Gap},
        "unknown": total.get("unknown", 0),
        "groups": [],
    }


def told(evening: Evening) -> str:
    """Return a page of the diary."""
    said = evening.coverage
    parts = {**said["stages"], **said["gaps"], "came and named by nobody": said["unknown"]}
    shown = [f"{number} {key.replace('_', ' ')}" for key, number in parts.items() if number]
    lines = [f"{evening.day.on:%A} {words.day(evening.day.on)}"]
    lines += [f"  - {one.said}" for one in evening.day.events] or ["  - Nothing happens."]
    lines.append(
        f"  Coverage: {said['known']} known, {said['enrolled']} enrolled, {said['missed']} missed "
        f"({', '.join(shown)})."
    )
    if said != evening.expected:
        lines.append(f"  NOT AS IT SHOULD BE: {evening.expected}")
    return "\n".join(lines)


def main() -> None:
    """Print the diary of a week that is played on a new instance in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        council = Council(Path(folder))
        try:
            for evening in play(council):
                click.echo(f"{told(evening)}\n")
        finally:
            council.close()


if __name__ == "__main__":
    main()

"""How far a pairing is, and the words of how waits and pairings end; pure."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

SIDES: Mapping[str, str] = {"mentor": "the mentor", "mentee": "the new DSL"}

CLOSED: Mapping[str, str] = {
    "own": "no mentor wanted",
    "left": "no longer DSL there",
    "done": "the mentoring is completed",
}
"""Why somebody waits no more, in words."""

ENDS: Mapping[str, str] = {
    "declined": "declined",
    "lapsed": "not answered in time",
    "called_off": "called off by the coordinator",
    "stepped_back": "stepped back",
    "left": "left the setting",
    "own": "no mentor wanted",
    "done": "completed",
}
"""Why a pairing ended, in words; nobody is at fault."""

OVERRIDABLE = frozenset({"no_way_to_meet", "same_trust"})
"""What a coordinator may set aside, with a reason; all other rules hold."""

LONGEST_AIMS = 500
LONGEST_REASON = 300


class Step(StrEnum):
    """How far a pairing is."""

    OFFERED = "offered"
    PAIRED = "paired"
    LAPSED = "lapsed"
    ENDED = "ended"


class Dated(Protocol):
    """What of a pairing says how far it is."""

    paired_at: datetime | None
    ended_at: datetime | None
    lapses_on: date


def step(one: Dated, day: date) -> Step:
    """Return how far a pairing is on ``day``: an offer lapses by itself."""
    if one.ended_at is not None:
        return Step.ENDED
    if one.paired_at is not None:
        return Step.PAIRED
    return Step.OFFERED if day <= one.lapses_on else Step.LAPSED

"""How far somebody was reached, what their lists say of them, and what to do next; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lms.intake.rules.ways import NAMED, Way
from lms.kernel.days import quarter_of

HR = "HR"
BY_WORD = tuple(name for name, way in NAMED.items() if way != Way.SCIM)
"""Sources that are no list: somebody, or the starters themselves, said so on a page."""

WEEKS = 12
"""Weeks of first days that stand one by one; whoever began earlier stands together."""


class Stage(StrEnum):
    """How far somebody was reached by a day: exactly one of these, the first that fits."""

    SIGNED_IN = "signed_in"
    OPENED = "opened"
    """Opened an invitation, and never signed in."""

    INVITED = "invited"
    """Sent an invitation that did not come back, and never opened it."""

    NO_ADDRESS = "no_address"
    BOUNCED = "bounced"
    WAITS = "waits"
    """An invitation lies ready: held, or for a later day."""

    NEVER_INVITED = "never_invited"


ENROLLED = (Stage.SIGNED_IN, Stage.OPENED, Stage.INVITED)
"""The stages that count as enrolled."""

MISSED = tuple(one for one in Stage if one not in ENROLLED)


class Gap(StrEnum):
    """Found in one place and missing in another. One person may stand in several."""

    NOT_ON_HR = "not_on_hr"
    """On an agency's or another list, and not on HR's."""

    NOT_ON_AGENCY = "not_on_agency"
    """Works through an agency that sends its list, and no agency's list names them."""

    NO_LIST = "no_list"
    """Known by somebody's word alone."""

    CAME_UNLISTED = "came_unlisted"
    """Signed in, and on no list."""

    HR_UNINVITED = "hr_uninvited"
    """On HR's list, and never sent an invitation."""

    LEFT_OUT = "left_out"
    """Works here still, and the latest file of their list no longer names them."""


class Step(StrEnum):
    """What can be done next."""

    INVITE = "invite"
    REMIND = "remind"
    CARD = "card"
    ASK = "ask"
    NOT_A_STARTER = "not_a_starter"


class Reason(StrEnum):
    """Why somebody is not a starter."""

    NEVER_STARTED = "never_started"
    TWICE = "twice"
    NOT_OURS = "not_ours"


class Reached(StrEnum):
    """How far a starter of a quarter has come: the furthest of these."""

    KNOWN = "known"
    INVITED = "invited"
    SIGNED_IN = "signed_in"
    BEGAN = "began"
    CERTIFIED = "certified"


@dataclass(frozen=True, kw_only=True)
class Known:
    """All that decides a stage, by the end of a day."""

    signed_in: bool = False
    opened: bool = False
    reached: bool = False
    """Sent an invitation that had not come back."""

    has_address: bool = True
    came_back: bool = False
    waits: bool = False


def stage_of(known: Known) -> Stage:
    """Return how far somebody was reached; the same as the queries say in SQL."""
    ranked = (
        (known.signed_in, Stage.SIGNED_IN),
        (known.reached and known.opened, Stage.OPENED),
        (known.reached, Stage.INVITED),
        (not known.has_address, Stage.NO_ADDRESS),
        (known.came_back, Stage.BOUNCED),
        (known.waits, Stage.WAITS),
    )
    return next((stage for holds, stage in ranked if holds), Stage.NEVER_INVITED)


NEXT: Mapping[Stage, Sequence[Step]] = {
    Stage.SIGNED_IN: (Step.ASK, Step.NOT_A_STARTER),
    Stage.OPENED: (Step.REMIND, Step.ASK, Step.CARD, Step.NOT_A_STARTER),
    Stage.INVITED: (Step.REMIND, Step.CARD, Step.ASK, Step.NOT_A_STARTER),
    Stage.NO_ADDRESS: (Step.CARD, Step.ASK, Step.NOT_A_STARTER),
    Stage.BOUNCED: (Step.ASK, Step.CARD, Step.NOT_A_STARTER),
    Stage.WAITS: (Step.INVITE, Step.CARD, Step.ASK, Step.NOT_A_STARTER),
    Stage.NEVER_INVITED: (Step.INVITE, Step.CARD, Step.ASK, Step.NOT_A_STARTER),
}
"""What to do next about somebody, the best first."""


def monday(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def weeks(day: date) -> list[date]:
    """Return the Mondays of the last weeks, the week of ``day`` first."""
    last = monday(day)
    return [last - timedelta(weeks=n) for n in range(WEEKS)]


def quarter_end(first: date) -> date:
    """Return the last day of the quarter that begins on ``first``."""
    return quarter_of(first + timedelta(days=95)) - timedelta(days=1)


def quarters(day: date, number: int = 8) -> list[date]:
    """Return the first days of the last quarters, that of ``day`` first."""
    found = [quarter_of(day)]
    while len(found) < number:
        found.append(quarter_of(found[-1] - timedelta(days=1)))
    return found

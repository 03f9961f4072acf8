"""When managers are asked, what an answer says, and how far a team's code reaches; pure."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lms.identity.rules import ALPHABET, plain
from lms.kernel.days import first_working_day, working_days_after

LOOK_BACK = timedelta(days=28)
"""First days of starters that a question names lie no longer ago."""

OPEN = timedelta(days=14)
"""How long a question can be answered."""

MOST_MISSING = 6
"""Starters whom one answer may name."""

BY_CODE = "Team code"
"""What an engagement names as its source that a starter told by a team's code."""

CODE_DAYS = 30
CODE_USES = 30
CODE_A_DAY = 10
"""Starters who may join by one code in a day; more is no team, but a code that leaked."""

CODE_LETTERS = 8
CONFIRM_DAYS = 5
"""Working days after which what waits for a manager goes to HR."""

KINDS = ("missing", "left", "joined")
"""A manager says that somebody is missing or has left; a starter joined by a code."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Somebody who is missing from the register, as a manager or they themselves wrote it."""

    first_name: str
    last_name: str
    email: str | None
    starts_on: date
    kind: str
    agency: str = ""


@dataclass(frozen=True, kw_only=True)
class Left:
    """A starter named in the question who has left, or never came."""

    engagement_id: UUID
    last_on: date


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a manager answers."""

    is_complete: bool
    missing: Sequence[Missing] = ()
    left: Sequence[Left] = ()


def asks_on(day: date, weekday: int) -> bool:
    """Tell whether managers are asked on ``day``.

    Args:
        day: the day.
        weekday: 1 Monday to 5 Friday; the next working day where that is one off; 0 for never.

    """
    if not 1 <= weekday <= 5:
        return False
    wanted = day - timedelta(days=day.weekday()) + timedelta(days=weekday - 1)
    return day in {first_working_day(wanted), first_working_day(wanted - timedelta(days=7))}


def week_of(day: date) -> date:
    """Return the Monday of the week of ``day``: a manager is asked once a week at most."""
    return day - timedelta(days=day.weekday())


def goes_to_hr_on(told_on: date) -> date:
    """Return the day on which what a manager left waiting goes to HR."""
    return working_days_after(told_on, CONFIRM_DAYS)


def code(secret: str, code_id: UUID) -> str:
    """Return a team's code: ``7F3K-92QD``; made from its id, so that it can be printed again."""
    drawn = hmac.digest(secret.encode(), b"outset.team" + code_id.bytes, "sha256")
    letters = "".join(ALPHABET[byte % 32] for byte in drawn[:CODE_LETTERS])
    return f"{letters[:4]}-{letters[4:]}"


def code_hash(secret: str, typed: str) -> str:
    """Return what is kept of a code, to find it by; case, spaces and look-alikes forgiven."""
    named = b"outset.team" + plain(typed).encode()
    return hmac.new(secret.encode(), named, hashlib.sha256).hexdigest()

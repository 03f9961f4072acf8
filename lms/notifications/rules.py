"""Who is told what, when, and how often at most."""

from collections.abc import Iterable
from datetime import date, timedelta

from lms.kernel.days import (
    is_working_day,
    last_working_day,
    working_days_after,
    working_days_between,
)

BEFORE_DAYS = 3
"""Working days before a due day on which the person is reminded."""

MANAGER_AFTER_DAYS = 2
"""Working days after a missed due day on which the manager is told too."""

LOOK_BACK = timedelta(days=14)
"""How far back a missed due day can still call for a word: over the longest holiday."""

WAITS = (
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""How long to wait after each failure; after the last the message is given up."""

CLAIM = timedelta(minutes=10)
"""How long one sender leaves alone what another took in hand."""


def next_try(tries: int) -> timedelta | None:
    """Return how long to wait after that many failures, or None to give up."""
    return WAITS[tries - 1] if 0 < tries <= len(WAITS) else None


def stage(due_on: date, today: date) -> str | None:
    """Return which reminder a due day calls for today, or None.

    ``before`` three working days before, ``today`` on the day, ``after`` on the first working
    day after it, ``manager`` two working days after it. Each comes on a working day: where the
    due day is a day off, 'on the day' is the working day before.
    """
    if due_on < today:
        late = working_days_between(due_on, today)
        return {1: "after", MANAGER_AFTER_DAYS: "manager"}.get(late)
    last = last_working_day(due_on)
    if last == today:
        return "today"
    return "before" if working_days_after(today, BEFORE_DAYS) == last else None


def stages(due_on: date, days: Iterable[date]) -> set[str]:
    """Return which reminders a due day calls for on any of ``days``."""
    return {one for one in (stage(due_on, day) for day in days) if one is not None}


def days_to_tell(last_told: date | None, today: date) -> list[date]:
    """Return the working days whose reminders are to be written today.

    Today, and the days since the last reminders: while a machine stood still, nobody was told.

    Args:
        last_told: the last day on which any reminder was written; None if there never was.
        today: the council's day.

    """
    since = today - timedelta(days=1) if last_told is None else last_told
    first = max(since, today - LOOK_BACK) + timedelta(days=1)
    missed = [first + timedelta(days=n) for n in range((today - first).days)]
    return [*(day for day in missed if is_working_day(day)), today]

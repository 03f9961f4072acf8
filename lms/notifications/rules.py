"""Who is told what, when, and how often at most."""

from datetime import date, timedelta

from lms.kernel.days import working_days_after, working_days_between

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
    day after it, ``manager`` two working days after it. Each comes on a working day, so a
    weekend's reminders come before it.
    """
    if due_on < today:
        late = working_days_between(due_on, today)
        return {1: "after", MANAGER_AFTER_DAYS: "manager"}.get(late)
    if due_on == today:
        return "today"
    return "before" if working_days_after(today, BEFORE_DAYS) == due_on else None

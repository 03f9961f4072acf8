"""School days by the council's term dates; pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from lms.kernel.days import is_working_day

Terms = Sequence[tuple[date, date]]
"""First and last day of each term; none where the council has entered none."""

OFFER_DAYS = 5
"""School days for which a proposal can be accepted."""

AMBER_DAYS, RED_DAYS = 8, 11
"""School days of waiting from which a new DSL's wait stands out, and is too long."""

LONGEST = 400
"""Days looked ahead; beyond the dates that are entered, working days are school days."""


def is_school_day(day: date, terms: Terms) -> bool:
    """Tell whether schools are open: a working day within a term.

    A day after the last term that is entered, or before the first, counts by weekdays and bank
    holidays alone, so that no clock stands still for want of dates.
    """
    if not is_working_day(day):
        return False
    if not terms or day > max(last for _, last in terms) or day < min(first for first, _ in terms):
        return True
    return any(first <= day <= last for first, last in terms)


def school_days_after(day: date, days: int, terms: Terms) -> date:
    """Return the school day so many school days after ``day``, which is day 0."""
    found = day
    for _ in range(days):
        found += timedelta(days=1)
        for _ in range(LONGEST):
            if is_school_day(found, terms):
                break
            found += timedelta(days=1)
    return found


def school_days_between(first: date, last: date, terms: Terms) -> int:
    """Return how many school days lie after ``first`` up to and with ``last``; 0 if none."""
    days = range(1, max((last - first).days, 0) + 1)
    return sum(is_school_day(first + timedelta(days=n), terms) for n in days)


def light(waited: int) -> str:
    """Return ``green``, ``amber`` or ``red`` for so many school days of waiting."""
    if waited >= RED_DAYS:
        return "red"
    return "amber" if waited >= AMBER_DAYS else "green"

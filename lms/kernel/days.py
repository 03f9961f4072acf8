"""The council's calendar: its day, working days of England, months."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

COUNCIL_TIME = ZoneInfo("Europe/London")
SATURDAY = 5


def council_day(instant: datetime) -> date:
    """Return the day in the council's calendar; at 00:30 on 1 July the UTC day is still June."""
    return instant.astimezone(COUNCIL_TIME).date()


@lru_cache(maxsize=1)
def bank_holidays() -> frozenset[date]:
    """Return England's bank holidays, from the data that ships with the library (no network).

    Source: gov.uk/bank-holidays, as packed in ``govuk-bank-holidays``. The list ends some
    years ahead; beyond it only weekends count as days off.
    """
    known = BankHolidays(use_cached_holidays=True)
    return frozenset(day["date"] for day in known.get_holidays(division="england-and-wales"))


def is_working_day(day: date) -> bool:
    """Tell whether England works on ``day``: neither a weekend nor a bank holiday."""
    return day.weekday() < SATURDAY and day not in bank_holidays()


def first_working_day(day: date) -> date:
    """Return ``day``, or the next working day where it is a day off."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def last_working_day(day: date) -> date:
    """Return ``day``, or the working day before where it is a day off."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=4096)
def working_days_after(day: date, days: int) -> date:
    """Return the working day ``days`` working days after ``day``.

    Args:
        day: day 0; a day off counts from the next working day.
        days: working days to go, 0 or more.

    """
    day = first_working_day(day)
    for _ in range(days):
        day = first_working_day(day + timedelta(days=1))
    return day


def working_days_between(first: date, last: date) -> int:
    """Return how many working days lie after ``first`` up to and with ``last``; negative back."""
    if last < first:
        return -working_days_between(last, first)
    return sum(
        is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1)
    )


def months_after(day: date, months: int) -> date:
    """Return ``day`` moved on by calendar months; 31 January + 1 is the end of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter_of(day: date) -> date:
    """Return the first day of the council's quarter: April, July, October, January."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def end_of(day: date) -> datetime:
    """Return the first instant after the council's ``day``; what came before was by then."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), COUNCIL_TIME).astimezone(
        UTC
    )

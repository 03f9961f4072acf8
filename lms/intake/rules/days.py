"""Days as people and spreadsheets write them, read as the British do."""

import re
from calendar import month_name, monthrange
from datetime import date, timedelta
from functools import lru_cache

MONTHS = {name.casefold()[:3]: number for number, name in enumerate(month_name) if name}
ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial numbers, which hold 29 February 1900 for a day."""

EARLIEST = date(1940, 1, 1)
LATEST = date(2089, 12, 31)
"""Systems write 31/12/9999, 31/12/4712 or 01/01/2099 where there is no end."""

OPEN = frozenset(
    {
        "open",
        "open ended",
        "open-ended",
        "openended",
        "ongoing",
        "on-going",
        "on going",
        "tbc",
        "tba",
    }
    | {"to be confirmed", "permanent", "indefinite", "current", "present", "no end date"}
)
"""Words where a last day would stand, for there is none."""

TIME = r"(?:[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?:Z| ?[+-]\d\d:?\d\d)?)?"
WEEKDAY = r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:[a-z]*day)?[ ,.]+)?"
NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
SHAPES = tuple(
    re.compile(WEEKDAY + shape + TIME, re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/. ]*(?:of )?"
        + NAME
        + r"[-/., ]*(?P<year>\d{4}|\d{2})",
        NAME + r"[-/. ]*(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/., ]+(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    )
)
SERIAL = re.compile(r"(?P<days>\d{5})(?:\.\d+)?")
NOTHING = re.compile(r"0{1,4}([-/. ]?0{1,2}){2,3}" + TIME)
"""``00/00/0000`` and its like: a system's blank."""


class BadDay(ValueError):  # noqa: N818 - named for what it is
    """It is no day; the message says why and how to write one."""


@lru_cache(maxsize=8192)
def day(text: str) -> date | None:
    """Return the day that ``text`` names; None for a blank.

    ``03/04/2026`` is 3 April. A day that only Americans could mean is refused, not turned
    around, for its neighbours would have been turned around unseen.

    Raises:
        BadDay: it names none.

    """
    if not text or NOTHING.fullmatch(text):
        return None
    for shape in SHAPES:
        found = shape.fullmatch(text)
        if found is not None:
            return _checked(_day(found.groupdict()))
    serial = SERIAL.fullmatch(text)
    if serial is not None:
        return _checked(ZERO + timedelta(days=int(serial["days"])))
    msg = "This is not a date. Write it like 14/09/2026 or 2026-09-14."
    raise BadDay(msg)


def last_day(text: str) -> date | None:
    """Return the last day that ``text`` names; None for a blank, or for words such as 'ongoing'.

    Raises:
        BadDay: it names none.

    """
    if text.casefold() in OPEN:
        return None
    found = re.search(r"(?<!\d)(\d{4})(?!\d)", text)
    if found is not None and int(found[1]) > LATEST.year:
        return None
    return day(text)


def _day(parts: dict[str, str | None]) -> date:
    year, number = int(parts["year"] or 0), int(parts["day"] or 0)
    if year < 100:
        year += 2000 if year < 70 else 1900
    name = parts.get("name")
    month = MONTHS[name.casefold()] if name else int(parts["month"] or 0)
    if not 1 <= month <= 12:
        msg = (
            f"There is no month {month}: dates are read as day, month, year. "
            "Write it like 14/09/2026 or 2026-09-14."
        )
        raise BadDay(msg)
    try:
        return date(year, month, number)
    except ValueError:
        if year > 0 and number > monthrange(year, month)[1]:
            msg = f"There is no {number} {month_name[month]} {year}. Enter the right day."
        else:
            msg = "This is not a date. Write it like 14/09/2026 or 2026-09-14."
        raise BadDay(msg) from None


def _checked(found: date) -> date:
    if not EARLIEST <= found <= LATEST:
        msg = f"The year {found.year} cannot be right. Enter the right date."
        raise BadDay(msg)
    return found

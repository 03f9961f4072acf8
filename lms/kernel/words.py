"""How British readers write dates, counts and lists."""

from collections.abc import Sequence
from datetime import date, datetime

from lms.kernel.days import COUNCIL_TIME, council_day


def day(value: date) -> str:
    """Return ``30 November 2026``."""
    return f"{value.day} {value:%B %Y}"


def day_of(value: datetime) -> str:
    """Return the day of an instant in the council's time, ``30 November 2026``."""
    return day(council_day(value))


def weekday(value: date) -> str:
    """Return ``Monday 30 November``; the year is left to the context."""
    return f"{value:%A} {value.day} {value:%B}"


def moment(value: datetime) -> str:
    """Return ``30 November 2026, 4.05pm`` in the council's time."""
    local = value.astimezone(COUNCIL_TIME)
    clock = f"{local:%I.%M}".lstrip("0") + f"{local:%p}".lower()
    return f"{day(local.date())}, {clock}"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 person`` or ``1,234 people``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spelt(number: int) -> str:
    """Return small numbers as words: ``two``, but ``14``."""
    return SMALL[number] if 0 <= number < len(SMALL) else f"{number:,}"


def listed(things: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"

"""How often a list comes, and whether it is late."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from math import ceil
from statistics import median_low

ENOUGH = 3
"""Days on which a list came before it is said how often it does."""

LOOKED_AT = 8
"""Of its last days."""


def usual_days(days: Iterable[date]) -> int | None:
    """Return the usual number of days from one list to the next; None where too few came.

    Args:
        days: on which it came; several on one day count once.

    """
    last = sorted(set(days))[-LOOKED_AT:]
    if len(last) < ENOUGH:
        return None
    return median_low([(after - before).days for before, after in pairwise(last)])


def is_late(age: int, usual: int | None) -> bool:
    """Tell whether a list that came ``age`` days ago should have come again.

    A quarter of the usual time is given, and two days at least: a weekend, a holiday.
    """
    return usual is not None and age >= usual + max(2, ceil(usual / 4))

"""How a row names its line manager."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lms.intake.rules import names
from lms.people import rules as people


class Key(NamedTuple):
    """One way in which a line manager is named."""

    by: str
    """``number``, ``email`` or ``name``."""

    value: str


def keys(told: Mapping[str, str]) -> tuple[Key, ...]:
    """Return how a row names its line manager, the surest first; empty where it names none."""
    said = told.get("manager_name", "")
    ways = [("number", told.get("manager_number", "")), ("email", told.get("manager_email", ""))]
    if "@" in said:
        ways.append(("email", said.lower()))
    elif re.search(r"\d", said):
        ways.append(("number", said))
    elif said:
        ways.append(("name", sorted_name(said)))
    return tuple(Key(by, value) for by, value in ways if value)


def sorted_name(text: str) -> str:
    """Return a whole name as people are sorted and compared by it."""
    first, last, _ = names.split(text)
    return people.sort_name(first, last)


def named(told: Mapping[str, str]) -> str:
    """Return the line manager in the row's own words."""
    ways = ("manager_name", "manager_email", "manager_number")
    return next((told[one] for one in ways if one in told), "")

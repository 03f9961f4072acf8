"""What pages say of the ways in: how each tells, when it was last heard of, which are silent."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from lms.intake.rules.ways import Way
from lms.kernel import words
from lms.people.rules import KINDS

if TYPE_CHECKING:
    from lms.intake.queries import WayIn

HOW: Mapping[Way, str] = {
    Way.FILE: "A list, as a file",
    Way.MANAGER: "Entered on a page",
    Way.CODE: "Starters themselves, by a team’s code",
    Way.SCHOOL: "DSLs and deputies at schools",
    Way.SCIM: "The council’s directory, by itself",
    Way.SIGN_IN: "Starters themselves, by signing in",
    Way.API: "Another system, by itself",
}
"""How each way tells of people."""

QUIET: Mapping[Way, str] = {
    Way.FILE: "a list",
    Way.MANAGER: "managers who add starters",
    Way.CODE: "starters by a team’s code",
    Way.SCHOOL: "schools",
    Way.SCIM: "the council’s directory",
    Way.SIGN_IN: "the council’s sign-in",
}
"""Each way that is open, where nothing has come by it."""


def about(one: "WayIn") -> str:
    """Return how a way tells of people, and who they are where a list does not say."""
    if one.way != Way.FILE:
        return HOW[one.way]
    return f"{KINDS[one.kind]}, unless the file says otherwise" if one.kind else "As the file says"


def heard(one: "WayIn") -> str:
    """Return when it was last heard of, and how often it usually is."""
    return ", ".join(filter(None, (age(one.days), rhythm(one.usual))))


def health(one: "WayIn") -> str:
    """Return the health line of a way in: 'last file 9 days ago, usually weekly'."""
    what = "last file" if one.way == Way.FILE else "last heard of"
    return f"{what} {heard(one)}"


def silent(ways: Iterable["WayIn"]) -> str:
    """Return by which ways nobody has come yet, in words; empty where there is none."""
    there = {one.way for one in ways}
    return words.listed([said for way, said in QUIET.items() if way not in there])


def rhythm(usual: int | None) -> str:
    """Return how often a way is heard of; empty where nobody can tell yet."""
    if usual is None:
        return ""
    if usual == 1:
        return "usually daily"
    named = {"weekly": range(6, 9), "every two weeks": range(13, 16), "monthly": range(27, 33)}
    found = next((name for name, days in named.items() if usual in days), None)
    return f"usually {found or f'every {usual} days'}"


def age(days: int) -> str:
    """Return how long ago something was."""
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{words.count(days, 'day')} ago"

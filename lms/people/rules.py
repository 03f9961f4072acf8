"""Facts about names, addresses, days and duties; pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from lms.kernel.errors import Invalid
from lms.kernel.permissions import Placement
from lms.people.errors import BadAddress, EndsBeforeStart, WrongScope

LONGEST_NAME = 120
UNFOLDED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
"""Letters that Unicode does not take apart."""

DUTIES: Mapping[str, str] = {
    "hr": "HR officer",
    "line_manager": "line manager",
    "agency_coordinator": "agency coordinator",
    "author": "author",
    "approver": "approver",
    "network_coordinator": "network coordinator",
    "auditor": "auditor",
    "administrator": "administrator",
}
"""Every duty in words, as pages and refusals say it."""

KINDS: Mapping[str, str] = {
    "permanent": "Permanent",
    "fixed_term": "Fixed term",
    "agency": "Agency",
    "temporary": "Temporary",
    "casual": "Casual",
    "secondee": "Secondee",
    "volunteer": "Volunteer",
    "student": "Student",
    "apprentice": "Apprentice",
}
"""Every kind of engagement in words."""

BY_MANAGER = "Manager"
"""Source of an engagement that a line manager entered."""

BY_HAND = "HR by hand"
"""Source of one that HR entered on a page; not ``HR``, whose list would then miss it."""

EVER = date(1, 1, 1)
"""From which day a fact holds that says how an engagement began: from its first, whichever that
turns out to be."""

BY_SCHOOL = "Schools"
"""Source of one that an appointment at a setting brought: the setting engages them, not us."""

KEPT_GROUPS: Mapping[str, tuple[str, str]] = {
    "dsl": (
        "DSLs and deputies",
        "Designated safeguarding leads and their deputies, as the settings’ pages name them.",
    ),
}
"""Groups whose members follow from something else: key → name and description."""

LONGEST_REASON = 500
"""Letters of a reason."""

STEP = 13
"""Characters a level adds to the path of a unit: twelve of its id, and a stroke."""

OVER_UNITS = frozenset({"hr", "line_manager", "auditor", "network_coordinator"})
"""Duties that may be held over one unit; the others are the whole council's, or an agency's."""

GUARDED = ("administrator", "approver")
"""Whoever changes the address of somebody with these could act as them."""

PHASES: Mapping[str, str] = {
    "early_years": "Early years",
    "primary": "Primary",
    "secondary": "Secondary",
    "all_through": "All-through",
    "post_16": "Post-16",
    "special": "Special",
    "alternative": "Alternative provision",
    "other": "Other",
}
"""Kinds of setting."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody is about to be placed, or the whole council: what a scope is held against."""

    placements: Sequence[Placement] = field(default_factory=tuple)


WHOLE_COUNCIL = Place()
"""Only a duty over everyone covers it."""


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Return ``text`` for comparing: small letters without accents, apostrophes or hyphens.

    ``O’Neill-Świątek`` and ``oneill swiatek`` are the same.
    """
    apart = unicodedata.normalize("NFKD", text.casefold().translate(UNFOLDED))
    letters = "".join(one for one in apart if not unicodedata.combining(one))
    joined = re.sub(r"['’‘`´.]", "", letters.translate(UNFOLDED))
    return " ".join(re.sub(r"[^\w]+", " ", joined).split())


def sort_name(first_name: str, last_name: str) -> str:
    """Return the name for order and search: surname first, folded."""
    return f"{fold(last_name)} {fold(first_name)}".strip()


def clean_name(text: str | None, *, field: str) -> str:
    """Return a name with single spaces.

    Raises:
        Invalid: nothing is left of it, or it is longer than any name.

    """
    cleaned = " ".join((text or "").split())
    if not fold(cleaned):
        asked = {"first_name": "first name", "last_name": "last name"}.get(field, "name")
        msg = f"Enter the {asked}."
        raise Invalid(msg, field=field)
    if len(cleaned) > LONGEST_NAME:
        msg = f"Names must be {LONGEST_NAME} characters or fewer."
        raise Invalid(msg, field=field)
    return cleaned


def normal_address(text: str | None, *, field: str = "email") -> str | None:
    """Return an e-mail address as it is kept: trimmed, in small letters; None for a blank.

    Raises:
        BadAddress: it is no address. Whether it exists is not asked.

    """
    trimmed = (text or "").strip()
    if not trimmed:
        return None
    try:
        checked = validate_email(trimmed, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise BadAddress(field=field) from None
    return checked.normalized.lower()


def clean_reason(text: str | None) -> str:
    """Return why something was done, with single spaces.

    Raises:
        Invalid: nothing is left of it, or it is longer than a sentence or two.

    """
    cleaned = " ".join((text or "").split())
    if not cleaned:
        msg = "Enter a reason, so that whoever asks later can see why."
        raise Invalid(msg, field="reason")
    if len(cleaned) > LONGEST_REASON:
        msg = f"The reason must be {LONGEST_REASON} characters or fewer."
        raise Invalid(msg, field="reason")
    return cleaned


def merged_values(
    keep: Mapping[str, str | None], other: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Return names and addresses of two records that become one, where nobody chooses.

    Names are of whoever stays; so is the first address, if there is one. The second place is
    filled from what is left, whoever's it was.
    """
    known = [keep["email"], keep["other_email"], other["email"], other["other_email"]]
    first = next((one for one in (known[0], known[2], known[1], known[3]) if one), None)
    rest = [one for one in (known[1], known[2], known[3]) if one and one != first]
    named = {column: keep[column] for column in ("first_name", "last_name", "name")}
    return {**named, "email": first, "other_email": next(iter(rest), None)}


def check_days(starts_on: date, ends_on: date | None) -> None:
    """Raise EndsBeforeStart where the last day lies before the first."""
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart(starts_on)


def check_scope(duty: str, *, over_unit: bool, over_agency: bool) -> None:
    """Raise WrongScope where ``duty`` cannot be held over that."""
    name = DUTIES[duty]
    if duty == "agency_coordinator" and not over_agency:
        msg = "Choose the agency whose workers the coordinator may see."
        raise WrongScope(msg)
    if over_agency and duty != "agency_coordinator":
        msg = f"The duty of {name} cannot be held over an agency. Choose a unit, or leave it out."
        raise WrongScope(msg)
    if over_unit and duty not in OVER_UNITS:
        msg = f"The duty of {name} is for the whole council. Leave out the unit."
        raise WrongScope(msg)


def clean_urn(text: str | None) -> str | None:
    """Return a school's unique reference number, or None for a blank.

    Raises:
        Invalid: it is not six digits.

    """
    digits = "".join((text or "").split())
    if digits and not re.fullmatch(r"[0-9]{6}", digits):
        msg = "A URN has six digits, like 123456. Leave it blank if the setting has none."
        raise Invalid(msg, field="urn")
    return digits or None


def clean_postcode(text: str | None) -> str:
    """Return a postcode as it is written, ``HR1 2AB``; empty for a blank.

    Raises:
        Invalid: it is none.

    """
    letters = "".join((text or "").split()).upper()
    if not letters:
        return ""
    if not re.fullmatch(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}", letters):
        msg = "That is no postcode. Enter one such as HR1 2AB, or leave it blank."
        raise Invalid(msg, field="postcode")
    return f"{letters[:-3]} {letters[-3:]}"


def one_line(text: str | None) -> str:
    """Return a text on one line, no longer than a name may be."""
    return " ".join((text or "").split())[:LONGEST_NAME].strip()


def check_open(opened_on: date | None, closed_on: date | None) -> None:
    """Raise Invalid where a setting would close before it opened."""
    if opened_on is not None and closed_on is not None and closed_on < opened_on:
        msg = "The day it closed cannot lie before the day it opened."
        raise Invalid(msg, field="closed_on")

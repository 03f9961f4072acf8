"""The tables that ship: what headings and contract types mean."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from lms.intake.rules.fields import FIELDS, LEAVE_OUT
from lms.intake.rules.headings import Headings
from lms.intake.rules.kinds import Kinds
from lms.kernel.errors import Invalid

FOLDER = Path(__file__).parents[1]


@lru_cache(maxsize=1)
def shipped() -> dict[str, list[str]]:
    """Return field → headings, the preferred first; ``""`` → those that are left out."""
    table = tomllib.loads((FOLDER / "headings.toml").read_text("utf-8"))
    return {**table["read"], LEAVE_OUT: table["left_out"]["headings"]}


@lru_cache(maxsize=1)
def kinds() -> Kinds:
    """Return the words of contract types."""
    return Kinds(tomllib.loads((FOLDER / "kinds.toml").read_text("utf-8")))


def headings(council: Mapping[str, str], chosen: Mapping[str, str]) -> Headings:
    """Return what headings mean, with what the council and its people added.

    Args:
        council: the setting ``LMS_HEADINGS``, heading → field.
        chosen: what people have answered, heading → field.

    Raises:
        Invalid: the setting names a field there is not.

    """
    for heading, field in council.items():
        if field and field not in FIELDS:
            msg = (
                f"LMS_HEADINGS says that “{heading}” holds {field}, which is not read. "
                f"What is read: {', '.join(FIELDS)}; or nothing, to leave it out."
            )
            raise Invalid(msg, field="headings")
    return Headings(shipped(), council, chosen)

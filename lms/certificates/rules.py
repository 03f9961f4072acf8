"""A certificate's number, how long it counts, and how it stands on a day. Pure."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lms.kernel.days import months_after

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O (they look like figures) and no U.

Source: Douglas Crockford, Base 32, crockford.com/base32.html.
"""

BYTES = 10
LENGTH = 16
GROUP = 4

BETWEEN = re.compile(r"[\s\u00ad\u200b\u2060\ufeff_.·\-\u2010-\u2015\u2212]+")
"""What people, and the programs they copy from, put between the groups: blanks and dashes."""

MISREAD = str.maketrans("OIL", "011")


def new_number(random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Return a number that nobody can guess and that counts nothing: ``7F3K-92QD-XM4T-8RWP``.

    Args:
        random_bytes: gives that many random bytes; eighty bits are asked for.

    """
    value = int.from_bytes(random_bytes(BYTES), "big")
    signs = "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return grouped(signs)


def grouped(signs: str) -> str:
    """Return sixteen signs in fours, as they are printed."""
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read_number(text: str) -> str | None:
    """Return the number somebody typed as it is printed, or None if it cannot be one.

    Capitals or small letters, blanks and dashes anywhere or nowhere, O for 0, I and L for 1
    are all forgiven. U and signs that no number holds are not: guessing would find another's.
    """
    signs = BETWEEN.sub("", text)
    if len(signs) != LENGTH or not signs.isascii():
        return None
    signs = signs.upper().translate(MISREAD)
    return grouped(signs) if set(signs) <= set(ALPHABET) else None


@dataclass(frozen=True)
class Until:
    """The one day that is printed beside the day of completion, and what it is called."""

    on: date
    label: str


NEXT_UPDATE = "Next update due"
LAST_DAY = "Counts until"


def counts_until(
    completed_on: date, *, repeat_months: int | None, valid_months: int | None = None
) -> Until | None:
    """Return the next update due or the last day it counts, whichever comes first.

    Args:
        completed_on: a day in the council's calendar.
        repeat_months: calendar months to the next update; None if none is asked for. Where
            several requirements ask, the shortest.
        valid_months: calendar months a completion counts at all; None if it never lapses.

    Returns:
        The day counts itself. None where neither will come. On the same day the update is
        named: that is the one somebody can do something about.

    Raises:
        ValueError: a count of months is not positive.

    Source: design, 'Decided', certificates.

    """
    if any(months is not None and months <= 0 for months in (repeat_months, valid_months)):
        msg = "months must be positive, or None"
        raise ValueError(msg)
    ends = [
        Until(months_after(completed_on, months), label)
        for months, label in ((repeat_months, NEXT_UPDATE), (valid_months, LAST_DAY))
        if months is not None
    ]
    return min(ends, key=lambda end: end.on, default=None)


class Standing(StrEnum):
    """What somebody who checks a certificate is told."""

    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Life:
    """What has happened to a certificate, in days of the council's calendar."""

    expires_on: date | None = None
    """Last day it counts, inclusive; None if it never lapses."""

    superseded_on: date | None = None
    """First day on which a newer certificate for the same module was there."""

    withdrawn_on: date | None = None
    """First day on which it no longer counted."""


def standing(life: Life, on: date) -> Standing:
    """Return how a certificate stands on a day: the gravest of what has happened by then.

    Withdrawn counts over all else, for it should never have been relied on. Superseded comes
    before expired: whoever asks is better served by the newer one than by a date.
    """
    if life.withdrawn_on is not None and life.withdrawn_on <= on:
        return Standing.WITHDRAWN
    if life.superseded_on is not None and life.superseded_on <= on:
        return Standing.SUPERSEDED
    if life.expires_on is not None and life.expires_on < on:
        return Standing.EXPIRED
    return Standing.VALID

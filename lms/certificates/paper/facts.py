"""What a certificate says, and nothing it does not say."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

TYPOGRAPHIC_HYPHENS = str.maketrans("\u2010\u2011", "--")
"""Hyphens that look like the plain one, which every font has."""

COLOUR_DIGITS = frozenset("0123456789abcdefABCDEF")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything that is printed on one certificate.

    Kept in the certificate's row for ever, so that a new council name, colour or address
    changes nothing already issued. A field that comes later needs a default, or the papers
    of before could not be printed. No score, no e-mail address, no employee number.
    """

    council_name: str
    issuer: str
    """The directorate or service that gives it, for the line under the council's name."""

    person_name: str
    module_title: str
    edition_label: str
    """Such as ``2026-3``."""

    guidance: str
    """The guidance the edition teaches, such as 'Keeping children safe in education 2026'."""

    completed_on: date
    until_on: date | None
    """The next update due or the last day it counts, whichever comes first; None for neither."""

    until_label: str
    """What ``until_on`` is: see ``rules.counts_until``. Empty where there is none."""

    number: str
    verify_url: str
    """Address in the QR code: the page that tells whether this is real."""

    verify_text: str
    """What one types to get there, without ``https://``: ``training.marlshire.example/verify``."""

    brand: str
    """Six hex digits, such as ``#17514e``; at least 4.5 to 1 on white."""

    brand_strong: str
    demo: bool = False
    """Whether the council and the person are invented; the paper says so."""

    def __post_init__(self) -> None:
        for name in ("brand", "brand_strong"):
            colour = getattr(self, name)
            if len(colour) != 7 or colour[0] != "#" or not set(colour[1:]) <= COLOUR_DIGITS:
                msg = f"{name} must be six hex digits such as #17514e, not {colour!r}"
                raise ValueError(msg)

    def to_plain(self) -> dict[str, str | bool | None]:
        """Return the facts as JSON can hold them; dates as ISO 8601."""
        plain: dict[str, str | bool | None] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            plain[one.name] = value.isoformat() if isinstance(value, date) else value
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Return the facts that ``to_plain`` wrote.

        Raises:
            ValueError: a fact is missing, unknown or of another kind. A paper that left one
                out would not be the paper that was issued.

        """
        known = {one.name: one for one in fields(cls)}
        unknown = sorted(plain.keys() - known.keys())
        if unknown:
            msg = f"not facts of a certificate: {', '.join(unknown)}"
            raise ValueError(msg)
        values: dict[str, Any] = {}
        for name, value in plain.items():
            values[name] = _read(name, value, known[name].type)
        try:
            return cls(**values)
        except TypeError as fault:
            msg = f"a certificate's facts are not complete: {fault}"
            raise ValueError(msg) from fault


def _read(name: str, value: object, kind: object) -> object:
    if isinstance(value, str) and kind in (date, date | None):
        return date.fromisoformat(value)
    if not isinstance(value, kind):  # type: ignore[arg-type]  # str, bool, date or date | None
        msg = f"{name} cannot be {value!r}"
        raise ValueError(msg)  # noqa: TRY004 - what was stored is wrong, not how this was called
    return tidied(value) if isinstance(value, str) else value


def tidied(text: str) -> str:
    """Return ``text`` as fonts have it: composed letters, plain hyphens, single spaces."""
    composed = unicodedata.normalize("NFC", text.translate(TYPOGRAPHIC_HYPHENS))
    return " ".join(composed.split())

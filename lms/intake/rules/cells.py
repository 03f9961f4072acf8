"""One cell: cleaned, or what is wrong with it."""

import re
import unicodedata

from lms.intake.rules.fields import LONGEST, LONGEST_OTHER, NAMES, NUMBERS

BLANKS = frozenset(
    {
        "-",
        "--",
        "–",
        "—",
        ".",
        "n/a",
        "na",
        "#n/a",
        "#n/a!",
        "none",
        "null",
        "(null)",
        "nil",
        "(blank)",
    }
)
"""What systems write where they know nothing."""

DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Invisible and harmless: soft hyphens, joiners, byte-order marks."""

SPACES = dict.fromkeys(map(ord, "\t\r\n\v\f\u0085\u00a0\u2028\u2029"), " ")
LOST = "\ufffd"
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Categories of characters that show nothing or turn what follows around."""

WHOLE = re.compile(r"(\d+)\.0+")
SHORTENED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
QUOTED = re.compile(r'="([^"]*)"')
INSURANCE = re.compile(
    r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]", re.IGNORECASE
)
"""A National Insurance number. Source: HMRC, National Insurance Manual NIM39110."""


class BadCell(ValueError):  # noqa: N818 - named for what it is
    """The value cannot be kept; the message says why and what to do."""


def clean(text: str) -> str:
    """Return ``text`` on one line, with single spaces and without what cannot be seen.

    Raises:
        BadCell: it holds characters that cannot be shown, or that were lost.

    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text.translate(DROPPED).translate(SPACES))
        if LOST in text:
            msg = (
                "Letters were lost when this was saved. Type it again, "
                "and save the file as CSV UTF-8 or XLSX."
            )
            raise BadCell(msg)
        if not text.isprintable() and any(unicodedata.category(one) in HIDDEN for one in text):
            msg = "It holds characters that cannot be shown. Type it again."
            raise BadCell(msg)
    return " ".join(text.split())


def value(field: str, text: str) -> str:
    """Return what a cell says for ``field``; empty for a blank, whatever stands for one.

    Raises:
        BadCell: it cannot be kept.

    """
    if not text:
        return ""
    cleaned = clean(text)
    if field in NUMBERS:
        cleaned = _number(cleaned)
    elif field not in NAMES and cleaned.casefold() in BLANKS:
        return ""
    longest = LONGEST.get(field, LONGEST_OTHER)
    if len(cleaned) > longest:
        msg = f"It is {len(cleaned):,} characters long; {longest} is the most. Shorten it."
        raise BadCell(msg)
    return cleaned


def _number(text: str) -> str:
    """Return a number or reference as it was meant, its leading zeros kept."""
    quoted = QUOTED.fullmatch(text)
    text = (quoted[1] if quoted else text.removeprefix("'")).strip()
    if text.casefold() in BLANKS:
        return ""
    whole = WHOLE.fullmatch(text)
    if whole:
        return whole[1]
    if SHORTENED.fullmatch(text):
        msg = "A spreadsheet has shortened this number. Format its column as text, and enter it."
        raise BadCell(msg)
    if INSURANCE.fullmatch(text.replace(" ", "")):
        msg = "This looks like a National Insurance number, which is not kept here. Leave it out."
        raise BadCell(msg)
    return text


def plain_number(text: str | None) -> str:
    """Return a number for comparing: no case, no blanks, no zeros in front.

    A spreadsheet that saves ``008829-1`` as ``8829-1`` has not made another person of it.
    """
    return "".join((text or "").casefold().split()).lstrip("0")

"""Names that stand in one cell."""

import re
from functools import lru_cache

TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "rev",
        "revd",
        "sir",
        "dame",
        "lord",
        "lady",
        "cllr",
        "councillor",
        "master",
    ]
)
JOINED = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "do",
        "du",
        "la",
        "le",
        "al",
        "el",
        "bin",
        "binti",
        "ibn",
        "ap",
        "ab",
        "ter",
        "ten",
        "st",
    ]
)
"""Small words that belong to the surname behind them."""

CALLED = re.compile(r"[(\[\"“]([^)\]\"”]+)[)\]\"”]")


@lru_cache(maxsize=4096)
def split(text: str) -> tuple[str, str, str]:
    """Return first names, surname and the name somebody is called by, each perhaps empty.

    ``Okafor, Dr Ngozi (Zee)`` and ``Dr Ngozi Okafor`` are read; the surname is what stands
    before a comma, else the last word with the small words before it.
    """
    called = CALLED.search(text)
    rest = CALLED.sub(" ", text)
    before, comma, behind = rest.partition(",")
    if comma:
        surname, first = _untitled(before.split()), _untitled(behind.replace(",", " ").split())
    else:
        parts = _untitled(rest.split())
        at = max(len(parts) - 1, 1)
        while at > 1 and parts[at - 1].casefold() in JOINED:
            at -= 1
        first, surname = parts[:at], parts[at:]
    return " ".join(first), " ".join(surname), called[1].strip() if called else ""


def _untitled(parts: list[str]) -> list[str]:
    while len(parts) > 1 and parts[0].strip(".").casefold() in TITLES:
        parts = parts[1:]
    if len(parts) > 1 and parts[-1].strip(".").casefold() in TITLES:
        parts = parts[:-1]
    return parts


def called(first: str, last: str, known_as: str) -> str:
    """Return the name as somebody is called, first name first."""
    if not known_as:
        return f"{first} {last}".strip()
    whole = known_as.casefold().split()
    return (
        known_as
        if last.casefold().split() == whole[-len(last.split()) :]
        else f"{known_as} {last}"
    )

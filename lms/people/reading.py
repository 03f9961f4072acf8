"""Lists of addresses as people paste them: from a message, a spreadsheet, a note."""

import re
from dataclasses import dataclass

from lms.people.errors import BadAddress
from lms.people.rules import normal_address

INSIDE = re.compile(r"<([^<>]*)>")
"""``Ada Bowen <ada@marlshire.example>``."""

AROUND = "\"'‘’“”()[]<>,;:. \t"


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """One entry of a pasted list."""

    line: int
    """Where it stands, counted from 1."""

    text: str
    """As it was pasted."""

    address: str | None
    """As the register keeps addresses; None where it is none."""


def addresses(text: str) -> list[Pasted]:
    """Return what a pasted list holds, each address once, in its order.

    Entries stand on lines of their own or between commas or semicolons, with or without the
    name. Words beside an address are taken for the name; an entry without an address is kept,
    so that it can be named.
    """
    found: list[Pasted] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        for entry in _entries(line):
            address = _address(entry)
            if address is None or address not in seen:
                found.append(Pasted(line=number, text=entry, address=address))
            seen |= {address} if address else set()
    return found


def _entries(line: str) -> list[str]:
    entries: list[str] = []
    for part in line.split(";"):
        inside = INSIDE.findall(part)
        words = re.split(r"[,\s]+", part)
        addressed = inside or [word for word in words if "@" in word]
        entries += addressed or [part.strip(AROUND)]
    return [one.strip(AROUND).removeprefix("mailto:") for one in entries if one.strip(AROUND)]


def _address(entry: str) -> str | None:
    try:
        return normal_address(entry)
    except BadAddress:
        return None

"""Notes of mentoring, all invented: some point at a child, some at nobody.

``…_held_back`` were written with the others and looked at only when the rules were done,
``…_hard`` were written against the rules, ``…_last`` after all else. docs/discretion.md has what
each showed at first look: do not make rules to fit those that were held back or came last.
"""

from pathlib import Path

PAIR = (
    "Priya Nair",
    "Tom Hadley",
    "Elmbrook Primary School",
    "St Aldhelm's Academy",
    "Northgate College",
)
"""Who may stand in them."""


def notes(name: str) -> list[str]:
    """Return the notes of ``harmful``, ``harmless_last`` or another file, in order."""
    return (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def every_note() -> list[str]:
    """Return all of them."""
    return [
        note
        for name in ("harmful", "harmless")
        for part in ("", "_held_back", "_hard", "_last")
        for note in notes(name + part)
    ]

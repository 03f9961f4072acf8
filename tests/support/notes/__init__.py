"""Notes of mentoring, all invented: some point at a child, some at nobody.

``…_held_back.txt`` were written with the others and looked at only when the rules were done; rules
are not to be made to fit them.
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
    """Return the notes of ``harmful``, ``harmless`` or one with ``_held_back``, in order."""
    return (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def every_note() -> list[str]:
    """Return all of them."""
    return [
        note
        for name in ("harmful", "harmless")
        for part in ("", "_held_back")
        for note in notes(name + part)
    ]

"""What the built style sheet, scripts and fonts are called; a name changes with its content."""

import json
from functools import cache
from pathlib import Path

from flask import url_for

BUILT = Path(__file__).parent / "static" / "built"
FOR_EVER = 365 * 24 * 60 * 60
"""Seconds; long enough for a name whose content never changes."""


@cache
def names() -> dict[str, str]:
    """Return the built name of each asset; none before the first build."""
    try:
        read: dict[str, str] = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return read


def url(name: str) -> str:
    """Return the address of ``outset.css`` or another asset, for templates."""
    return url_for("lms.static", filename=f"built/{names().get(name, name)}")


def max_age(filename: str | None) -> int | None:
    """Return how many seconds a browser may keep a static file; None to ask each time."""
    return FOR_EVER if filename and filename.startswith("built/") else None

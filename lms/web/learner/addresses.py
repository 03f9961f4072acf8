"""Where a module and its sections stand, for pages that lead back to them."""

from flask import url_for


def module(slug: str) -> str:
    """Return the address of a module."""
    return url_for("lms.checks.begin", slug=slug).removesuffix("/check")


def section(slug: str, section_id: str) -> str:
    """Return the address of a section."""
    return f"{module(slug)}/{section_id}"

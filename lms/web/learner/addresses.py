"""Where a module and its sections stand, for pages that lead back to them."""

from flask import url_for


def module(slug: str) -> str:
    """Return the address of a module."""
    return url_for("lms.modules.show", slug=slug)


def section(slug: str, section_id: str) -> str:
    """Return the address of a section."""
    return url_for("lms.sections.show", slug=slug, section_id=section_id)

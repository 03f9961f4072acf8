"""Questions about who must complete what, and who is released from it."""

from lms.assignment.queries.releases import (
    Released,
    What,
    exemption,
    exemptions,
    obligations_of,
    pause,
    pause_of,
    pauses_of,
    release_counts,
    released,
)
from lms.assignment.queries.requirements import (
    audience,
    moved,
    obligation,
    requirement,
    requirement_names,
    requirements,
    shortest_repeat,
    touched_by,
)

__all__ = [
    "Released",
    "What",
    "audience",
    "exemption",
    "exemptions",
    "moved",
    "obligation",
    "obligations_of",
    "pause",
    "pause_of",
    "pauses_of",
    "release_counts",
    "released",
    "requirement",
    "requirement_names",
    "requirements",
    "shortest_repeat",
    "touched_by",
]

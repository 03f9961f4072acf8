"""Making and changing requirements, obligations, and releases from them."""

from lms.assignment.commands.obligations import Refreshed, meet, refresh, reopen
from lms.assignment.commands.releases import (
    end_exemption,
    exempt,
    pause,
    return_from_pause,
)
from lms.assignment.commands.requirements import begin_requirement, end_requirement

__all__ = [
    "Refreshed",
    "begin_requirement",
    "end_exemption",
    "end_requirement",
    "exempt",
    "meet",
    "pause",
    "refresh",
    "reopen",
    "return_from_pause",
]

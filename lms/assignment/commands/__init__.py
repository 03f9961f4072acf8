"""Making and changing requirements, obligations, and releases from them."""

from lms.assignment.commands.exemptions import check_until, end_exemption, exempt
from lms.assignment.commands.merging import follow, part
from lms.assignment.commands.obligations import Refreshed, refresh
from lms.assignment.commands.pauses import PAUSE_REASONS, check_away, end_pause, pause
from lms.assignment.commands.proofs import meet, reopen
from lms.assignment.commands.requirements import (
    begin_requirement,
    change_requirement,
    end_requirement,
)
from lms.assignment.commands.undoing import forget, put_back

__all__ = [
    "PAUSE_REASONS",
    "Refreshed",
    "begin_requirement",
    "change_requirement",
    "check_away",
    "check_until",
    "end_exemption",
    "end_pause",
    "end_requirement",
    "exempt",
    "follow",
    "forget",
    "meet",
    "part",
    "pause",
    "put_back",
    "refresh",
    "reopen",
]

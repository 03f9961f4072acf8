"""Questions about who is trained: of a person, a team, the council; on any day."""

from lms.compliance.queries.asked import Asked
from lms.compliance.queries.figures import (
    By,
    Coverage,
    Figures,
    Standings,
    coverage,
    figures,
    standings,
)
from lms.compliance.queries.lists import (
    Line,
    Owed,
    PersonLine,
    Reached,
    every_line,
    every_row,
    lines,
    owed,
    people_standing,
)
from lms.compliance.queries.spells import Spell, ended, starting
from lms.compliance.queries.starters import Began, starters
from lms.compliance.queries.teams import Member, Next, standings_of, team

__all__ = [
    "Asked",
    "Began",
    "By",
    "Coverage",
    "Figures",
    "Line",
    "Member",
    "Next",
    "Owed",
    "PersonLine",
    "Reached",
    "Spell",
    "Standings",
    "coverage",
    "ended",
    "every_line",
    "every_row",
    "figures",
    "lines",
    "owed",
    "people_standing",
    "standings",
    "standings_of",
    "starters",
    "starting",
    "team",
]

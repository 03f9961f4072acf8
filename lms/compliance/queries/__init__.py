"""Questions about who is trained: of a person, a team, the council; on any day."""

from lms.compliance.queries.asked import Asked
from lms.compliance.queries.figures import (
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
    every_line,
    lines,
    owed,
    people_standing,
)
from lms.compliance.queries.starters import Began, starters

__all__ = [
    "Asked",
    "Began",
    "Coverage",
    "Figures",
    "Line",
    "Owed",
    "PersonLine",
    "Standings",
    "coverage",
    "every_line",
    "figures",
    "lines",
    "owed",
    "people_standing",
    "standings",
    "starters",
]

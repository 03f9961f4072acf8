"""Questions about who is trained: of a person, a team, the council; on any day."""

from lms.compliance.queries.asked import Asked
from lms.compliance.queries.checked import Checked, Verdict, check
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
    Wanted,
    count_lines,
    every_line,
    every_row,
    lines,
    owed,
)
from lms.compliance.queries.people import (
    EVERYBODY,
    PersonLine,
    Reached,
    Those,
    count_people,
    every_person,
    people_standing,
)
from lms.compliance.queries.spells import Spell, ended, starting
from lms.compliance.queries.starters import (
    Began,
    Come,
    Starter,
    Which,
    count_starters,
    every_starter,
    starters,
    starters_page,
)
from lms.compliance.queries.teams import Member, Next, standings_of, team

__all__ = [
    "EVERYBODY",
    "Asked",
    "Began",
    "By",
    "Checked",
    "Come",
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
    "Starter",
    "Those",
    "Verdict",
    "Wanted",
    "Which",
    "check",
    "count_lines",
    "count_people",
    "count_starters",
    "coverage",
    "ended",
    "every_line",
    "every_person",
    "every_row",
    "every_starter",
    "figures",
    "lines",
    "owed",
    "people_standing",
    "standings",
    "standings_of",
    "starters",
    "starters_page",
    "starting",
    "team",
]

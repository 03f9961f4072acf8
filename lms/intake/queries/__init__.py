"""Questions about lists of people, and what became of their rows."""

from lms.intake.queries.doubles import Double, doubles, said_two, two_people
from lms.intake.queries.handed import Gone, HandedIn, arrived, gone, handed, handed_in, workers_of
from lms.intake.queries.imports import (
    Begun,
    Column,
    Missing,
    Shown,
    begun_by_import,
    begun_by_line,
    files,
    held_count,
    history,
    import_,
    invitations_of_line,
    missing,
    shown,
    waiting,
)
from lms.intake.queries.lines import (
    Candidate,
    Change,
    LineShown,
    candidates,
    held,
    import_line,
    line,
    lines,
)
from lms.intake.queries.lists import choice, choices, headings, read_list
from lms.intake.queries.meant import Meant, people_meant
from lms.intake.queries.running import alarms_of, alarms_said
from lms.intake.queries.undoing import Undoing, plan_of_undoing
from lms.intake.queries.ways import WayIn, source, sources, ways_in
from lms.intake.rules.counts import Counts
from lms.intake.rules.fields import Fault

__all__ = [
    "Begun",
    "Candidate",
    "Change",
    "Column",
    "Counts",
    "Double",
    "Fault",
    "Gone",
    "HandedIn",
    "LineShown",
    "Meant",
    "Missing",
    "Shown",
    "Undoing",
    "WayIn",
    "alarms_of",
    "alarms_said",
    "arrived",
    "begun_by_import",
    "begun_by_line",
    "candidates",
    "choice",
    "choices",
    "doubles",
    "files",
    "gone",
    "handed",
    "handed_in",
    "headings",
    "held",
    "held_count",
    "history",
    "import_",
    "import_line",
    "invitations_of_line",
    "line",
    "lines",
    "missing",
    "people_meant",
    "plan_of_undoing",
    "read_list",
    "said_two",
    "shown",
    "source",
    "sources",
    "two_people",
    "waiting",
    "ways_in",
    "workers_of",
]

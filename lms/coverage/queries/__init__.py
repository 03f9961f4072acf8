"""Questions about who was reached, who was missed, and who is behind each figure."""

from lms.coverage.queries.asked import Asked
from lms.coverage.queries.behind import (
    ENROLLED_ONES,
    MISSED_ONES,
    Line,
    Spell,
    Those,
    every,
    page,
    these,
)
from lms.coverage.queries.figures import EARLIER, By, Covered, Group, covered
from lms.coverage.queries.flow import Flow, Starter, Which, count_starters, flow, starters
from lms.coverage.queries.lists import Lists, lists
from lms.coverage.queries.marked import Marked, count_marked, mark, marked, uncounted

__all__ = [
    "EARLIER",
    "ENROLLED_ONES",
    "MISSED_ONES",
    "Asked",
    "By",
    "Covered",
    "Flow",
    "Group",
    "Line",
    "Lists",
    "Marked",
    "Spell",
    "Starter",
    "Those",
    "Which",
    "count_marked",
    "count_starters",
    "covered",
    "every",
    "flow",
    "lists",
    "mark",
    "marked",
    "page",
    "starters",
    "these",
    "uncounted",
]

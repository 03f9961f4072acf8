"""Questions about what managers and starters told."""

from lms.answers.queries.codes import (
    code,
    code_typed,
    codes_of,
    joined_on,
    uses,
    waiting_for_manager,
)
from lms.answers.queries.questions import (
    Answers,
    Starter,
    answers,
    managers_to_ask,
    question,
    starters_of,
    starters_to_name,
    unanswered,
)
from lms.answers.queries.reports import report, waiting, waiting_long

__all__ = [
    "Answers",
    "Starter",
    "answers",
    "code",
    "code_typed",
    "codes_of",
    "joined_on",
    "managers_to_ask",
    "question",
    "report",
    "starters_of",
    "starters_to_name",
    "unanswered",
    "uses",
    "waiting",
    "waiting_for_manager",
    "waiting_long",
]

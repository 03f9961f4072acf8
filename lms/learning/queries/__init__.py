"""Questions about what was read, answered, practised and completed."""

from lms.learning.queries.checks import (
    BeforeCheck,
    answers,
    asked_in,
    attempt,
    attempts,
    before_check,
    drawn_of,
    fails,
    open_attempt,
    result_of,
)
from lms.learning.queries.completions import completion, completions_of
from lms.learning.queries.practices import practice, practices
from lms.learning.queries.sections import Reading, places, read_counts, reading, sections_read
from lms.learning.queries.talks import talk, talks_with

__all__ = [
    "BeforeCheck",
    "Reading",
    "answers",
    "asked_in",
    "attempt",
    "attempts",
    "before_check",
    "completion",
    "completions_of",
    "drawn_of",
    "fails",
    "open_attempt",
    "places",
    "practice",
    "practices",
    "read_counts",
    "reading",
    "result_of",
    "sections_read",
    "talk",
    "talks_with",
]

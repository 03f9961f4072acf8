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
from lms.learning.queries.completions import completion, completion_of, completions_of
from lms.learning.queries.practices import practice, practices
from lms.learning.queries.sections import Begun, Given, Read, Reading, begun_by, reading
from lms.learning.queries.talks import talk, talk_within, talks_of, talks_within

__all__ = [
    "BeforeCheck",
    "Begun",
    "Given",
    "Read",
    "Reading",
    "answers",
    "asked_in",
    "attempt",
    "attempts",
    "before_check",
    "begun_by",
    "completion",
    "completion_of",
    "completions_of",
    "drawn_of",
    "fails",
    "open_attempt",
    "practice",
    "practices",
    "reading",
    "result_of",
    "talk",
    "talk_within",
    "talks_of",
    "talks_within",
]

"""Reading, answering, practising."""

from lms.learning.commands.answers import save_answers
from lms.learning.commands.checks import begin_check, submit_check
from lms.learning.commands.practices import begin_practice, finish_practice, save_practice
from lms.learning.commands.sections import keep_place, read_section
from lms.learning.commands.talks import settle_talk

__all__ = [
    "begin_check",
    "begin_practice",
    "finish_practice",
    "keep_place",
    "read_section",
    "save_answers",
    "save_practice",
    "settle_talk",
    "submit_check",
]

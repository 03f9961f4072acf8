"""Asking managers, taking what is told, deciding about it; codes of teams."""

from lms.answers.commands.asking import answer, ask_again, ask_managers
from lms.answers.commands.codes import join, make_code, pass_on, stop_code
from lms.answers.commands.settling import entered, let_end, refuse

__all__ = [
    "answer",
    "ask_again",
    "ask_managers",
    "entered",
    "join",
    "let_end",
    "make_code",
    "pass_on",
    "refuse",
    "stop_code",
]

"""What can be done about people who were nearly missed."""

from lms.coverage.commands.asking import ask_managers
from lms.coverage.commands.inviting import invite
from lms.coverage.commands.marking import mark, mark_all, take_back
from lms.coverage.commands.outcome import Outcome

__all__ = ["Outcome", "ask_managers", "invite", "mark", "mark_all", "take_back"]

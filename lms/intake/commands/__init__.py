"""What can be done with lists of people."""

from lms.intake.commands.doubling import say_two, take_back_two
from lms.intake.commands.handing import hand_in
from lms.intake.commands.headings import forget, remember
from lms.intake.commands.hearing import heard_from, heard_of
from lms.intake.commands.imports import (
    INVITATIONS,
    accept,
    answer,
    bring_in,
    drop,
    look,
    look_again,
    tidy,
)
from lms.intake.commands.settling import decide
from lms.intake.commands.sources import describe
from lms.intake.commands.telling import Told, tell, unit_named
from lms.intake.commands.undoing import undo

__all__ = [
    "INVITATIONS",
    "Told",
    "accept",
    "answer",
    "bring_in",
    "decide",
    "describe",
    "drop",
    "forget",
    "hand_in",
    "heard_from",
    "heard_of",
    "look",
    "look_again",
    "remember",
    "say_two",
    "take_back_two",
    "tell",
    "tidy",
    "undo",
    "unit_named",
]

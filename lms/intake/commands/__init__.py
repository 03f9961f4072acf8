"""What can be done with lists of people."""

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

__all__ = [
    "INVITATIONS",
    "accept",
    "answer",
    "bring_in",
    "drop",
    "look",
    "look_again",
    "tidy",
]

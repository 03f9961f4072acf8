"""What can be done with appointments: begin, end, cover, confirm, train, ask once a year."""

from lms.appointments.commands.appointing import Named, appoint, confirm, end, settle_groups
from lms.appointments.commands.checking import (
    answer,
    ask_again,
    ask_settings,
    enter,
    leave_out,
    let_end,
    remind_settings,
)
from lms.appointments.commands.covering import back, cover
from lms.appointments.commands.listing import Outcome, bring_in
from lms.appointments.commands.training import tell_training

__all__ = [
    "Named",
    "Outcome",
    "answer",
    "appoint",
    "ask_again",
    "ask_settings",
    "back",
    "bring_in",
    "confirm",
    "cover",
    "end",
    "enter",
    "leave_out",
    "let_end",
    "remind_settings",
    "settle_groups",
    "tell_training",
]

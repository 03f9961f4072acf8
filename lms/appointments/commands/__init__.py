"""What can be done with appointments: begin, end, cover, confirm, tell of training."""

from lms.appointments.commands.appointing import Named, appoint, confirm, end, settle_groups
from lms.appointments.commands.covering import back, cover
from lms.appointments.commands.training import tell_training

__all__ = [
    "Named",
    "appoint",
    "back",
    "confirm",
    "cover",
    "end",
    "settle_groups",
    "tell_training",
]

"""Writing messages, sending what is due, reminding."""

from lms.notifications.commands.posting import Sent, send_due
from lms.notifications.commands.reminding import REMINDERS, remind
from lms.notifications.commands.writing import write, write_to_setting

__all__ = ["REMINDERS", "Sent", "remind", "send_due", "write", "write_to_setting"]

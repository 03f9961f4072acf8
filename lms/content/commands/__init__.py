"""Reading editions, approving them, keeping the contacts."""

from lms.content.commands.approvals import approve, withdraw_approval
from lms.content.commands.contacts import (
    add_contact,
    change_contact,
    check_contact,
    remove_contact,
)
from lms.content.commands.editions import look

__all__ = [
    "add_contact",
    "approve",
    "change_contact",
    "check_contact",
    "look",
    "remove_contact",
    "withdraw_approval",
]

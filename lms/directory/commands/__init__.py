"""What follows from what a directory tells of users and groups."""

from lms.directory.commands.groups import (
    GroupSaid,
    change_group,
    create_group,
    delete_group,
    join_late,
)
from lms.directory.commands.users import change, create, delete, settled

__all__ = [
    "GroupSaid",
    "change",
    "change_group",
    "create",
    "create_group",
    "delete",
    "delete_group",
    "join_late",
    "settled",
]

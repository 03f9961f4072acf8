"""Questions about what a directory said."""

from lms.directory.queries.groups import (
    GroupRow,
    group,
    group_called,
    groups_of,
    keeps,
    member_ids,
    member_people,
    members_of,
    page_of_groups,
    users_by_id,
)
from lms.directory.queries.users import (
    UserRow,
    group_names,
    of_person,
    page_of_users,
    person_of,
    said_of,
    user,
    user_named,
    waiting_for,
)

__all__ = [
    "GroupRow",
    "UserRow",
    "group",
    "group_called",
    "group_names",
    "groups_of",
    "keeps",
    "member_ids",
    "member_people",
    "members_of",
    "of_person",
    "page_of_groups",
    "page_of_users",
    "person_of",
    "said_of",
    "user",
    "user_named",
    "users_by_id",
    "waiting_for",
]

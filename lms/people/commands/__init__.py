"""What can be done with people, their engagements, their duties and where they work."""

from lms.people.commands.agencies import add_agency, ensure_agency, rename_agency
from lms.people.commands.duties import grant, withdraw_duty
from lms.people.commands.engagements import KEEP, Keep, change_engagement, end, engage
from lms.people.commands.facts import note_changed
from lms.people.commands.groups import (
    add_group,
    add_to_group,
    change_group,
    keep_in_group,
    kept_group,
    leave_kept_group,
    remove_from_group,
)
from lms.people.commands.many import Beginning, Correction, Joining, Many, bring_in, name_managers
from lms.people.commands.merging import merge, unmerge
from lms.people.commands.moving import counts
from lms.people.commands.people import (
    bounced,
    correct,
    join,
    sign_out_everywhere,
    signed_in,
)
from lms.people.commands.places import (
    add_unit,
    ensure_unit,
    move_unit,
    rename_unit,
)
from lms.people.commands.settings import (
    Details,
    add_setting,
    change_setting,
    details_of,
    ensure_setting,
)
from lms.people.commands.starters import Starter, add_starter, source_of
from lms.people.commands.undoing import give_up_addresses, take_out, take_out_places

__all__ = [
    "KEEP",
    "Beginning",
    "Correction",
    "Details",
    "Joining",
    "Keep",
    "Many",
    "Starter",
    "add_agency",
    "add_group",
    "add_setting",
    "add_starter",
    "add_to_group",
    "add_unit",
    "bounced",
    "bring_in",
    "change_engagement",
    "change_group",
    "change_setting",
    "correct",
    "counts",
    "details_of",
    "end",
    "engage",
    "ensure_agency",
    "ensure_setting",
    "ensure_unit",
    "give_up_addresses",
    "grant",
    "join",
    "keep_in_group",
    "kept_group",
    "leave_kept_group",
    "merge",
    "move_unit",
    "name_managers",
    "note_changed",
    "remove_from_group",
    "rename_agency",
    "rename_unit",
    "sign_out_everywhere",
    "signed_in",
    "source_of",
    "take_out",
    "take_out_places",
    "unmerge",
    "withdraw_duty",
]

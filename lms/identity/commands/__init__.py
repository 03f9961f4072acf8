"""Letting people in: links, codes, cards, invitations."""

from lms.identity.commands.answering import keep_answer, tidy_answers
from lms.identity.commands.cards import print_card, use_card
from lms.identity.commands.following import (
    call_off,
    follow_address,
    follow_start,
    person_taken_out,
    taken_out,
)
from lms.identity.commands.invitations import (
    invitation_bounced,
    invitation_failed,
    invitation_sent,
    invitations_due,
    invite,
    release,
    resend,
)
from lms.identity.commands.links import ask_link, end_links, make_link, try_code, use_link
from lms.identity.commands.many import Starter, invite_starters
from lms.identity.commands.providers import Came, come_in_through, tidy_knocks, unlink
from lms.identity.commands.tokens import add_token, revoke_token, used_token

__all__ = [
    "Came",
    "Starter",
    "add_token",
    "ask_link",
    "call_off",
    "come_in_through",
    "end_links",
    "follow_address",
    "follow_start",
    "invitation_bounced",
    "invitation_failed",
    "invitation_sent",
    "invitations_due",
    "invite",
    "invite_starters",
    "keep_answer",
    "make_link",
    "person_taken_out",
    "print_card",
    "release",
    "resend",
    "revoke_token",
    "taken_out",
    "tidy_answers",
    "tidy_knocks",
    "try_code",
    "unlink",
    "use_card",
    "use_link",
    "used_token",
]

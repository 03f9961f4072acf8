"""What follows from what: the one place where features meet.

A consequence runs in the transaction of the event it follows, so a check is never passed
without its certificate, and a certificate never withdrawn without the obligation being open
again. Read the tables from top to bottom; what is done stands in the modules beside this one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from lms.answers.events import ManagerAnswered, ManagerQuestioned, ReportSettled, StarterJoined
from lms.appointments.events import DslAppointed, DslCheckAnswered, DslCheckAsked
from lms.assignment.events import RequirementBegun, RequirementEnded
from lms.audit import commands as audit
from lms.certificates.events import CertificateAwarded, CertificateWithdrawn
from lms.consequences import hearing, inviting, mentoring, owing, telling
from lms.coverage.events import ManagerAsked
from lms.identity.events import InvitationDue, Knocked, SignedIn, SignInLinkMade
from lms.intake.events import ListHandedIn, PeopleImported, RowSettled
from lms.kernel.events import Event
from lms.kernel.work import Work
from lms.learning.events import CheckPassed, TalkAsked
from lms.mentoring.events import (
    HeadAgreed,
    HeadAsked,
    MentorNeeded,
    Paired,
    PairingEnded,
    PairingSent,
)
from lms.notifications.events import MessageBounced, MessageGivenUp, MessageSent
from lms.people.events import (
    AddressBounced,
    EngagementBegun,
    EngagementChanged,
    EngagementEnded,
    EngagementTakenOut,
    GroupJoined,
    GroupLeft,
    PeopleMerged,
    PeopleUnmerged,
    PersonCorrected,
    PersonTakenOut,
    SignedOutEverywhere,
    UnitMoved,
)

TOGETHER: dict[type[Event], tuple[Callable[[Work, Sequence[Any]], None], ...]] = {
    EngagementBegun: (owing.owe_from_start, hearing.hear_of_starters),
    EngagementChanged: (owing.owe_after_change,),
    EngagementEnded: (owing.owe_from_start,),
    EngagementTakenOut: (owing.forget_taken_out,),
    PersonTakenOut: (inviting.forget_invitations,),
}
"""What follows from events that may come by the thousand: all of a kind are looked at at once."""

CONSEQUENCES: dict[type[Event], tuple[Callable[[Work, Any], None], ...]] = {
    EngagementChanged: (inviting.invite_on_start,),
    EngagementEnded: (inviting.not_awaited,),
    PersonCorrected: (inviting.ask_at_new_address,),
    SignedOutEverywhere: (inviting.shut_doors,),
    PeopleMerged: (owing.owe_as_one,),
    PeopleUnmerged: (owing.owe_apart,),
    GroupJoined: (owing.owe_as_member,),
    GroupLeft: (owing.owe_as_member,),
    UnitMoved: (owing.owe_in_new_place,),
    RequirementBegun: (owing.owe_everybody,),
    RequirementEnded: (owing.owe_everybody,),
    CheckPassed: (owing.count_completion,),
    TalkAsked: (telling.ask_for_talk,),
    ListHandedIn: (telling.tell_of_list,),
    ManagerAsked: (telling.ask_manager,),
    ManagerQuestioned: (telling.question_manager,),
    ManagerAnswered: (telling.tell_of_reports,),
    ReportSettled: (telling.tell_manager_of_no,),
    StarterJoined: (telling.tell_of_joiner,),
    DslAppointed: (mentoring.wait_for_mentor,),
    MentorNeeded: (mentoring.tell_who_waits,),
    HeadAsked: (mentoring.ask_head,),
    HeadAgreed: (mentoring.tell_mentor,),
    PairingSent: (mentoring.ask_both,),
    Paired: (mentoring.tell_both,),
    PairingEnded: (mentoring.tell_of_end,),
    DslCheckAsked: (telling.ask_setting,),
    DslCheckAnswered: (telling.tell_of_answer,),
    CertificateAwarded: (telling.tell_of_certificate,),
    CertificateWithdrawn: (owing.reopen,),
    PeopleImported: (inviting.invite_imported,),
    RowSettled: (inviting.invite_settled, hearing.name_in_directory),
    SignInLinkMade: (telling.write_sign_in,),
    SignedIn: (hearing.hear_of_provider,),
    Knocked: (hearing.hear_of_provider,),
    InvitationDue: (telling.write_invitation,),
    MessageSent: (inviting.enrol,),
    MessageBounced: (inviting.note_bounce,),
    MessageGivenUp: (inviting.give_up_invitation,),
    AddressBounced: (inviting.uninvite,),
}


def follow(work: Work, *events: Event) -> None:
    """Write the audit rows, then do what follows, kind by kind: first what TOGETHER says."""
    audit.record(work, *events)
    kinds: dict[type[Event], list[Event]] = {}
    for event in events:
        kinds.setdefault(type(event), []).append(event)
    for kind, some in kinds.items():
        for together in TOGETHER.get(kind, ()):
            together(work, some)
        for consequence in CONSEQUENCES.get(kind, ()):
            for event in some:
                consequence(work, event)

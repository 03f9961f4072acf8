"""Invitations and links follow people, their days and their addresses."""

from collections.abc import Iterable, Sequence

from lms.identity import commands as identity
from lms.intake import queries as intake
from lms.intake.events import PeopleImported, RowSettled
from lms.kernel.work import Work
from lms.notifications.events import MessageBounced, MessageGivenUp, MessageSent
from lms.people import commands as people
from lms.people.events import (
    AddressBounced,
    EngagementChanged,
    EngagementEnded,
    PersonCorrected,
    PersonTakenOut,
    SignedOutEverywhere,
)


def invite_imported(work: Work, event: PeopleImported) -> None:
    """Whoever a list brought is invited when HR said."""
    _invite(work, intake.begun_by_import(work.session, event.subject_id), event.invitations)


def invite_settled(work: Work, event: RowSettled) -> None:
    """Whoever a held row turned out to be is invited like the rest of its list."""
    when = intake.invitations_of_line(work.session, event.subject_id)
    _invite(work, intake.begun_by_line(work.session, event.subject_id), when)


def _invite(work: Work, begun: Iterable[intake.Begun], when: str) -> None:
    starters = (
        identity.Starter(
            person_id=one.person_id,
            engagement_id=one.engagement_id,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
        )
        for one in begun
    )
    identity.invite_starters(work, starters, when=when)


def forget_invitations(work: Work, events: Sequence[PersonTakenOut]) -> None:
    """Whoever leaves the register as if never entered waits for no invitation."""
    identity.person_taken_out(work, [one.subject_id for one in events])


def enrol(work: Work, event: MessageSent) -> None:
    """An invitation that the mail system took has been sent."""
    if event.about is not None:
        identity.invitation_sent(work, event.about)


def not_awaited(work: Work, event: EngagementEnded) -> None:
    """Whoever never came is not invited any more."""
    identity.call_off(work, event.subject_id)


def invite_on_start(work: Work, event: EngagementChanged) -> None:
    """An invitation for the first day follows the first day."""
    if event.started_before is not None:
        identity.follow_start(work, event.subject_id, before=event.started_before)
    if "ends_on" in event.changed:
        identity.call_off(work, event.subject_id)


def ask_at_new_address(work: Work, event: PersonCorrected) -> None:
    """Links that went to an old address end; whoever has not come in is asked again."""
    if {"email", "other_email"} & set(event.changed):
        identity.follow_address(work, event.subject_id, main="email" in event.changed)


def shut_doors(work: Work, event: SignedOutEverywhere) -> None:
    """Links and cards that lie about end with the sessions."""
    identity.end_links(work, event.subject_id)


def give_up_invitation(work: Work, event: MessageGivenUp) -> None:
    """An invitation that could not be sent is on its way no longer."""
    if event.about is not None:
        identity.invitation_failed(work, event.about)


def note_bounce(work: Work, event: MessageBounced) -> None:
    """An address that mail cannot reach is marked on the person."""
    if event.person_id is not None:
        people.bounced(work, event.person_id)


def uninvite(work: Work, event: AddressBounced) -> None:
    """Whom mail cannot reach was not invited."""
    identity.invitation_bounced(work, event.subject_id)

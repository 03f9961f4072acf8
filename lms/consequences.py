"""What follows from what: the one place where features meet.

A consequence runs in the transaction of the event it follows, so a check is never passed
without its certificate, and a certificate never withdrawn without the obligation being open
again. Read the table at the end from top to bottom.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from lms.answers import queries as answers
from lms.answers.events import ManagerAnswered, ManagerQuestioned, ReportSettled, StarterJoined
from lms.appointments.events import DslCheckAnswered, DslCheckAsked
from lms.assignment import commands as assignment
from lms.assignment.events import RequirementBegun, RequirementEnded
from lms.assignment.rules import Done
from lms.audit import commands as audit
from lms.certificates import commands as award
from lms.certificates import queries as certificates
from lms.certificates.events import CertificateAwarded, CertificateWithdrawn
from lms.content import queries as content
from lms.coverage.events import ManagerAsked
from lms.directory import commands as directory
from lms.identity import commands as identity
from lms.identity import queries as invitations
from lms.identity.events import InvitationDue, Knocked, SignedIn, SignInLinkMade
from lms.intake import commands as hearing
from lms.intake import queries as intake
from lms.intake.events import ListHandedIn, PeopleImported, RowSettled
from lms.kernel.events import Event
from lms.kernel.work import Work
from lms.learning import queries as learning
from lms.learning.events import CheckPassed, TalkAsked
from lms.notifications import commands as notifications
from lms.notifications.events import MessageBounced, MessageGivenUp, MessageSent
from lms.people import commands as people
from lms.people import queries as register
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

MOVES = {"unit", "kind"}
"""Changes of an engagement that bring it into another audience from today."""


def owe_from_start(work: Work, events: Sequence[EngagementBegun | EngagementEnded]) -> None:
    """A new engagement owes what the requirements ask; what was done before may carry."""
    _owe(work, [one.subject_id for one in events], _people(events))


def hear_of_starters(work: Work, events: Sequence[EngagementBegun]) -> None:
    """Whoever brings somebody in without a list was heard of."""
    hearing.heard_of(work, {one.source for one in events})


def hear_of_provider(work: Work, event: Knocked | SignedIn) -> None:
    """Whoever comes from a provider, known or not, shows that people can be heard of there."""
    if event.provider:
        hearing.heard_from(work, "Sign-in", way="sign_in")


def owe_after_change(work: Work, events: Sequence[EngagementChanged]) -> None:
    """A moved or corrected engagement owes what it owes now, from the day it moved."""
    before = {one.subject_id: one.started_before for one in events if one.started_before}
    undone: dict[datetime, list[UUID]] = {}
    for one in events:
        if one.undoes is not None:
            undone.setdefault(one.undoes, []).append(one.subject_id)
    for learnt_at, ids in undone.items():
        assignment.put_back(work, ids, learnt_at=learnt_at)
    alike: dict[date | None, list[EngagementChanged]] = {}
    for one in events:
        since = (one.since or work.today) if MOVES & set(one.changed) else None
        alike.setdefault(since, []).append(one)
    for since, some in alike.items():
        ids = [one.subject_id for one in some]
        _owe(work, ids, _people(some), since=since, started_before=before)


def forget_taken_out(work: Work, events: Sequence[EngagementTakenOut]) -> None:
    """An engagement that never was owes nothing, and nobody is invited for it."""
    ids = [one.subject_id for one in events]
    assignment.forget(work, ids)
    identity.taken_out(work, ids)


def forget_invitations(work: Work, events: Sequence[PersonTakenOut]) -> None:
    """Whoever leaves the register as if never entered waits for no invitation."""
    identity.person_taken_out(work, [one.subject_id for one in events])


def owe_as_one(work: Work, event: PeopleMerged) -> None:
    """Two records that became one owe once, and what either did counts for all of it."""
    keep_id = event.person_id
    if keep_id is None:
        return
    ids = register.engagement_ids(work.session, keep_id)
    assignment.follow(work, dict.fromkeys(ids, keep_id))
    _owe(work, ids, {keep_id})
    for done in _done(work, {keep_id}):
        assignment.meet(work, done)
    if event.gives_up_address:
        identity.follow_address(work, keep_id, main=True)


def owe_apart(work: Work, event: PeopleUnmerged) -> None:
    """Two records again: each owes by its own engagements, and by what is its own was done."""
    both = [one for one in (event.person_id, event.other_id) if one is not None]
    ids = {one: register.engagement_ids(work.session, one) for one in both}
    assignment.follow(work, {key: one for one in both for key in ids[one]})
    own: dict[UUID, set[UUID]] = {}
    for done in learning.completions_of(work.session, both):
        own.setdefault(done.person_id, set()).add(done.id)
    assignment.part(work, both, own)
    for one in both:
        _owe(work, ids[one], {one})


def owe_as_member(work: Work, event: GroupJoined | GroupLeft) -> None:
    """Whoever joins or leaves a group owes what its requirements ask, or no longer."""
    if event.person_id is not None:
        _owe(work, register.engagement_ids(work.session, event.person_id), {event.person_id})


def owe_in_new_place(work: Work, event: UnitMoved) -> None:
    """Everybody in a unit that moved owes what is asked where it stands now, from today."""
    path = register.unit(work.session, event.subject_id).path
    for ids in register.engagements_under(work.session, path, on_or_after=work.today):
        done = _done(work, register.people_of(work.session, ids))
        assignment.refresh(work, ids, done=done, since=work.today)


def owe_everybody(work: Work, _event: RequirementBegun | RequirementEnded) -> None:
    """A requirement that begins or ends changes what everybody owes."""
    for ids in register.every_engagement(work.session, on_or_after=work.today):
        assignment.refresh(work, ids, done=_done(work, register.people_of(work.session, ids)))


def _owe(
    work: Work,
    engagement_ids: Collection[UUID],
    person_ids: Collection[UUID],
    *,
    since: date | None = None,
    started_before: dict[UUID, date] | None = None,
) -> None:
    if not engagement_ids:
        return
    done = _done(work, person_ids) if person_ids else []
    assignment.refresh(work, engagement_ids, done=done, since=since, started_before=started_before)


def _people(events: Iterable[Event]) -> set[UUID]:
    return {one.person_id for one in events if one.person_id is not None}


def _done(work: Work, person_ids: Collection[UUID]) -> list[Done]:
    """Return what these people completed and what no withdrawal took away."""
    completions = learning.completions_of(work.session, person_ids)
    gone = certificates.withdrawn_completions(work.session, [one.id for one in completions])
    return [
        Done(
            completion_id=one.id,
            person_id=one.person_id,
            module_slug=one.module_slug,
            completed_on=one.completed_on,
        )
        for one in completions
        if one.id not in gone
    ]


def count_completion(work: Work, event: CheckPassed) -> None:
    """Whoever passes has met what they owed, and has a certificate."""
    found = learning.completion(work.session, event.completion_id)
    assignment.meet(
        work,
        Done(
            completion_id=found.id,
            person_id=found.person_id,
            module_slug=found.module_slug,
            completed_on=found.completed_on,
        ),
    )
    award.award(work, found.id)


def ask_for_talk(work: Work, event: TalkAsked) -> None:
    """The managers of somebody who would be helped by a talk are asked; counts stay untold."""
    found = learning.talk(work.session, event.subject_id)
    title = content.title_of(work.session, found.module_slug)
    for manager in register.managers_of(work.session, found.person_id, work.today):
        facts = {"person": found.person.name, "title": title}
        notifications.write(work, manager.id, "talk", facts, once=f"talk:{found.id}:{manager.id}")


def tell_of_list(work: Work, event: ListHandedIn) -> None:
    """HR hears that an agency has sent in its list."""
    agency = register.agency(work.session, event.agency_id)
    facts = {"agency": agency.name, "rows": event.rows, "import": str(event.subject_id)}
    for person_id in register.officers(work.session):
        once = f"list:{event.subject_id}:{person_id}"
        notifications.write(work, person_id, "agency_list", facts, once=once)


def ask_manager(work: Work, event: ManagerAsked) -> None:
    """A line manager is asked by mail whether these starters came; once a day about the same."""
    session, ids = work.session, event.engagement_ids
    names = register.names_of(session, register.people_of(session, ids)).values()
    about = sha256("".join(one.hex for one in ids).encode()).hexdigest()[:16]
    notifications.write(
        work,
        event.subject_id,
        "asked",
        {"people": sorted(names)},
        once=f"asked:{event.subject_id}:{work.today.isoformat()}:{about}",
    )


def ask_setting(work: Work, event: DslCheckAsked) -> None:
    """A setting is asked by mail who is DSL there; what its link opens can be answered."""
    setting = register.setting(work.session, event.subject_id)
    facts = {"check": str(event.check_id), "setting": setting.name, "again": event.again}
    notifications.write_to_setting(work, setting.id, "dsl_check", facts)


def tell_of_answer(work: Work, event: DslCheckAnswered) -> None:
    """Who keeps the network, or HR without one, hears once a day that answers wait for a yes."""
    if not event.waiting:
        return
    keepers = register.network_coordinators(work.session) or register.officers(work.session)
    for person_id in keepers:
        once = f"dsl_answers:{work.today.isoformat()}:{person_id}"
        notifications.write(work, person_id, "dsl_answers", {}, once=once)


def question_manager(work: Work, event: ManagerQuestioned) -> None:
    """A manager is asked by mail; what its link opens can be answered without a sign-in."""
    asked = answers.question(work.session, event.subject_id)
    named = answers.starters_of(work.session, asked)
    facts = {
        "answer": str(asked.id),
        "people": [[one.name, one.starts_on.isoformat()] for one in named],
        "until": asked.open_until.isoformat(),
    }
    notifications.write(work, asked.manager_id, "weekly", facts)


def tell_of_reports(work: Work, event: ManagerAnswered) -> None:
    """HR hears once a day that what managers told waits for a yes."""
    if not event.reports:
        return
    for person_id in register.officers(work.session):
        once = f"reports:{work.today.isoformat()}:{person_id}"
        notifications.write(work, person_id, "reports", {}, once=once)


def tell_manager_of_no(work: Work, event: ReportSettled) -> None:
    """A manager whose word was not taken hears why."""
    report = answers.report(work.session, event.subject_id)
    if event.outcome != "refused" or report.question_id is None:
        return
    facts = {"person": report.name, "kind": report.kind, "reason": report.reason}
    once = f"report:{report.id}"
    notifications.write(work, report.manager_id, "report_refused", facts, once=once)


def tell_of_joiner(work: Work, event: StarterJoined) -> None:
    """A manager hears, once a day, that somebody joined by their code and waits for them."""
    once = f"joined:{work.today.isoformat()}:{event.manager_id}"
    notifications.write(work, event.manager_id, "joined", {}, once=once)


def reopen(work: Work, event: CertificateWithdrawn) -> None:
    """Whoever loses a certificate must train again, from today, and is told."""
    assignment.reopen(work, event.completion_id)
    found = certificates.certificate(work.session, event.subject_id)
    notifications.write(
        work,
        found.person_id,
        "withdrawn",
        {"title": found.module_title, "number": found.number},
        once=f"withdrawn:{found.id}",
    )


def tell_of_certificate(work: Work, event: CertificateAwarded) -> None:
    """Whoever earned a certificate is told where it is."""
    found = certificates.certificate(work.session, event.subject_id)
    facts = {
        "title": found.module_title,
        "number": found.number,
        "completed_on": found.completed_on.isoformat(),
    }
    notifications.write(work, found.person_id, "passed", facts, once=f"passed:{found.id}")


def write_sign_in(work: Work, event: SignInLinkMade) -> None:
    """Whoever asked for a link gets it by mail."""
    facts = {"link": str(event.subject_id), "to_other": event.to_other}
    if event.person_id is not None:
        notifications.write(work, event.person_id, "sign_in", facts)


def write_invitation(work: Work, event: InvitationDue) -> None:
    """An invitation whose day has come goes out by mail."""
    if event.person_id is None:
        return
    facts = {
        "link": str(event.link_id),
        "invitation": str(event.subject_id),
        **invitations.invitation_facts(work.session, event.subject_id),
    }
    notifications.write(work, event.person_id, "invitation", facts)


def invite_imported(work: Work, event: PeopleImported) -> None:
    """Whoever a list brought is invited when HR said."""
    _invite(work, intake.begun_by_import(work.session, event.subject_id), event.invitations)


def name_in_directory(work: Work, event: RowSettled) -> None:
    """Somebody whom a directory told of, and HR was asked about, is known from now on."""
    begun = intake.begun_by_line(work.session, event.subject_id)
    engagement_id = next((one.engagement_id for one in begun), None)
    user = directory.settled(
        work, event.subject_id, person_id=event.person_id, engagement_id=engagement_id
    )
    if user is not None:
        directory.join_late(work, user)


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


TOGETHER: dict[type[Event], tuple[Callable[[Work, Sequence[Any]], None], ...]] = {
    EngagementBegun: (owe_from_start, hear_of_starters),
    EngagementChanged: (owe_after_change,),
    EngagementEnded: (owe_from_start,),
    EngagementTakenOut: (forget_taken_out,),
    PersonTakenOut: (forget_invitations,),
}
"""What follows from events that may come by the thousand: all of a kind are looked at at once."""

CONSEQUENCES: dict[type[Event], tuple[Callable[[Work, Any], None], ...]] = {
    EngagementChanged: (invite_on_start,),
    EngagementEnded: (not_awaited,),
    PersonCorrected: (ask_at_new_address,),
    SignedOutEverywhere: (shut_doors,),
    PeopleMerged: (owe_as_one,),
    PeopleUnmerged: (owe_apart,),
    GroupJoined: (owe_as_member,),
    GroupLeft: (owe_as_member,),
    UnitMoved: (owe_in_new_place,),
    RequirementBegun: (owe_everybody,),
    RequirementEnded: (owe_everybody,),
    CheckPassed: (count_completion,),
    TalkAsked: (ask_for_talk,),
    ListHandedIn: (tell_of_list,),
    ManagerAsked: (ask_manager,),
    ManagerQuestioned: (question_manager,),
    ManagerAnswered: (tell_of_reports,),
    ReportSettled: (tell_manager_of_no,),
    StarterJoined: (tell_of_joiner,),
    DslCheckAsked: (ask_setting,),
    DslCheckAnswered: (tell_of_answer,),
    CertificateAwarded: (tell_of_certificate,),
    CertificateWithdrawn: (reopen,),
    PeopleImported: (invite_imported,),
    RowSettled: (invite_settled, name_in_directory),
    SignInLinkMade: (write_sign_in,),
    SignedIn: (hear_of_provider,),
    Knocked: (hear_of_provider,),
    InvitationDue: (write_invitation,),
    MessageSent: (enrol,),
    MessageBounced: (note_bounce,),
    MessageGivenUp: (give_up_invitation,),
    AddressBounced: (uninvite,),
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

"""What people owe, and what they have met, follows what happens to them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from lms.assignment import commands as assignment
from lms.assignment.events import RequirementBegun, RequirementEnded
from lms.assignment.rules import Done
from lms.certificates import commands as award
from lms.certificates import queries as certificates
from lms.certificates.events import CertificateWithdrawn
from lms.identity import commands as identity
from lms.kernel.events import Event
from lms.kernel.work import Work
from lms.learning import queries as learning
from lms.learning.events import CheckPassed
from lms.notifications import commands as notifications
from lms.people import queries as register
from lms.people.events import (
    EngagementBegun,
    EngagementChanged,
    EngagementEnded,
    EngagementTakenOut,
    GroupJoined,
    GroupLeft,
    PeopleMerged,
    PeopleUnmerged,
    UnitMoved,
)

MOVES = {"unit", "kind"}
"""Changes of an engagement that bring it into another audience from today."""


def owe_from_start(work: Work, events: Sequence[EngagementBegun | EngagementEnded]) -> None:
    """A new engagement owes what the requirements ask; what was done before may carry."""
    owe(work, [one.subject_id for one in events], _people(events))


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
        owe(work, ids, _people(some), since=since, started_before=before)


def forget_taken_out(work: Work, events: Sequence[EngagementTakenOut]) -> None:
    """An engagement that never was owes nothing, and nobody is invited for it."""
    ids = [one.subject_id for one in events]
    assignment.forget(work, ids)
    identity.taken_out(work, ids)


def owe_as_one(work: Work, event: PeopleMerged) -> None:
    """Two records that became one owe once, and what either did counts for all of it."""
    keep_id = event.person_id
    if keep_id is None:
        return
    ids = register.engagement_ids(work.session, keep_id)
    assignment.follow(work, dict.fromkeys(ids, keep_id))
    owe(work, ids, {keep_id})
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
        owe(work, ids[one], {one})


def owe_as_member(work: Work, event: GroupJoined | GroupLeft) -> None:
    """Whoever joins or leaves a group owes what its requirements ask, or no longer."""
    if event.person_id is not None:
        owe(work, register.engagement_ids(work.session, event.person_id), {event.person_id})


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


def owe(
    work: Work,
    engagement_ids: Collection[UUID],
    person_ids: Collection[UUID],
    *,
    since: date | None = None,
    started_before: dict[UUID, date] | None = None,
) -> None:
    """Let engagements owe what they owe now, and count what these people did before."""
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

"""Saying that an engagement never was one, and taking that back."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import select

from lms.coverage import queries
from lms.coverage.commands.outcome import Outcome, for_each
from lms.coverage.errors import ChangedSince, HasStarted
from lms.coverage.events import MarkedNotStarter, MarkTakenBack
from lms.coverage.models import NotStarter
from lms.coverage.rules import Reason
from lms.kernel.days import council_day
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import permissions
from lms.people import queries as register
from lms.people.models import Engagement


def mark(work: Work, engagement_id: UUID, *, reason: Reason | str) -> NotStarter:
    """Say that an engagement never was one: it ends on its first day, and nothing is owed.

    It counts as known on that day alone. Nothing is deleted: what was, and who said so, stays.
    Said twice it is said once.

    Raises:
        NotFound: there is no such engagement.
        NotAllowed: the actor may not end it.
        HasStarted: the person never started, it is said, and has signed in since.
        ValueError: there is no such reason.

    """
    found, why = register.engagement(work.session, engagement_id), Reason(reason)
    work.require(permissions.END, found)
    counts = select(NotStarter).filter_by(engagement_id=engagement_id, taken_back_at=None)
    before = work.session.scalars(counts).first()
    if before is not None:
        return before
    if why is Reason.NEVER_STARTED and _has_come(found):
        raise HasStarted(found.person.name)
    made = NotStarter(
        id=uuid4(),
        engagement_id=engagement_id,
        reason=why,
        ended_before=found.ends_on,
        decided_at=work.now,
        decided_by=work.actor.id,
    )
    people.end(work, engagement_id, ends_on=found.starts_on)
    work.session.add(made)
    work.session.flush()
    work.record(
        MarkedNotStarter(subject_id=engagement_id, person_id=found.person_id, reason=why.value)
    )
    return made


def mark_all(work: Work, engagement_ids: Iterable[UUID], *, reason: Reason | str) -> Outcome:
    """Say so of several; those that cannot be marked are told of in the outcome."""
    return for_each(work, engagement_ids, lambda one: mark(work, one, reason=reason))


def take_back(work: Work, mark_id: UUID) -> NotStarter:
    """Take back what was said: the engagement has the end that it had before.

    Raises:
        NotFound: nothing such was said.
        NotAllowed: the actor may not change the engagement.
        ChangedSince: the engagement was changed in the meantime.

    """
    found = queries.mark(work.session, mark_id)
    engagement = found.engagement
    work.require(permissions.CHANGE, engagement)
    if found.taken_back_at is not None:
        return found
    if engagement.ends_on != engagement.starts_on:
        raise ChangedSince(engagement.person.name)
    people.change_engagement(work, engagement.id, ends_on=found.ended_before)
    found.taken_back_at, found.taken_back_by = work.now, work.actor.id
    work.session.flush()
    work.record(MarkTakenBack(subject_id=engagement.id, person_id=engagement.person_id))
    return found


def _has_come(engagement: Engagement) -> bool:
    """Tell whether the person has signed in since their first day."""
    last = engagement.person.last_signed_in_at
    return last is not None and council_day(last) >= engagement.starts_on

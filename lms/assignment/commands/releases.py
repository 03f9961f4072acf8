"""Exempting people, and pausing their clocks."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from lms.assignment import permissions, queries
from lms.assignment.errors import AlreadyPaused, NotPaused
from lms.assignment.events import Exempted, Paused, Returned
from lms.assignment.models import DueChange, Exemption, Obligation, Pause
from lms.assignment.rules import due_on
from lms.kernel.errors import Invalid, NotFound
from lms.kernel.work import Work
from lms.people.models import Engagement

PAUSE_REASONS = ("family_leave", "long_absence", "career_break", "other_leave")
"""Codes only: nobody's health is anybody's business here."""


def exempt(work: Work, obligation_id: UUID, *, reason: str, until_on: date) -> Exemption:
    """Release one obligation from today until a day, with a reason.

    Args:
        work: the work.
        obligation_id: which.
        reason: why, in words an auditor will read.
        until_on: first day on which it is owed again.

    Raises:
        NotFound: there is no such obligation.
        NotAllowed: the actor may not.
        Invalid: no reason, or an end that is not in the future.

    """
    obligation = queries.obligation(work.session, obligation_id)
    work.require(permissions.EXEMPT, obligation.engagement)
    if not reason.strip():
        msg = "Enter why this person is exempt."
        raise Invalid(msg, field="reason")
    if until_on <= work.today:
        msg = "Enter a day in the future on which the exemption ends."
        raise Invalid(msg, field="until_on")
    exemption = Exemption(
        obligation_id=obligation.id,
        from_on=work.today,
        until_on=until_on,
        reason=reason.strip(),
        approved_by=work.actor.id,
        at=work.now,
    )
    work.session.add(exemption)
    work.session.flush()
    work.record(
        Exempted(
            subject_id=obligation.id,
            person_id=obligation.person_id,
            module_slug=obligation.module_slug,
            reason=exemption.reason,
            until_on=until_on,
        )
    )
    return exemption


def end_exemption(work: Work, exemption_id: UUID) -> None:
    """End an exemption today. One that began today ends tomorrow, for a day is the least.

    Raises:
        NotFound: there is no such exemption.
        NotAllowed: the actor may not.

    """
    exemption = work.session.get(Exemption, exemption_id)
    if exemption is None:
        msg = "There is no such exemption."
        raise NotFound(msg)
    obligation = queries.obligation(work.session, exemption.obligation_id)
    work.require(permissions.EXEMPT, obligation.engagement)
    tomorrow = date.fromordinal(exemption.from_on.toordinal() + 1)
    exemption.until_on = min(exemption.until_on, max(work.today, tomorrow))
    work.record(
        Exempted(
            subject_id=obligation.id,
            person_id=obligation.person_id,
            module_slug=obligation.module_slug,
            reason=exemption.reason,
            until_on=exemption.until_on,
        )
    )


def pause(
    work: Work, engagement_id: UUID, *, reason: str, from_on: date, until_on: date | None = None
) -> Pause:
    """Let an engagement's clocks stand still.

    Args:
        work: the work.
        engagement_id: whose.
        reason: one of ``PAUSE_REASONS``.
        from_on: first day.
        until_on: the day of return, where it is known; clocks start anew then.

    Raises:
        NotFound: there is no such engagement.
        NotAllowed: the actor may not.
        AlreadyPaused: it is.
        Invalid: no reason of the list, or a return before the beginning.

    """
    engagement = _engagement(work, engagement_id)
    if reason not in PAUSE_REASONS:
        msg = "Choose a reason from the list."
        raise Invalid(msg, field="reason")
    if until_on is not None and until_on <= from_on:
        msg = "The day of return must be after the first day away."
        raise Invalid(msg, field="until_on")
    if queries.pause_of(work.session, engagement_id, from_on) is not None:
        raise AlreadyPaused
    made = Pause(
        engagement_id=engagement_id, from_on=from_on, reason=reason, by=work.actor.id, at=work.now
    )
    work.session.add(made)
    work.session.flush()
    work.record(
        Paused(
            subject_id=engagement_id,
            person_id=engagement.person_id,
            reason=reason,
            from_on=from_on,
            until_on=until_on,
        )
    )
    if until_on is not None:
        _return(work, engagement, made, until_on)
    return made


def return_from_pause(work: Work, engagement_id: UUID, *, on: date) -> Pause:
    """Start an engagement's clocks anew from the day of return.

    Raises:
        NotFound: there is no such engagement.
        NotAllowed: the actor may not.
        NotPaused: there is no open pause.
        Invalid: the day is not after the pause's first.

    """
    engagement = _engagement(work, engagement_id)
    wanted = select(Pause).filter_by(engagement_id=engagement_id, until_on=None)
    found = work.session.scalars(wanted).first()
    if found is None:
        raise NotPaused
    if on <= found.from_on:
        msg = "The day of return must be after the first day away."
        raise Invalid(msg, field="on")
    _return(work, engagement, found, on)
    return found


def _engagement(work: Work, engagement_id: UUID) -> Engagement:
    engagement = work.session.get(Engagement, engagement_id)
    if engagement is None:
        msg = "There is no such engagement."
        raise NotFound(msg)
    work.require(permissions.PAUSE, engagement)
    return engagement


def _return(work: Work, engagement: Engagement, found: Pause, on: date) -> None:
    """End the pause and give every obligation of the engagement its new due day."""
    found.until_on = on
    owed = select(Obligation).filter_by(engagement_id=engagement.id, ended_on=None)
    for obligation in work.session.scalars(owed):
        days = obligation.requirement.due_days
        work.session.add(
            DueChange(
                obligation_id=obligation.id,
                from_on=on,
                due_on=due_on(on, days, engagement.kind.value),
                reason="returned",
                at=work.now,
            )
        )
    work.record(Returned(subject_id=engagement.id, person_id=engagement.person_id, on=on))

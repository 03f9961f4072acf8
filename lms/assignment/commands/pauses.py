"""Letting clocks stand still, and starting them anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from lms.assignment import permissions, queries
from lms.assignment.errors import AlreadyOver, AlreadyPaused
from lms.assignment.events import Paused, Returned
from lms.assignment.models import DueChange, Obligation, Pause
from lms.assignment.rules import due_on
from lms.kernel.errors import Invalid, NotFound
from lms.kernel.work import Work
from lms.people.models import Engagement

PAUSE_REASONS = ("family_leave", "long_absence", "career_break", "other_leave")
"""Codes only: nobody's health is anybody's business here."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """An obligation that begins now, as far as pauses look at it."""

    obligation_id: UUID
    engagement_id: UUID
    begun_on: date
    due_days: Mapping[str, int]
    kind: str


def pause(
    work: Work, engagement_id: UUID, *, reason: str, from_on: date, until_on: date | None = None
) -> Pause:
    """Let an engagement's clocks stand still.

    Args:
        work: the work.
        engagement_id: whose.
        reason: one of ``PAUSE_REASONS``.
        from_on: first day away.
        until_on: the day of return, where it is known; clocks start anew then.

    Raises:
        NotFound: there is no such engagement.
        NotAllowed: the actor may not.
        AlreadyPaused: it is.
        Invalid: no reason of the list, a first day outside the engagement, or a return that
            does not come after it.

    """
    engagement = _engagement(work, engagement_id)
    if reason not in PAUSE_REASONS:
        msg = "Choose a reason from the list."
        raise Invalid(msg, field="reason")
    check_away(engagement, from_on, until_on)
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


def check_away(engagement: Engagement, from_on: date, until_on: date | None) -> None:
    """Raise Invalid for days on which nobody can be away from that engagement."""
    if not engagement.is_active_on(from_on):
        msg = "The first day away must be a day of the engagement."
        raise Invalid(msg, field="from_on")
    if until_on is not None and until_on <= from_on:
        msg = "The day of return must be after the first day away."
        raise Invalid(msg, field="until_on")


def end_pause(work: Work, pause_id: UUID, *, on: date) -> Pause:
    """Start an engagement's clocks anew from the day of return, known before or not.

    A return on the first day away takes the pause back as if it had never been.

    Args:
        work: the work.
        pause_id: which.
        on: the day of return; it may lie in the past, where HR hears of it late.

    Raises:
        NotFound: there is no such pause.
        NotAllowed: the actor may not.
        AlreadyOver: they returned before.
        Invalid: the day is before the pause's first.

    """
    found = queries.pause(work.session, pause_id)
    work.require(permissions.PAUSE, found)
    if found.until_on is not None and found.until_on <= work.today:
        raise AlreadyOver("pause", found.until_on)
    if on < found.from_on:
        msg = "The day of return cannot be before the first day away."
        raise Invalid(msg, field="on")
    if found.until_on is not None:
        _forget(work, found.engagement_id, found.until_on)
    _return(work, found.engagement, found, on)
    return found


def restart(work: Work, begun: Sequence[Begun]) -> None:
    """Give what begins before the return from a pause the due day of that return too."""
    ids = {one.engagement_id for one in begun}
    if not ids:
        return
    wanted = select(Pause.engagement_id, Pause.until_on)
    wanted = wanted.where(Pause.engagement_id.in_(ids), Pause.until_on > Pause.from_on)
    returns: dict[UUID, list[date]] = {}
    for engagement_id, until_on in work.session.execute(wanted):
        if until_on is not None:
            returns.setdefault(engagement_id, []).append(until_on)
    for one in begun:
        for on in returns.get(one.engagement_id, []):
            if on > one.begun_on:
                _due_anew(work, one.obligation_id, on, due_on(on, one.due_days, one.kind))


def _engagement(work: Work, engagement_id: UUID) -> Engagement:
    engagement = work.session.get(Engagement, engagement_id)
    if engagement is None:
        msg = "There is no such engagement."
        raise NotFound(msg)
    work.require(permissions.PAUSE, engagement)
    return engagement


def _forget(work: Work, engagement_id: UUID, planned_on: date) -> None:
    """Take out due days that were to hold from a return that does not come on that day."""
    owed = select(Obligation.id).where(Obligation.engagement_id == engagement_id)
    work.session.execute(
        delete(DueChange).where(
            DueChange.obligation_id.in_(owed),
            DueChange.from_on == planned_on,
            DueChange.reason == "returned",
        )
    )


def _return(work: Work, engagement: Engagement, found: Pause, on: date) -> None:
    """End the pause and give every obligation of the engagement its new due day."""
    found.until_on, found.until_at = on, work.now
    was_away = on > found.from_on
    owed = queries.obligations_of(work.session, [engagement.id]) if was_away else []
    for obligation in owed:
        days = obligation.requirement.due_days
        _due_anew(work, obligation.id, on, due_on(on, days, engagement.kind.value))
    work.session.flush()
    work.record(Returned(subject_id=engagement.id, person_id=engagement.person_id, on=on))


def _due_anew(work: Work, obligation_id: UUID, on: date, due: date) -> None:
    work.session.add(
        DueChange(
            obligation_id=obligation_id, from_on=on, due_on=due, reason="returned", at=work.now
        )
    )

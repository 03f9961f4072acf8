"""Saying yes or no to what was told."""

from uuid import UUID

from lms.answers import permissions, queries
from lms.answers.errors import NoSuchReport, ReasonNeeded, SettledAlready
from lms.answers.events import ReportSettled
from lms.answers.models import Report
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people.rules import WHOLE_COUNCIL

LONGEST_REASON = 300


def entered(work: Work, report_id: UUID, *, engagement_id: UUID) -> Report:
    """Note that somebody who was told of is in the register now, by that engagement.

    Raises:
        NoSuchReport: there is none, or it is none that the actor may decide about.
        SettledAlready: somebody dealt with it.

    """
    found = _waiting(work, report_id)
    found.engagement_id = engagement_id
    return _settle(work, found, "entered")


def let_end(work: Work, report_id: UUID) -> Report:
    """Say yes to somebody's having left: their engagement ends on the day that was told.

    Raises:
        NoSuchReport: there is none, or it is none that the actor may decide about.
        SettledAlready: somebody dealt with it.
        Refusal: whatever ``people.commands.end`` says.

    """
    found = _waiting(work, report_id)
    if found.kind != "left" or found.engagement is None:
        raise NoSuchReport
    last = max(found.on, found.engagement.starts_on)
    people.end(work, found.engagement.id, ends_on=last)
    return _settle(work, found, "ended")


def refuse(work: Work, report_id: UUID, *, reason: str) -> Report:
    """Say no, with a reason that whoever told it reads.

    Raises:
        NoSuchReport: there is none, or it is none that the actor may decide about.
        SettledAlready: somebody dealt with it.
        ReasonNeeded: there is no reason.

    """
    found = _waiting(work, report_id)
    if not reason.strip():
        raise ReasonNeeded
    found.reason = " ".join(reason.split())[:LONGEST_REASON]
    return _settle(work, found, "refused")


def _waiting(work: Work, report_id: UUID) -> Report:
    """Return what waits: for HR, or for the very manager who keeps the code."""
    found = queries.report(work.session, report_id, lock=True)
    mine = found.waits_for == "manager" and found.manager_id == work.actor.id
    if not mine and not work.actor.may(permissions.DECIDE, WHOLE_COUNCIL):
        raise NoSuchReport
    if found.settled_at is not None:
        raise SettledAlready
    return found


def _settle(work: Work, found: Report, outcome: str) -> Report:
    found.outcome, found.settled_at, found.settled_by = outcome, work.now, work.actor.id
    work.session.flush()
    work.record(ReportSettled(subject_id=found.id, kind=found.kind, outcome=outcome))
    return found

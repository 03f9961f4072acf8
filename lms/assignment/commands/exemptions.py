"""Exempting people from what they owe, for a time."""

from datetime import date
from uuid import UUID

from lms.assignment import permissions, queries
from lms.assignment.errors import AlreadyExempt, AlreadyOver, NotOwed
from lms.assignment.events import Exempted
from lms.assignment.models import Exemption, Obligation
from lms.assignment.rules import LONGEST_EXEMPTION
from lms.kernel.days import months_after
from lms.kernel.errors import Invalid
from lms.kernel.work import Work


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
        NotOwed: it is not owed any more.
        AlreadyExempt: it is released already.
        Invalid: no reason, or an end that is not in the future, or too far in it.

    """
    obligation = queries.obligation(work.session, obligation_id)
    work.require(permissions.EXEMPT, obligation.engagement)
    if not reason.strip():
        msg = "Enter why this person is exempt."
        raise Invalid(msg, field="reason")
    check_until(until_on, today=work.today)
    if obligation.ended_on is not None:
        raise NotOwed
    held = queries.exemptions(work.session, [obligation.id], work.today)
    if held:
        raise AlreadyExempt(held[0].until_on)
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
    _record(work, obligation, exemption)
    return exemption


def check_until(until_on: date, *, today: date) -> None:
    """Raise Invalid for a day on which no exemption that begins today may end."""
    if until_on <= today:
        msg = "Enter a day in the future on which the exemption ends."
        raise Invalid(msg, field="until_on")
    if until_on > months_after(today, LONGEST_EXEMPTION):
        msg = (
            "An exemption lasts two years at most; it can be given again then. Enter an earlier "
            "day."
        )
        raise Invalid(msg, field="until_on")


def end_exemption(work: Work, exemption_id: UUID) -> Exemption:
    """End an exemption today. One that began today ends tomorrow, for a day is the least.

    Raises:
        NotFound: there is no such exemption.
        NotAllowed: the actor may not.
        AlreadyOver: it has ended.

    """
    exemption = queries.exemption(work.session, exemption_id)
    obligation = exemption.obligation
    work.require(permissions.EXEMPT, obligation.engagement)
    if exemption.until_on <= work.today:
        raise AlreadyOver("exemption", exemption.until_on)
    tomorrow = date.fromordinal(exemption.from_on.toordinal() + 1)
    exemption.until_on = min(exemption.until_on, max(work.today, tomorrow))
    work.session.flush()
    _record(work, obligation, exemption)
    return exemption


def _record(work: Work, obligation: Obligation, exemption: Exemption) -> None:
    work.record(
        Exempted(
            subject_id=obligation.id,
            person_id=obligation.person_id,
            module_slug=obligation.module_slug,
            reason=exemption.reason,
            until_on=exemption.until_on,
        )
    )

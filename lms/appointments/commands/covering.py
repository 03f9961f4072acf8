"""Who covers while a DSL or deputy is away."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from lms.appointments import permissions, queries
from lms.appointments.errors import AwayAlready, CannotCover, EndsBeforeItBegins, OverAlready
from lms.appointments.events import DslAway, DslBack
from lms.appointments.models import DslAppointment, DslCover
from lms.kernel.work import Work
from lms.people.rules import WHOLE_COUNCIL


def cover(
    work: Work,
    appointment_id: UUID,
    *,
    from_on: date,
    last_on: date | None,
    covered_by: UUID | None,
) -> DslCover:
    """Enter that somebody is away, and who covers; why is not asked.

    Args:
        work: the work.
        appointment_id: whose.
        from_on: first day away.
        last_on: last day away; None while nobody knows it.
        covered_by: a DSL or deputy of the setting or its trust; None while nobody covers.

    Raises:
        NotFound: there is no such appointment.
        NotAllowed: the actor may not say who is DSL.
        OverAlready: the appointment has ended by then.
        EndsBeforeItBegins: the last day lies before the first.
        AwayAlready: they are away on one of those days already.
        CannotCover: whoever is named is no DSL or deputy there.

    """
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    found = queries.appointment(work.session, appointment_id, lock=True)
    if found.until_on is not None and from_on >= found.until_on:
        raise OverAlready
    if last_on is not None and last_on < from_on:
        raise EndsBeforeItBegins(from_on, field="last_on")
    until_on = None if last_on is None else last_on + timedelta(days=1)
    _refuse_second(found, from_on, until_on)
    if covered_by is not None and covered_by not in {
        one.person_id for one in queries.may_cover(work.session, found, from_on)
    }:
        raise CannotCover
    made = DslCover(
        id=uuid4(),
        appointment=found,
        from_on=from_on,
        until_on=until_on,
        covered_by_id=covered_by,
        made_at=work.now,
        made_by=work.actor.id,
    )
    work.session.add(made)
    work.session.flush()
    work.record(
        DslAway(
            subject_id=found.setting_id,
            person_id=found.person_id,
            appointment_id=found.id,
            from_on=from_on,
            until_on=until_on,
            covered_by=covered_by,
        )
    )
    return made


def back(work: Work, cover_id: UUID, *, on: date) -> DslCover:
    """Say from which day somebody who was away is back.

    Raises:
        NotFound: there is no such absence.
        NotAllowed: the actor may not say who is DSL.
        EndsBeforeItBegins: the day lies before the first day away.

    """
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    found = queries.absence(work.session, cover_id)
    if on < found.from_on:
        raise EndsBeforeItBegins(found.from_on, field="on")
    if found.until_on == on:
        return found
    found.until_on = on
    work.session.flush()
    appointment = found.appointment
    work.record(
        DslBack(
            subject_id=appointment.setting_id,
            person_id=appointment.person_id,
            appointment_id=appointment.id,
            on=on,
        )
    )
    return found


def _refuse_second(found: DslAppointment, from_on: date, until_on: date | None) -> None:
    for one in found.covers:
        ends_after = one.until_on is None or one.until_on > from_on
        if ends_after and (until_on is None or one.from_on < until_on):
            raise AwayAlready(one.from_on)

"""Giving duties and taking them back."""

from uuid import UUID, uuid4

from sqlalchemy import select

from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.errors import DutyHeld, DutyNotHeld, LastAdministrator
from lms.people.events import DutyGranted, DutyWithdrawn
from lms.people.models import Duty, DutyName, Person


def grant(
    work: Work,
    person: Person,
    *,
    duty: DutyName | str,
    unit_id: UUID | None = None,
    agency_id: UUID | None = None,
) -> Duty:
    """Give a person a duty over a unit, an agency, or the whole council.

    Raises:
        NotAllowed: the actor may not give duties.
        Invalid: there is no such duty.
        NotFound: there is no such unit or agency.
        WrongScope: that duty cannot be held over that.
        DutyHeld: they hold it already.

    """
    work.require(permissions.GRANT)
    if duty not in rules.DUTIES:
        msg = f"There is no duty {duty}. The duties are {', '.join(rules.DUTIES)}."
        raise Invalid(msg, field="duty")
    name = DutyName(duty)
    rules.check_scope(name.value, over_unit=unit_id is not None, over_agency=agency_id is not None)
    if unit_id is not None:
        queries.unit(work.session, unit_id)
    if agency_id is not None:
        queries.agency(work.session, agency_id)
    wanted = select(Duty.id).filter_by(
        person_id=person.id, duty=name, unit_id=unit_id, agency_id=agency_id, withdrawn_at=None
    )
    if work.session.scalar(wanted) is not None:
        raise DutyHeld(person.name, rules.DUTIES[name.value])
    return _give(work, person, name, unit_id, agency_id)


def withdraw_duty(work: Work, duty_id: UUID) -> Duty:
    """Take a duty back.

    Raises:
        NotFound: nobody was ever given it.
        NotAllowed: the actor may not take duties back.
        DutyNotHeld: it was taken back before.
        LastAdministrator: nobody else could give duties then.

    """
    held = queries.duty(work.session, duty_id)
    work.require(permissions.GRANT)
    if held.withdrawn_at is not None:
        raise DutyNotHeld
    last = queries.administrators(work.session, but=held.id) == 0
    if held.duty is DutyName.ADMINISTRATOR and last:
        raise LastAdministrator
    held.withdrawn_at = work.now
    held.withdrawn_by = work.actor.id
    work.session.flush()
    work.record(DutyWithdrawn(subject_id=held.id, person_id=held.person_id, duty=held.duty.value))
    return held


def make_line_manager(work: Work, person: Person) -> None:
    """Make a person a line manager of their own people, unless they are one."""
    wanted = select(Duty.id).filter_by(
        person_id=person.id,
        duty=DutyName.LINE_MANAGER,
        unit_id=None,
        agency_id=None,
        withdrawn_at=None,
    )
    if work.session.scalar(wanted) is None:
        _give(work, person, DutyName.LINE_MANAGER, None, None)


def _give(
    work: Work, person: Person, duty: DutyName, unit_id: UUID | None, agency_id: UUID | None
) -> Duty:
    given = Duty(
        id=uuid4(),
        person_id=person.id,
        duty=duty,
        unit_id=unit_id,
        agency_id=agency_id,
        granted_at=work.now,
        granted_by=work.actor.id,
    )
    work.session.add(given)
    work.session.flush()
    work.record(
        DutyGranted(
            subject_id=given.id,
            person_id=person.id,
            duty=duty.value,
            unit_id=unit_id,
            agency_id=agency_id,
        )
    )
    return given

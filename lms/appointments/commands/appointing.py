"""Beginning, confirming and ending appointments, and what comes with them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from lms.appointments import permissions, queries, rules
from lms.appointments.errors import (
    AppointedAlready,
    EndsBeforeItBegins,
    OverAlready,
    SettingClosed,
)
from lms.appointments.events import DslAppointed, DslAppointmentEnded, DslConfirmed
from lms.appointments.models import DslAppointment
from lms.identity import commands as identity
from lms.intake import commands as intake
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import queries as register
from lms.people.errors import LooksKnown
from lms.people.models import Engagement, GroupMember, Person, Setting
from lms.people.rules import BY_SCHOOL, WHOLE_COUNCIL, fold, normal_address

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Named:
    """Who holds a role, as somebody wrote it down."""

    first_name: str
    last_name: str
    email: str | None
    same: UUID | None = None
    """Who of those that look alike it is."""

    is_new: bool = False
    """It is none of them."""


def appoint(  # noqa: PLR0913 - an appointment has these parts
    work: Work,
    setting_id: UUID,
    named: Named,
    *,
    role: str,
    from_on: date,
    named_by: str,
    instead: bool = False,
) -> DslAppointment:
    """Enter that somebody is DSL or deputy at a setting from a day on.

    Whoever nobody knew enters the register, with an engagement from ``Schools``, is in the group
    of DSLs and deputies, and is invited. Whoever held the other role there leaves it.

    Args:
        work: the work.
        setting_id: where.
        named: who.
        role: ``dsl`` or ``deputy``.
        from_on: first day.
        named_by: ``school``, ``import`` or ``coordinator``.
        instead: whoever else is DSL there is so no longer from that day.

    Raises:
        NotFound: there is no such setting.
        NotAllowed: the actor may not say who is DSL.
        Invalid: a name is missing, or an address is none.
        LooksKnown: somebody looks alike, and nobody said whether they are the same.
        AddressTaken: it is somebody new with an address that another has.
        SettingClosed: the setting is not open on that day.
        AppointedAlready: they hold that role there.

    """
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    if role not in rules.ROLES:
        raise ValueError(role)
    setting = queries.setting_to_change(work.session, setting_id)
    if not setting.is_open_on(max(from_on, work.today)):
        raise SettingClosed(setting.name, max(from_on, work.today))
    person = _who(work, named)
    there = [
        one
        for one in queries.appointments_at(work.session, setting.id)
        if one.until_on is None or one.until_on > from_on
    ]
    _refuse_again(there, person, role, setting)
    engagement = _engaged(work, person, setting, from_on)
    made = DslAppointment(
        id=uuid4(),
        person=person,
        setting=setting,
        engagement=engagement,
        role=role,
        from_on=from_on,
        named_by=named_by,
        made_at=work.now,
        made_by=work.actor.id,
        confirmed_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    for one in there:
        if one.person_id == person.id or (instead and role == one.role == "dsl"):
            _end(work, one, last_on=max(from_on, one.from_on) - DAY)
    people.keep_in_group(work, rules.GROUP, person.id, from_on=from_on)
    work.record(
        DslAppointed(
            subject_id=setting.id,
            person_id=person.id,
            appointment_id=made.id,
            role=role,
            from_on=from_on,
            named_by=named_by,
        )
    )
    starter = identity.Starter(
        person_id=person.id,
        engagement_id=engagement.id,
        starts_on=engagement.starts_on,
        ends_on=engagement.ends_on,
    )
    identity.invite_starters(work, [starter], when="first_day", needs=permissions.CHANGE)
    intake.heard_from(work, BY_SCHOOL, way="school")
    return made


def end(work: Work, appointment_id: UUID, *, last_on: date) -> DslAppointment:
    """Give an appointment its last day; what was learnt, and the certificates, stay.

    Raises:
        NotFound: there is no such appointment.
        NotAllowed: the actor may not say who is DSL.
        EndsBeforeItBegins: the day lies before the first.
        OverAlready: it ended before today.

    """
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    found = queries.appointment(work.session, appointment_id, lock=True)
    if last_on < found.from_on:
        raise EndsBeforeItBegins(found.from_on, field="last_on")
    if found.until_on is not None and found.until_on <= work.today:
        raise OverAlready
    return _end(work, found, last_on=last_on)


def confirm(work: Work, appointment_id: UUID, *, told_by: str) -> DslAppointment:
    """Note that an appointment is still right.

    Raises:
        NotFound: there is no such appointment.
        NotAllowed: the actor may not say who is DSL.

    """
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    return confirmed(work, queries.appointment(work.session, appointment_id), told_by=told_by)


def confirmed(work: Work, found: DslAppointment, *, told_by: str) -> DslAppointment:
    """Note that an appointment is still right, whoever may say so."""
    found.confirmed_at = work.now
    work.session.flush()
    work.record(
        DslConfirmed(
            subject_id=found.setting_id,
            person_id=found.person_id,
            appointment_id=found.id,
            told_by=told_by,
        )
    )
    return found


def settle_groups(work: Work) -> int:
    """Take out of the group whose last appointment is over by today; run every day.

    Returns:
        How many left it.

    Raises:
        NotAllowed: the actor may not say who is DSL.

    """
    group = people.kept_group(work, rules.GROUP)
    members = select(GroupMember.person_id).filter_by(group_id=group.id, until_on=None)
    still = queries.people_appointed(work.session, on_or_after=work.today)
    over = [one for one in work.session.scalars(members) if one not in still]
    for person_id in over:
        people.leave_kept_group(work, rules.GROUP, person_id, on=work.today)
    return len(over)


def _who(work: Work, named: Named) -> Person:
    """Return the person who is meant, entering whoever is new."""
    address = normal_address(named.email)
    alike = register.lookalikes(
        work.session,
        first_name=named.first_name,
        last_name=named.last_name,
        email=address,
    )
    known = next((one for one in alike if one.id == named.same), None)
    if known is None and named.same is None and not named.is_new:
        known = next((one for one in alike if _is_surely(one, named, address)), None)
    if known is not None:
        return known
    if alike and (named.same is not None or not named.is_new):
        name = f"{named.first_name} {named.last_name}"
        raise LooksKnown(name, [one.id for one in alike])
    return people.join(
        work,
        first_name=named.first_name,
        last_name=named.last_name,
        email=address,
        needs=permissions.CHANGE,
    )


def _is_surely(person: Person, named: Named, address: str | None) -> bool:
    """Tell whether name and address are both somebody's: an address alone may be shared."""
    names = {fold(person.name), fold(f"{person.first_name} {person.last_name}")}
    called = fold(f"{named.first_name} {named.last_name}")
    return register.has_address(person, address) and called in names


def _refuse_again(
    there: list[DslAppointment], person: Person, role: str, setting: Setting
) -> None:
    for one in there:
        if (one.person_id, one.role) == (person.id, role):
            raise AppointedAlready(person.name, role, setting.name, one.from_on)


def _engaged(work: Work, person: Person, setting: Setting, from_on: date) -> Engagement:
    """Return what ties the person to the setting from a day on, begun where nothing does."""
    known = select(Engagement).filter_by(person_id=person.id, setting_id=setting.id)
    for one in work.session.scalars(known.order_by(Engagement.starts_on)):
        if one.is_active_on(from_on) and one.ends_on is None:
            return one
    return people.engage(
        work,
        person,
        kind="permanent",
        source=BY_SCHOOL,
        starts_on=from_on,
        setting=setting,
        needs=permissions.CHANGE,
    )


def _end(work: Work, found: DslAppointment, *, last_on: date) -> DslAppointment:
    """End an appointment, and what came with it where nothing else holds it."""
    until_on = last_on + DAY
    if found.until_on == until_on:
        return found
    found.until_on = until_on
    work.session.flush()
    work.record(
        DslAppointmentEnded(
            subject_id=found.setting_id,
            person_id=found.person_id,
            appointment_id=found.id,
            role=found.role,
            last_on=last_on,
        )
    )
    engagement = found.engagement
    others = queries.others_of(work.session, found, after=until_on)
    if engagement.source == BY_SCHOOL and engagement.id not in {
        one.engagement_id for one in others
    }:
        last = max(last_on, engagement.starts_on)
        if engagement.ends_on is None or engagement.ends_on > last:
            people.end(work, engagement.id, ends_on=last, needs=permissions.CHANGE)
    if until_on <= work.today and not others:
        people.leave_kept_group(work, rules.GROUP, found.person_id, on=until_on)
    return found

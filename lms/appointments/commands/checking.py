"""The yearly question to a setting: who is DSL and deputy there; and what it answers."""

from datetime import date
from uuid import UUID, uuid4

from lms.appointments import permissions, queries, rules
from lms.appointments.commands import appointing, training
from lms.appointments.errors import CheckOver, NobodyToAsk, ReasonNeeded, ToldAlready
from lms.appointments.events import DslCheckAnswered, DslCheckAsked, DslToldSettled
from lms.appointments.models import DslAppointment, DslCheck, DslTold
from lms.intake import commands as intake
from lms.kernel.days import council_day
from lms.kernel.work import Work
from lms.people.models import Setting
from lms.people.rules import BY_SCHOOL, WHOLE_COUNCIL, clean_name, normal_address

LONGEST_REASON = 300


def ask_settings(work: Work) -> int:
    """Ask every open setting with a mailbox that was not asked this school year.

    Returns:
        How many were asked.

    Raises:
        NotAllowed: the actor may not say who is DSL.
        NobodyToAsk: there is none.

    """
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    to_ask = queries.settings_to_ask(work.session, work.today)
    for setting in to_ask:
        _ask(work, setting)
    if not to_ask:
        raise NobodyToAsk
    return len(to_ask)


def ask_again(work: Work, check_id: UUID) -> DslCheck:
    """Send a setting the question once more; the link it has stays good.

    Raises:
        NotFound: there is no such question.
        NotAllowed: the actor may not say who is DSL.
        CheckOver: the time for it is over.

    """
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    check = queries.check(work.session, check_id, lock=True)
    _refuse_over(work, check)
    return _remind(work, check)


def remind_settings(work: Work) -> int:
    """Ask once more whoever has not answered for two weeks; run every day.

    Returns:
        How many were reminded.

    """
    unanswered = queries.checks_unanswered(work.session, work.today)
    late = [
        one
        for one in unanswered
        if one.reminded_at is None and rules.is_to_remind(council_day(one.asked_at), work.today)
    ]
    for one in late:
        _remind(work, one)
    return len(late)


def answer(work: Work, check_id: UUID, said: rules.Answer) -> DslCheck:
    """Take what a setting answers; whoever holds its link may say it.

    That an appointment is right, and when training was completed, is noted at once. Who is new
    and who has left waits for a coordinator: a mail can be passed on. A later answer replaces
    what still waits of an earlier one.

    Raises:
        NotFound: there is no such question.
        CheckOver: the time for it is over, or the setting is closed.
        Invalid: a name is missing, an address is none, or a day cannot be.

    """
    check = queries.check(work.session, check_id, lock=True)
    _refuse_over(work, check)
    running = {
        one.id: one
        for one in queries.appointments_at(work.session, check.setting_id)
        if one.until_on is None or one.until_on > work.today
    }
    for one in check.told:
        if one.settled_at is None:
            _settled(work, one, "replaced")
    confirmed = 0
    for held in said.held:
        found = running.get(held.appointment_id)
        if found is not None:
            confirmed += _hear(work, check, found, held)
    for new in said.named:
        _wait(work, check, _read(new))
    work.session.flush()
    check.answered_at, check.answered_by = work.now, said.answered_by[:120]
    waiting = sum(one.settled_at is None for one in check.told)
    work.session.flush()
    work.record(
        DslCheckAnswered(
            subject_id=check.setting_id,
            check_id=check.id,
            confirmed=confirmed,
            waiting=waiting,
        )
    )
    intake.heard_from(work, BY_SCHOOL, way="school")
    return check


def enter(
    work: Work,
    told_id: UUID,
    *,
    named: appointing.Named,
    role: str,
    from_on: date,
    instead: bool,
) -> DslAppointment:
    """Say yes to somebody new whom a setting named: they are appointed.

    Args:
        work: the work.
        told_id: what was told.
        named: who it is, as the coordinator put it right.
        role: ``dsl`` or ``deputy``.
        from_on: first day.
        instead: whoever else is DSL there is so no longer from that day.

    Raises:
        NotFound: nothing such was told.
        ToldAlready: somebody dealt with it.
        Refusal: whatever ``appoint`` says.

    """
    told = _waiting(work, told_id)
    made = appointing.appoint(
        work,
        told.setting_id,
        named,
        role=role,
        from_on=from_on,
        named_by=told.told_by,
        instead=instead,
    )
    _settle(work, told, "entered")
    return made


def let_end(work: Work, told_id: UUID) -> DslAppointment:
    """Say yes to an appointment's being over, as a setting told.

    Raises:
        NotFound: nothing such was told.
        ToldAlready: somebody dealt with it.
        Refusal: whatever ``end`` says.

    """
    told = _waiting(work, told_id)
    if told.appointment is None:
        raise ToldAlready
    last_on = max(told.on, told.appointment.from_on)
    found = appointing.end(work, told.appointment.id, last_on=last_on)
    _settle(work, told, "entered")
    return found


def leave_out(work: Work, told_id: UUID, *, reason: str) -> DslTold:
    """Say no to what a setting told, with a reason.

    Raises:
        NotFound: nothing such was told.
        NotAllowed: the actor may not say who is DSL.
        ToldAlready: somebody dealt with it.
        ReasonNeeded: there is no reason.

    """
    told = _waiting(work, told_id)
    if not reason.strip():
        raise ReasonNeeded
    told.reason = " ".join(reason.split())[:LONGEST_REASON]
    _settle(work, told, "left_out")
    return told


def _ask(work: Work, setting: Setting) -> None:
    made = DslCheck(
        id=uuid4(),
        setting_id=setting.id,
        year=rules.school_year(work.today),
        asked_at=work.now,
        asked_by=work.actor.id,
        open_until=work.today + rules.CHECK_OPEN,
    )
    work.session.add(made)
    work.session.flush()
    work.record(DslCheckAsked(subject_id=setting.id, check_id=made.id, again=False))


def _remind(work: Work, check: DslCheck) -> DslCheck:
    check.reminded_at = work.now
    work.session.flush()
    work.record(DslCheckAsked(subject_id=check.setting_id, check_id=check.id, again=True))
    return check


def _refuse_over(work: Work, check: DslCheck) -> None:
    if work.today > check.open_until or not check.setting.is_open_on(work.today):
        raise CheckOver


def _hear(work: Work, check: DslCheck, found: DslAppointment, held: rules.StillHeld) -> int:
    """Note what is said of an appointment; return 1 where it is confirmed."""
    for kind, done_on in held.done.items():
        training.told(work, found.person_id, kind, done_on, "school")
    if held.last_on is None:
        appointing.confirmed(work, found, told_by="school")
        return 1
    over = DslTold(kind="over", appointment=found, role=found.role, on=held.last_on)
    _wait(work, check, over)
    return 0


def _read(new: rules.NewlyHeld) -> DslTold:
    return DslTold(
        kind="new",
        first_name=clean_name(new.first_name, field="first_name"),
        last_name=clean_name(new.last_name, field="last_name"),
        email=normal_address(new.email),
        role=new.role,
        on=new.from_on,
    )


def _wait(work: Work, check: DslCheck, told: DslTold) -> None:
    told.id, told.check = uuid4(), check
    told.setting_id, told.told_by, told.told_at = check.setting_id, "school", work.now
    work.session.add(told)


def _waiting(work: Work, told_id: UUID) -> DslTold:
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    told = queries.told(work.session, told_id, lock=True)
    if told.settled_at is not None:
        raise ToldAlready
    return told


def _settle(work: Work, told: DslTold, outcome: str) -> None:
    _settled(work, told, outcome)
    work.session.flush()
    work.record(DslToldSettled(subject_id=told.setting_id, told_id=told.id, outcome=outcome))


def _settled(work: Work, told: DslTold, outcome: str) -> None:
    told.outcome, told.settled_at, told.settled_by = outcome, work.now, work.actor.id

"""Waiting for a mentor: by an appointment, or because a DSL asks; and what suits them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from lms.appointments import queries as appointments
from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.mentoring import permissions, queries
from lms.mentoring.commands.pairing import end
from lms.mentoring.errors import NotDsl, NotOpen
from lms.mentoring.events import MentorNeedClosed, MentorNeeded, MentorNeedTold
from lms.mentoring.models import MentorNeed
from lms.mentoring.rules.explaining import CONTEXTS, DAYS
from lms.mentoring.rules.pairing import CLOSED, LONGEST_AIMS
from lms.people import queries as register
from lms.people.rules import WHOLE_COUNCIL

NEW = timedelta(days=183)
"""After the first day, how long somebody counts as new of whom the council only hears."""


@dataclass(frozen=True, kw_only=True)
class Suits:
    """What suits a DSL who waits."""

    contexts: Collection[str]
    days: Collection[str]
    online: bool
    aims: str = ""


def appointed(work: Work, appointment_id: UUID) -> MentorNeed | None:
    """Let a new DSL wait for a mentor, from the day on which the council hears of it.

    Returns:
        The wait; None for a deputy, for whoever was DSL before or waited before, for one who
        began half a year ago or whose appointment is over, and for a mentor.

    """
    found = appointments.appointment(work.session, appointment_id)
    over = found.until_on is not None and found.until_on <= work.today
    is_new = found.role == "dsl" and work.today - found.from_on <= NEW
    if not is_new or over or _is_known(work, found.person_id, found.id):
        return None
    made = _wait(work, found.person_id, found.setting_id, appointment_id=found.id)
    work.record(
        MentorNeeded(
            subject_id=made.id,
            person_id=made.person_id,
            setting_id=made.setting_id,
            by_appointment=True,
        )
    )
    return made


def ask(work: Work, person_id: UUID, said: Suits) -> MentorNeed:
    """Ask for a mentor, at any time, or tell what suits while waiting.

    Raises:
        NotDsl: they are DSL or deputy nowhere now.
        Invalid: a choice is none of those there are, or the aims are too long.

    """
    # Of two windows that ask at once, the second tells what suits in the first's wait.
    register.lock(work.session, person_id)
    held = queries.appointment_of(work.session, person_id, work.today)
    if held is None:
        raise NotDsl
    _check(said)
    found = queries.need_of(work.session, person_id)
    is_new = found is None
    if found is None:
        found = _wait(work, person_id, held.setting_id)
    found.contexts = [one for one in CONTEXTS if one in said.contexts]
    found.days = [one for one in DAYS if one in said.days]
    found.online, found.aims, found.told_at = said.online, said.aims.strip(), work.now
    work.session.flush()
    if is_new:
        work.record(
            MentorNeeded(
                subject_id=found.id,
                person_id=person_id,
                setting_id=found.setting_id,
                by_appointment=False,
            )
        )
    work.record(MentorNeedTold(subject_id=found.id, person_id=person_id))
    return found


def close(work: Work, need_id: UUID, *, reason: str) -> MentorNeed:
    """Say that somebody waits no more: they themselves, or whoever brings people together.

    What is offered to them, or runs, ends with it, so that the mentor's place is free.

    Raises:
        NotFound: nobody waits like that.
        NotAllowed: it is another's wait, and the actor does not coordinate.
        NotOpen: it is closed already.
        Invalid: there is no such reason.

    """
    found = queries.need(work.session, need_id, lock=True)
    is_own = work.actor.id == found.person_id
    if not is_own:
        work.require(permissions.COORDINATE, WHOLE_COUNCIL)
    if reason not in CLOSED:
        msg = "Choose why."
        raise Invalid(msg, field="reason")
    if found.closed_at is not None:
        raise NotOpen
    for one in queries.needs_of(work.session, found.person_id):
        one.closed_at, one.closed_for = work.now, reason
        work.session.flush()
        work.record(MentorNeedClosed(subject_id=one.id, person_id=one.person_id, reason=reason))
    for standing in queries.standing_of(work.session, found.person_id, work.today):
        # One of the two may have stepped back in the same moment.
        pairing = queries.pairing(work.session, standing.id, lock=True)
        if pairing.ended_at is None:
            end(work, pairing, reason, "mentee" if is_own else "coordinator")
    return found


def _is_known(work: Work, person_id: UUID, appointment_id: UUID) -> bool:
    """Tell whether somebody was DSL before, waited before, or mentors."""
    others = appointments.appointments_of(work.session, person_id)
    profile = queries.profile_of(work.session, person_id)
    return (
        any(one.id != appointment_id and one.role == "dsl" for one in others)
        or queries.had_need(work.session, person_id)
        or (profile is not None and profile.withdrawn_at is None)
    )


def _wait(
    work: Work, person_id: UUID, setting_id: UUID, *, appointment_id: UUID | None = None
) -> MentorNeed:
    made = MentorNeed(
        id=uuid4(),
        person_id=person_id,
        setting_id=setting_id,
        appointment_id=appointment_id,
        notified_on=work.today,
        contexts=[],
        days=[],
        online=True,
        aims="",
        closed_for="",
    )
    work.session.add(made)
    work.session.flush()
    return made


def _check(said: Suits) -> None:
    for field, chosen, known in (("contexts", said.contexts, CONTEXTS), ("days", said.days, DAYS)):
        if not set(chosen) <= set(known):
            msg = "Choose from the list."
            raise Invalid(msg, field=field)
    if len(said.aims) > LONGEST_AIMS:
        msg = f"Write at most {LONGEST_AIMS} characters."
        raise Invalid(msg, field="aims")

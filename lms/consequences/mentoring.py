"""New DSLs wait for a mentor by themselves; everybody concerned hears what they are asked."""

from lms.appointments.events import DslAppointed
from lms.kernel import words
from lms.kernel.work import Work
from lms.mentoring import commands, queries
from lms.mentoring.events import (
    HeadAgreed,
    HeadAsked,
    MentorNeeded,
    Paired,
    PairingEnded,
    PairingSent,
)
from lms.mentoring.models import Pairing
from lms.mentoring.rules.explaining import DAYS
from lms.notifications import commands as notifications
from lms.people import queries as register
from lms.people.models import Person
from lms.people.rules import PHASES


def wait_for_mentor(work: Work, event: DslAppointed) -> None:
    """A new DSL waits for a mentor from the day on which the council hears of them."""
    commands.appointed(work, event.appointment_id)


def tell_who_waits(work: Work, event: MentorNeeded) -> None:
    """Nobody is on the list without knowing it; the coordinator hears of it once a day."""
    if event.person_id is None:
        return
    setting = register.setting(work.session, event.setting_id)
    if event.by_appointment:
        facts = {"setting": setting.name}
        notifications.write(work, event.person_id, "mentor_needed", facts)
    _tell_coordinators(work)


def ask_head(work: Work, event: HeadAsked) -> None:
    """The setting is asked by mail whether its head agrees to the time of a mentor."""
    if event.person_id is None:
        return
    facts = {
        "head": str(event.subject_id),
        "mentor": register.person(work.session, event.person_id).name,
        "setting": register.setting(work.session, event.setting_id).name,
    }
    notifications.write_to_setting(work, event.setting_id, "mentor_head", facts)


def tell_mentor(work: Work, event: HeadAgreed) -> None:
    """A mentor hears that the head has agreed."""
    if event.person_id is not None:
        found = queries.profile(work.session, event.subject_id)
        facts = {"agreed_by": found.head_name}
        notifications.write(work, event.person_id, "mentor_agreed", facts)


def ask_both(work: Work, event: PairingSent) -> None:
    """Both are asked by mail, and told what it takes to decide: setting, phase, days, aims."""
    found = queries.pairing(work.session, event.subject_id)
    need = found.need
    until = found.lapses_on.isoformat()
    held = queries.appointment_of(work.session, found.mentor_id, work.today)
    profile = queries.profile_of(work.session, found.mentor_id)
    notifications.write(
        work,
        found.mentor_id,
        "mentor_asked",
        {
            "to_mentor": str(found.id),
            "person": need.person.name,
            "setting": need.setting.name,
            "phase": PHASES.get(need.setting.phase, need.setting.phase).lower(),
            "suits": words.listed([DAYS[one] for one in need.days if one in DAYS]),
            "aims": need.aims,
            "until": until,
        },
    )
    if held is None or profile is None:
        return
    notifications.write(
        work,
        need.person_id,
        "mentor_proposed",
        {
            "to_mentee": str(found.id),
            "person": found.mentor.name,
            "setting": held.setting.name,
            "phase": PHASES.get(held.setting.phase, held.setting.phase).lower(),
            "suits": words.listed([DAYS[one] for one in profile.days if one in DAYS]),
            "until": until,
        },
    )


def tell_both(work: Work, event: Paired) -> None:
    """Both hear that they are a pair, and how to reach each other."""
    found = queries.pairing(work.session, event.subject_id)
    for one, other in _sides(found):
        facts = {"person": other.name, "email": other.email or "", "aims": found.need.aims}
        notifications.write(
            work, one.id, "mentor_paired", facts, once=f"paired:{found.id}:{one.id}"
        )


def tell_of_end(work: Work, event: PairingEnded) -> None:
    """The other hears that it ended, without a reason; the coordinator has the next to look at."""
    found = queries.pairing(work.session, event.subject_id)
    sides = dict(zip(("mentor", "mentee"), _sides(found), strict=True))
    for side, (one, other) in sides.items():
        if side != event.by:
            facts = {
                "person": other.name,
                "was_paired": found.paired_at is not None,
                "is_mentor": side == "mentor",
            }
            notifications.write(work, one.id, "mentor_ended", facts)
    if event.by != "coordinator":
        _tell_coordinators(work)


def _sides(found: Pairing) -> tuple[tuple[Person, Person], ...]:
    mentor, mentee = found.mentor, found.need.person
    return (mentor, mentee), (mentee, mentor)


def _tell_coordinators(work: Work) -> None:
    for person_id in register.network_coordinators(work.session) or register.officers(
        work.session
    ):
        once = f"mentoring:{work.today.isoformat()}:{person_id}"
        notifications.write(work, person_id, "mentoring", {}, once=once)

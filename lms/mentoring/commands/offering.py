"""Offering to mentor: a DSL's own form, the head's agreement, pausing and taking it back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from lms.kernel.errors import Invalid, NotFound
from lms.kernel.work import Work
from lms.mentoring import queries
from lms.mentoring.errors import NotDsl
from lms.mentoring.events import (
    HeadAgreed,
    HeadAsked,
    MentorOffered,
    MentorPaused,
    MentorWithdrew,
)
from lms.mentoring.models import MentorConflict, MentorProfile
from lms.mentoring.rules.explaining import CONTEXTS, DAYS
from lms.people import queries as register
from lms.people.models import Person
from lms.people.rules import LONGEST_NAME, PHASES

MOST_MENTEES = 3
"""The most one mentor may have at a time. Source: the programme's own rule."""

FARTHEST_KM = 200


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What a DSL says of how they could help."""

    phases: Collection[str]
    contexts: Collection[str]
    days: Collection[str]
    online: bool
    travel_km: int
    capacity: int = 2
    dsl_since: date | None = None
    conflicts: Collection[UUID] = ()


def offer(work: Work, person_id: UUID, said: Offered) -> MentorProfile:
    """Offer to mentor, or change what suits; the head is asked the first time.

    Args:
        work: the work.
        person_id: the DSL, who says it of themselves.
        said: what suits them.

    Raises:
        NotDsl: they are DSL or deputy nowhere now.
        Invalid: a choice is none of those there are, or a number cannot be.

    """
    # Of two windows that offer at once, the second changes what the first said.
    register.lock(work.session, person_id)
    held = queries.appointment_of(work.session, person_id, work.today)
    if held is None:
        raise NotDsl
    _check(said, work.today)
    found = queries.profile_of(work.session, person_id)
    is_new = found is None or found.withdrawn_at is not None
    if found is None:
        found = MentorProfile(id=uuid4(), person_id=person_id, head_name="")
        work.session.add(found)
    found.phases, found.contexts, found.days = (
        [one for one in known if one in chosen]
        for known, chosen in ((PHASES, said.phases), (CONTEXTS, said.contexts), (DAYS, said.days))
    )
    found.online, found.travel_km, found.capacity = said.online, said.travel_km, said.capacity
    found.dsl_since, found.offered_at = said.dsl_since, work.now
    if is_new:
        found.withdrawn_at = found.paused_at = None
    work.session.flush()
    _declare(work, person_id, said.conflicts)
    work.record(MentorOffered(subject_id=found.id, person_id=person_id))
    if is_new:
        _ask_head(work, found, held.setting_id)
    return found


def ask_head(work: Work, person_id: UUID) -> MentorProfile:
    """Ask the head once more.

    Raises:
        NotDsl: they are DSL or deputy nowhere now, or have not offered.

    """
    held = queries.appointment_of(work.session, person_id, work.today)
    found = queries.profile_of(work.session, person_id)
    if held is None or found is None or found.withdrawn_at is not None:
        raise NotDsl
    if found.head_agreed_at is None:
        _ask_head(work, found, held.setting_id)
    return found


def agree(work: Work, profile_id: UUID, *, name: str) -> MentorProfile:
    """Take the head's agreement to the time it needs; whoever holds the link may give it.

    Raises:
        NotFound: there is no such mentor, or they took the offer back.
        Invalid: there is no name.

    """
    found = _asked_about(work, profile_id)
    typed = " ".join(name.split())[:LONGEST_NAME]
    if not typed:
        msg = "Enter your name and your role."
        raise Invalid(msg, field="name")
    if found.head_agreed_at is None:
        found.head_agreed_at, found.head_name = work.now, typed
        work.session.flush()
        work.record(HeadAgreed(subject_id=found.id, person_id=found.person_id))
    return found


def pause(work: Work, person_id: UUID, *, paused: bool) -> MentorProfile:
    """Take nobody new for now, or again; whom they have stays.

    Raises:
        NotDsl: they have not offered.

    """
    found = _offered(work, person_id)
    if (found.paused_at is not None) != paused:
        found.paused_at = work.now if paused else None
        work.session.flush()
        work.record(MentorPaused(subject_id=found.id, person_id=person_id, paused=paused))
    return found


def withdraw(work: Work, person_id: UUID) -> MentorProfile:
    """Take the offer back; whom they have stays until one of the two steps back.

    Raises:
        NotDsl: they have not offered.

    """
    found = _offered(work, person_id)
    found.withdrawn_at, found.head_agreed_at, found.head_name = work.now, None, ""
    work.session.flush()
    work.record(MentorWithdrew(subject_id=found.id, person_id=person_id))
    return found


def _asked_about(work: Work, profile_id: UUID) -> MentorProfile:
    """Return the profile of a link, locked; of two records that became one, the one in use."""
    told = queries.profile(work.session, profile_id)
    person_id = register.survivor_id(work.session, told.person_id)
    found = queries.profile_of(work.session, person_id) or told
    found = queries.profile(work.session, found.id, lock=True)
    if found.withdrawn_at is not None:
        msg = "There is no such mentor."
        raise NotFound(msg)
    return found


def _offered(work: Work, person_id: UUID) -> MentorProfile:
    """Return what somebody offered, locked: of two windows the second sees what the first did."""
    found = queries.profile_of(work.session, person_id)
    if found is not None:
        found = queries.profile(work.session, found.id, lock=True)
    if found is None or found.withdrawn_at is not None:
        raise NotDsl
    return found


def _check(said: Offered, today: date) -> None:
    named = (
        ("phases", said.phases, PHASES),
        ("contexts", said.contexts, CONTEXTS),
        ("days", said.days, DAYS),
    )
    for field, chosen, known in named:
        if not set(chosen) <= set(known):
            msg = "Choose from the list."
            raise Invalid(msg, field=field)
    if not said.phases:
        msg = "Choose at least one phase that you know."
        raise Invalid(msg, field="phases")
    if not 0 <= said.travel_km <= FARTHEST_KM:
        msg = f"Enter how far you would travel, from 0 to {FARTHEST_KM} km."
        raise Invalid(msg, field="travel_km")
    if not said.online and not said.travel_km:
        msg = (
            "Say how far you would travel, or that online is fine: otherwise nobody can meet you."
        )
        raise Invalid(msg, field="travel_km")
    if not 0 <= said.capacity <= MOST_MENTEES:
        msg = f"A mentor has at most {MOST_MENTEES} mentees."
        raise Invalid(msg, field="capacity")
    if said.dsl_since is not None and said.dsl_since > today:
        msg = "Enter a day that has been."
        raise Invalid(msg, field="dsl_since")


def _declare(work: Work, person_id: UUID, others: Collection[UUID]) -> None:
    """Keep whom they cannot help: what was said before and is not said now is gone."""
    wanted = set(others) - {person_id}
    for one in queries.conflicts_of(work.session, person_id):
        if one.other_id in wanted:
            wanted.remove(one.other_id)
        else:
            work.session.delete(one)
    if wanted - set(work.session.scalars(select(Person.id).where(Person.id.in_(wanted)))):
        msg = "Choose people whom the register knows."
        raise Invalid(msg, field="conflicts")
    for other in sorted(wanted):
        work.session.add(
            MentorConflict(id=uuid4(), mentor_id=person_id, other_id=other, told_at=work.now)
        )
    work.session.flush()


def _ask_head(work: Work, found: MentorProfile, setting_id: UUID) -> None:
    found.head_asked_at = work.now
    work.session.flush()
    work.record(HeadAsked(subject_id=found.id, person_id=found.person_id, setting_id=setting_id))

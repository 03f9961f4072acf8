"""Profiles, waits, pairings and term dates, as rows."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from lms.appointments.models import DslAppointment
from lms.appointments.queries import runs_on
from lms.kernel.errors import NotFound
from lms.mentoring.models import (
    MentorConflict,
    MentorNeed,
    MentorProfile,
    MentorWeights,
    Pairing,
    Term,
)
from lms.mentoring.rules.facts import Weights
from lms.mentoring.rules.terms import Terms
from lms.people.models import Person, Setting
from lms.people.queries import are_open

NO_PAIRING = "There is no such pairing. Look at the mentoring page again."


def terms(session: Session) -> list[Term]:
    """Return the council's terms, the first first."""
    return list(session.scalars(select(Term).order_by(Term.from_on)))


def term_days(session: Session) -> Terms:
    """Return the first and last day of each term."""
    return [(one.from_on, one.until_on) for one in terms(session)]


def weights(session: Session) -> tuple[Weights, bool]:
    """Return how the council weighs the parts, and whether one trust rules a pair out."""
    newest = select(MentorWeights).order_by(MentorWeights.set_at.desc(), MentorWeights.id).limit(1)
    found = session.scalars(newest).first()
    if found is None:
        return Weights(), False
    return Weights(**found.weights), found.blocks_trust


def appointment_of(session: Session, person_id: UUID, day: date) -> DslAppointment | None:
    """Return as what somebody is DSL or deputy now, the DSL's and the longest first; or None."""
    wanted = (
        select(DslAppointment)
        .join(DslAppointment.setting)
        .options(joinedload(DslAppointment.setting))
        .where(DslAppointment.person_id == person_id, runs_on(day), are_open(day))
        .order_by(DslAppointment.role.desc(), DslAppointment.from_on, DslAppointment.id)
    )
    return session.scalars(wanted.limit(1)).first()


def dsls_on(session: Session, day: date) -> set[UUID]:
    """Return everybody who is DSL or deputy of an open setting on ``day``."""
    wanted = select(DslAppointment.person_id).join(DslAppointment.setting)
    return set(session.scalars(wanted.where(runs_on(day), are_open(day))))


def is_dsl_from(day: date) -> ColumnElement[bool]:
    """Return the condition that an appointment runs on ``day`` or will, at a setting that does."""
    return and_(
        or_(DslAppointment.until_on.is_(None), DslAppointment.until_on > day),
        or_(Setting.closed_on.is_(None), Setting.closed_on > day),
    )


def dsls_from(session: Session, day: date) -> set[UUID]:
    """Return everybody who is DSL or deputy on ``day``, or will be."""
    wanted = select(DslAppointment.person_id).join(DslAppointment.setting)
    return set(session.scalars(wanted.where(is_dsl_from(day))))


def profile_of(session: Session, person_id: UUID) -> MentorProfile | None:
    """Return what somebody offered, taken back or not; None where they never did."""
    wanted = select(MentorProfile).options(joinedload(MentorProfile.person))
    return session.scalars(wanted.filter_by(person_id=person_id)).first()


def profile(session: Session, profile_id: UUID, *, lock: bool = False) -> MentorProfile:
    """Return what somebody offered. Raises NotFound."""
    found = session.get(
        MentorProfile, profile_id, with_for_update=lock or None, populate_existing=lock
    )
    if found is None:
        msg = "There is no such mentor."
        raise NotFound(msg)
    return found


def profiles(session: Session) -> list[MentorProfile]:
    """Return the profiles of all who have not taken them back, by surname."""
    wanted = (
        select(MentorProfile).join(MentorProfile.person).options(joinedload(MentorProfile.person))
    )
    wanted = wanted.where(MentorProfile.withdrawn_at.is_(None), Person.merged_into_id.is_(None))
    return list(session.scalars(wanted.order_by(Person.sort_name, Person.id)))


def conflicts_of(session: Session, mentor_id: UUID) -> list[MentorConflict]:
    """Return whom a mentor said they cannot help."""
    return list(session.scalars(select(MentorConflict).filter_by(mentor_id=mentor_id)))


def need(session: Session, need_id: UUID, *, lock: bool = False) -> MentorNeed:
    """Return somebody's wait; locked for whoever changes it. Raises NotFound."""
    found = session.get(MentorNeed, need_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        msg = "Nobody waits like that. Look at the mentoring page again."
        raise NotFound(msg)
    return found


def need_of(session: Session, person_id: UUID) -> MentorNeed | None:
    """Return somebody's open wait, or None."""
    return next(iter(needs_of(session, person_id)), None)


def needs_of(session: Session, person_id: UUID) -> list[MentorNeed]:
    """Return somebody's open waits, the longest first: two where two records became one."""
    wanted = select(MentorNeed).options(joinedload(MentorNeed.setting))
    wanted = wanted.filter_by(person_id=person_id, closed_at=None)
    return list(session.scalars(wanted.order_by(MentorNeed.notified_on, MentorNeed.id)))


def had_need(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody ever waited for a mentor."""
    return (
        session.scalar(select(MentorNeed.id).filter_by(person_id=person_id).limit(1)) is not None
    )


def open_needs(session: Session) -> list[MentorNeed]:
    """Return the open wait of everybody who waits, the longest first."""
    whole = (joinedload(MentorNeed.person), joinedload(MentorNeed.setting))
    wanted = select(MentorNeed).options(*whole).where(MentorNeed.closed_at.is_(None))
    first: dict[UUID, MentorNeed] = {}
    for one in session.scalars(wanted.order_by(MentorNeed.notified_on, MentorNeed.id)):
        first.setdefault(one.person_id, one)
    return list(first.values())


def stands_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a pairing is offered or runs on ``day``.

    One of somebody with themselves, since two records became one, does neither.
    """
    return and_(
        Pairing.ended_at.is_(None),
        or_(Pairing.paired_at.is_not(None), Pairing.lapses_on >= day),
        Pairing.need.has(MentorNeed.person_id != Pairing.mentor_id),
    )


def pairing(session: Session, pairing_id: UUID, *, lock: bool = False) -> Pairing:
    """Return a pairing; locked for whoever answers. Raises NotFound."""
    found = session.get(
        Pairing,
        pairing_id,
        with_for_update={"of": Pairing} if lock else None,
        populate_existing=lock,
    )
    if found is None:
        raise NotFound(NO_PAIRING)
    return found


def standing(session: Session, day: date) -> list[Pairing]:
    """Return the pairings that are offered or run, the newest first."""
    need = joinedload(Pairing.need)
    whole = (
        joinedload(Pairing.mentor),
        need.joinedload(MentorNeed.person),
        need.joinedload(MentorNeed.setting),
    )
    wanted = select(Pairing).options(*whole).where(stands_on(day))
    return list(session.scalars(wanted.order_by(Pairing.sent_at.desc(), Pairing.id)))


def lapsed(session: Session, day: date) -> list[Pairing]:
    """Return the proposals that were not answered in time and are not settled yet, locked."""
    wanted = (
        select(Pairing)
        .where(Pairing.ended_at.is_(None), Pairing.paired_at.is_(None), Pairing.lapses_on < day)
        .order_by(Pairing.id)
    )
    return list(session.scalars(wanted.with_for_update()))


def standing_of_need(session: Session, need_id: UUID, day: date) -> Pairing | None:
    """Return the pairing of a wait that is offered or runs, or None."""
    wanted = select(Pairing).where(Pairing.need_id == need_id, stands_on(day))
    return session.scalars(wanted).first()


def standing_of(session: Session, person_id: UUID, day: date) -> list[Pairing]:
    """Return what is offered to a new DSL or runs: one, or two where two records became one."""
    wanted = select(Pairing).join(Pairing.need)
    wanted = wanted.where(MentorNeed.person_id == person_id, stands_on(day))
    return list(session.scalars(wanted.order_by(Pairing.sent_at, Pairing.id)))


def spoken_for(session: Session, day: date) -> set[UUID]:
    """Return the new DSLs to whom a mentor is offered, or who have one."""
    wanted = select(MentorNeed.person_id).join(Pairing, Pairing.need_id == MentorNeed.id)
    return set(session.scalars(wanted.where(stands_on(day))))


def pairings_of(session: Session, person_id: UUID, day: date) -> list[Pairing]:
    """Return what is offered to somebody or runs, as mentor or as mentee."""
    wanted = (
        select(Pairing)
        .join(Pairing.need)
        .options(joinedload(Pairing.mentor), joinedload(Pairing.need))
        .where(or_(Pairing.mentor_id == person_id, MentorNeed.person_id == person_id))
        .where(stands_on(day))
    )
    return list(session.scalars(wanted.order_by(Pairing.sent_at, Pairing.id)))


def mentees_of(session: Session, day: date) -> dict[UUID, int]:
    """Return how many mentees each mentor has or is asked to take."""
    wanted = select(Pairing.mentor_id, func.count().label("number")).where(stands_on(day))
    rows = session.execute(wanted.group_by(Pairing.mentor_id))
    return {row.mentor_id: row.number for row in rows}


def declined(session: Session) -> list[tuple[UUID, UUID]]:
    """Return mentee and mentor of every pairing that one of the two did not want."""
    wanted = select(MentorNeed.person_id, Pairing.mentor_id).join(Pairing.need)
    ended = wanted.where(Pairing.ended_for.in_(("declined", "stepped_back")))
    return [(mentee_id, mentor_id) for mentee_id, mentor_id in session.execute(ended)]

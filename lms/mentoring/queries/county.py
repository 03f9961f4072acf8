"""The county as it is: who may help, who waits, and the best whole set of pairings."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from lms.appointments.models import DslAppointment
from lms.appointments.queries import done_on, runs_on
from lms.kernel.settings import Settings
from lms.mentoring.models import MentorConflict, MentorNeed, MentorProfile
from lms.mentoring.queries import rows
from lms.mentoring.rules import best, explaining, scoring
from lms.mentoring.rules.facts import County, Mentee, Mentor, Place, Weights
from lms.people.models import Person, Setting
from lms.people.queries import are_open

METRES = 1000


@dataclass(frozen=True)
class Proposed:
    """The whole set: everybody held against everybody, and who would be paired."""

    county: County
    blocks_trust: bool
    table: scoring.Table
    chosen: Sequence[best.Chosen]

    def by(self, weights: Weights) -> "Proposed":
        """Return what other weights would come to, of the same facts. Raises BadWeights."""
        return best_of(self.county, weights, blocks_trust=self.blocks_trust)

    @property
    def unpaired(self) -> list[int]:
        """Rows of the mentees who would be left without."""
        paired = {one.mentee for one in self.chosen}
        return [at for at in range(len(self.table.mentees)) if at not in paired]

    @property
    def gaps(self) -> list[explaining.Gap]:
        """The mentors whom the county lacks."""
        return explaining.gaps(self.table, self.unpaired)


def proposed(
    session: Session, day: date, settings: Settings, *, more: Sequence[Mentor] = ()
) -> Proposed:
    """Return the best whole set of pairings of everybody who waits; nothing is kept of it.

    Args:
        session: the database.
        day: today; facts are those of today.
        settings: the council's, which name the modules that are training.
        more: mentors who are thought of, to see what they would change.

    """
    weights, blocks_trust = rows.weights(session)
    told = county(session, day, settings)
    told = replace(told, mentors=[*told.mentors, *more])
    return best_of(told, weights, blocks_trust=blocks_trust)


def best_of(told: County, weights: Weights, *, blocks_trust: bool = False) -> Proposed:
    """Return the best whole set of a county, after what was sent. Raises BadWeights."""
    table = scoring.table(told, weights, blocks_trust=blocks_trust)
    return Proposed(told, blocks_trust, table, best.best_set(table, told.sent))


def held(session: Session, day: date, settings: Settings) -> scoring.Table:
    """Return everybody held against everybody by the council's own weights; nobody is proposed."""
    weights, blocks_trust = rows.weights(session)
    return scoring.table(county(session, day, settings), weights, blocks_trust=blocks_trust)


def county(session: Session, day: date, settings: Settings) -> County:
    """Return who may be paired: mentors whose head agreed, and new DSLs without a proposal.

    Mentors who are not DSL or deputy of an open setting now are left out, and so are new DSLs
    whose appointments are over; of mentors asked or paired already, a place is taken. Nobody is
    paired with themselves. Ids are those of people.
    """
    taken = rows.mentees_of(session, day)
    conflicts: dict[UUID, set[str]] = defaultdict(set)
    for one in session.scalars(select(MentorConflict)):
        conflicts[one.mentor_id].add(str(one.other_id))
    declined: dict[UUID, set[str]] = defaultdict(set)
    for mentee_id, mentor_id in rows.declined(session):
        declined[mentee_id].add(str(mentor_id))
    return County(
        as_at=day,
        mentors=[
            _mentor(profile, setting, training, taken, conflicts)
            for profile, setting, training in _mentors(session, day, settings)
        ],
        mentees=[_mentee(one, setting, declined) for one, setting in _waiting(session, day)],
    )


def _mentors(
    session: Session, day: date, settings: Settings
) -> list[tuple[MentorProfile, Setting, tuple[date | None, date | None]]]:
    days: list[Any] = [done_on(Person.id, kind, settings) for kind in ("role", "refresh")]
    asked: list[Any] = [MentorProfile, Setting, *days]
    wanted: Select[Any] = (
        select(*asked)
        .join(Person, Person.id == MentorProfile.person_id)
        .join(DslAppointment, DslAppointment.person_id == Person.id)
        .join(Setting, Setting.id == DslAppointment.setting_id)
        .options(joinedload(MentorProfile.person))
        .where(runs_on(day), are_open(day))
        .where(MentorProfile.head_agreed_at.is_not(None), MentorProfile.withdrawn_at.is_(None))
        .where(Person.merged_into_id.is_(None))
        .order_by(Person.id, DslAppointment.role.desc(), DslAppointment.from_on, DslAppointment.id)
    )
    first: dict[UUID, tuple[MentorProfile, Setting, tuple[date | None, date | None]]] = {}
    for profile, setting, role_on, refresh_on in session.execute(wanted):
        first.setdefault(profile.person_id, (profile, setting, (role_on, refresh_on)))
    return list(first.values())


def _waiting(session: Session, day: date) -> list[tuple[MentorNeed, Setting]]:
    """Return the open waits to which no proposal stands, with where they are or will be DSL.

    Whoever moved on since they began to wait, or whose setting became another, is where they
    are now.
    """
    asked = rows.spoken_for(session, day)
    wanted = (
        select(DslAppointment.person_id, Setting)
        .join(Setting, Setting.id == DslAppointment.setting_id)
        .join(MentorNeed, MentorNeed.person_id == DslAppointment.person_id)
        .where(MentorNeed.closed_at.is_(None))
        .where(rows.is_dsl_from(day))
        .order_by(DslAppointment.setting_id != MentorNeed.setting_id)
        .order_by(DslAppointment.role.desc(), DslAppointment.from_on, DslAppointment.id)
    )
    place: dict[UUID, Setting] = {}
    for person_id, setting in session.execute(wanted):
        place.setdefault(person_id, setting)
    return [
        (one, place[one.person_id])
        for one in rows.open_needs(session)
        if one.person_id in place and one.person_id not in asked
    ]


def _mentor(
    one: MentorProfile,
    setting: Setting,
    training: tuple[date | None, date | None],
    taken: dict[UUID, int],
    conflicts: dict[UUID, set[str]],
) -> Mentor:
    return Mentor(
        id=str(one.person_id),
        name=one.person.name,
        setting=_place(setting),
        phases=frozenset(one.phases),
        dsl_since=one.dsl_since,
        role_training_on=training[0],
        annual_refresh_on=training[1],
        capacity=one.capacity,
        current=taken.get(one.person_id, 0),
        online=one.online,
        travel_km=one.travel_km,
        contexts=frozenset(one.contexts),
        days=frozenset(one.days),
        conflicts=frozenset({*conflicts[one.person_id], str(one.person_id)}),
        suspended=one.paused_at is not None,
    )


def _mentee(one: MentorNeed, setting: Setting, declined: dict[UUID, set[str]]) -> Mentee:
    return Mentee(
        id=str(one.person_id),
        name=one.person.name,
        setting=_place(setting),
        notified_on=one.notified_on,
        online=one.online,
        contexts=frozenset(one.contexts),
        days=frozenset(one.days),
        declined=frozenset(declined[one.person_id]),
    )


def _place(one: Setting) -> Place:
    return Place(
        id=str(one.id),
        name=one.name,
        phase=one.phase,
        trust=one.trust or None,
        east=None if one.easting is None else one.easting / METRES,
        north=None if one.northing is None else one.northing / METRES,
    )

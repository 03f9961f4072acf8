"""Whatever a small register is and whoever does what in it, some things are never so."""

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import consequences
from lms.appointments import commands as appointments
from lms.kernel.errors import Refusal
from lms.kernel.permissions import System
from lms.kernel.settings import Settings
from lms.kernel.store import Store
from lms.kernel.work import Work
from lms.mentoring import commands, queries
from lms.mentoring.commands import Offered, Suits
from lms.mentoring.errors import HasProposal, MayNotPair, NotOpen, OfferOver, ReasonNeeded
from lms.mentoring.models import MentorNeed, Pairing
from lms.mentoring.queries.county import proposed
from lms.mentoring.rules.pairing import Step, step
from tests.support import factories
from tests.support.factories import (
    DslAppointmentFactory,
    DslTrainingFactory,
    SettingFactory,
)

KM = 1000
PLACES = (0, 8, 40)
"""Kilometres from a corner at which the settings lie."""

people = st.integers(0, 4)
mentors, mentees = (st.sampled_from(some) for some in ([0, 1, 0, 1, 2], [3, 4, 3, 4, 2]))
pairings = st.integers(0, 3)
sides = st.sampled_from(["mentor", "mentee"])
DSLS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([True, True, True, False])),
    min_size=5,
    max_size=5,
)
"""Of each, at which setting, and whether training is known."""

DOINGS = st.lists(
    st.one_of(
        st.tuples(
            st.just("offer"),
            people,
            st.integers(0, 2),
            st.booleans(),
            st.lists(people, max_size=1),
        ),
        st.tuples(st.just("ask"), people, st.booleans()),
        st.tuples(st.just("send"), mentees, mentors, st.sampled_from(["", "They know why."])),
        st.tuples(st.just("send_best")),
        st.tuples(st.just("accept"), pairings, sides),
        st.tuples(st.just("decline"), pairings, sides),
        st.tuples(st.just("call_off"), pairings),
        st.tuples(st.just("pause"), people, st.booleans()),
        st.tuples(st.just("withdraw"), people),
        st.tuples(st.just("close"), people),
        st.tuples(st.just("leave"), people),
        st.tuples(st.just("days"), st.sampled_from([1, 7, 8])),
    ),
    min_size=5,
    max_size=25,
)
BEGUN = [
    ("offer", 0, 2, True, []),
    ("offer", 1, 1, False, []),
    ("ask", 3, True),
    ("ask", 4, False),
    ("send_best",),
]


class Register:
    """A few DSLs, what they and a coordinator do, and what is known of it beside the tables."""

    def __init__(self, work, dsls):
        self.work, self.session = work, work.session
        self.at = [SettingFactory(easting=at * KM, northing=0) for at in PLACES]
        self.dsls = dsls
        self.held = [DslAppointmentFactory(setting=self.at[place]) for place, _ in dsls]
        self.ids = [one.person_id for one in self.held]
        for person_id, (_, is_trained) in zip(self.ids, dsls, strict=True):
            for kind in ("role", "refresh") if is_trained else ():
                DslTrainingFactory(person_id=person_id, kind=kind)
        self.sent = []
        self.declined = set()

    def do(self, name, *given):
        try:
            getattr(self, name)(*given)
        except Refusal:
            return

    def offer(self, who, capacity, online, conflicts):
        said = Offered(
            phases=["primary"],
            contexts=[],
            days=[],
            online=online,
            travel_km=10,
            capacity=capacity,
            conflicts=[self.ids[one] for one in conflicts],
        )
        made = commands.offer(self.work, self.ids[who], said)
        commands.agree(self.work, made.id, name="The head")

    def ask(self, who, online):
        commands.ask(self.work, self.ids[who], Suits(contexts=[], days=[], online=online))

    def send(self, mentee, mentor, reason):
        need = queries.need_of(self.session, self.ids[mentee])
        if need is None or queries.profile_of(self.session, self.ids[mentor]) is None:
            return
        stands = self.standing_as("mentee")[self.ids[mentee]]
        blocks = self.blocks(need, mentee, mentor)
        try:
            made = commands.send(self.work, need.id, self.ids[mentor], reason=reason)
        except HasProposal:
            assert stands
        except ReasonNeeded:
            assert blocks == {"no_way_to_meet"}
            assert not reason
        except MayNotPair:
            assert blocks - {"no_way_to_meet"}
        else:
            assert not stands
            assert not blocks - {"no_way_to_meet"}
            assert not blocks or reason
            self.has_room_for(made)

    def send_best(self):
        best = proposed(self.session, self.work.today, self.work.settings)
        for one in best.chosen:
            mentee, mentor = best.table.mentees[one.mentee].id, best.table.mentors[one.mentor].id
            pair = [[str(each) for each in self.ids].index(who) for who in (mentee, mentor)]
            need = queries.need_of(self.session, self.ids[pair[0]])
            assert self.blocks(need, *pair) == set()
            self.has_room_for(commands.send(self.work, need.id, self.ids[pair[1]]))

    def has_room_for(self, made):
        self.sent.append(made.id)
        profile = queries.profile_of(self.session, made.mentor_id)
        assert self.standing_as("mentor")[made.mentor_id] <= profile.capacity

    def accept(self, at, side):
        made = self.answered(at)
        if made is None:
            return
        was = step(made, self.work.today)
        try:
            commands.accept(self.work, made.id, side=side)
        except OfferOver:
            assert was in {Step.LAPSED, Step.ENDED}
        else:
            assert was in {Step.OFFERED, Step.PAIRED}

    def decline(self, at, side):
        made = self.answered(at)
        if made is not None:
            commands.step_back(self.work, made.id, side=side)
            self.declined.add((made.need.person_id, made.mentor_id))

    def call_off(self, at):
        made = self.answered(at)
        if made is not None:
            commands.call_off(self.work, made.id)

    def answered(self, at):
        return queries.pairing(self.session, self.sent[at]) if at < len(self.sent) else None

    def pause(self, who, paused):
        commands.pause(self.work, self.ids[who], paused=paused)

    def withdraw(self, who):
        commands.withdraw(self.work, self.ids[who])

    def close(self, who):
        need = queries.need_of(self.session, self.ids[who])
        if need is not None:
            commands.close(self.work, need.id, reason="own")
            with pytest.raises(NotOpen):
                commands.send(self.work, need.id, self.ids[who])

    def leave(self, who):
        before = self.work.today - timedelta(days=1)
        appointments.end(self.work, self.held[who].id, last_on=before)

    def days(self, number):
        self.work.now += timedelta(days=number)

    def blocks(self, need, mentee, mentor):
        """Return what rules a pair out today, by the rows and by what was done."""
        ours = queries.profile_of(self.session, self.ids[mentor])
        here, there = (self.dsls[one][0] for one in (mentee, mentor))
        apart = abs(PLACES[here] - PLACES[there])
        conflicts = {one.other_id for one in queries.conflicts_of(self.session, ours.person_id)}
        today = self.work.today
        is_so = {
            "same_setting": here == there,
            "training": not self.dsls[mentor][1],
            "capacity": self.standing_as("mentor")[ours.person_id] >= ours.capacity,
            "conflict": need.person_id in conflicts or mentee == mentor,
            "declined": (need.person_id, ours.person_id) in self.declined,
            "not_now": bool(ours.paused_at or ours.withdrawn_at or not ours.head_agreed_at),
            "left": not all(self.held[one].runs_on(today) for one in (mentee, mentor)),
            "no_way_to_meet": not (ours.online and need.online) and apart > ours.travel_km,
        }
        return {one for one, so in is_so.items() if so}

    def standing_as(self, side):
        """Count standing pairings by person, from the rows alone."""
        stands = {Step.OFFERED, Step.PAIRED}
        found = self.session.scalars(select(Pairing))
        return Counter(
            one.mentor_id if side == "mentor" else one.need.person_id
            for one in found
            if step(one, self.work.today) in stands
        )


@contextmanager
def register(engine, folder, dsls):
    """Open a register of its own, of which nothing is kept."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            session.info["shared"] = True
            factories.bind(session)
            yield Register(
                Work(
                    session=session,
                    actor=System(),
                    now=datetime(2026, 11, 24, 12, tzinfo=UTC),
                    settings=Settings(),
                    store=Store(folder),
                    recorder=consequences.follow,
                ),
                dsls,
            )
        outer.rollback()


@given(dsls=DSLS, doings=DOINGS)
@settings(max_examples=40)
def test_nobody_is_paired_twice_beyond_capacity_or_against_the_rules(
    engine, tmp_path_factory, dsls, doings
):
    with register(engine, tmp_path_factory.getbasetemp() / "store", dsls) as some:
        for doing in (*BEGUN, *doings):
            some.do(*doing)
            mentees = some.standing_as("mentee")
            assert all(number == 1 for number in mentees.values())
            assert queries.spoken_for(some.session, some.work.today) == set(mentees)
            mentors = some.standing_as("mentor")
            assert queries.mentees_of(some.session, some.work.today) == mentors


@given(dsls=DSLS, doings=DOINGS)
@settings(max_examples=10)
def test_whoever_waits_waits_on_from_the_same_day(engine, tmp_path_factory, dsls, doings):
    with register(engine, tmp_path_factory.getbasetemp() / "store", dsls) as some:
        since = {}
        for doing in (*BEGUN, *doings):
            some.do(*doing)
            for one in some.session.scalars(select(MentorNeed)):
                assert since.setdefault(one.id, one.notified_on) == one.notified_on
                is_open = one.closed_at is None
                assert (one in queries.open_needs(some.session)) == is_open
                stands = queries.standing_of(some.session, one.person_id, some.work.today)
                assert is_open or one.id not in {pairing.need_id for pairing in stands}

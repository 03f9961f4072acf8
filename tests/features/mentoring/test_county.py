"""The county as it is, and the best whole set of pairings in it."""

from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from lms.mentoring import commands, queries
from lms.mentoring.errors import BadWeights
from lms.mentoring.models import MentorConflict
from lms.mentoring.queries.county import county, proposed
from lms.mentoring.rules.facts import PARTS, Mentor, Place, Weights
from tests.support.factories import (
    DslAppointmentFactory,
    DslTrainingFactory,
    PersonFactory,
    SettingFactory,
)
from tests.support.factories.mentoring import (
    MentorNeedFactory,
    MentorProfileFactory,
    PairingFactory,
)

TODAY = date(2026, 11, 24)


@pytest.fixture
def known(session, settings):
    """``known()``: who may be paired today."""
    return lambda day=TODAY: county(session, day, settings)


@pytest.fixture
def chosen(session, settings):
    """``chosen()``: mentee → mentor of what would be proposed."""

    def found(weights=None, more=()):
        best = proposed(session, TODAY, settings, more=more)
        best = best.by(weights) if weights else best
        table = best.table
        return {table.mentees[one.mentee].id: table.mentors[one.mentor].id for one in best.chosen}

    return found


@contextmanager
def questions(engine):
    """Count what the database is asked."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


class TestMentors:
    def test_are_as_they_said_at_their_setting(self, session, known):
        setting = SettingFactory(
            phase="special", trust="Marl Trust", easting=350_500, northing=240_000
        )
        made = MentorProfileFactory(
            setting=setting,
            phases=["special"],
            contexts=["eal"],
            days=["mon"],
            trained_on=date(2026, 9, 3),
        )
        other = PersonFactory()
        session.add(
            MentorConflict(mentor_id=made.person_id, other_id=other.id, told_at=made.offered_at)
        )

        (found,) = known().mentors

        assert found == Mentor(
            id=str(made.person_id),
            name=made.person.name,
            setting=Place(
                id=str(setting.id),
                name=setting.name,
                phase="special",
                trust="Marl Trust",
                east=350.5,
                north=240.0,
            ),
            phases=frozenset({"special"}),
            dsl_since=date(2020, 9, 1),
            role_training_on=date(2026, 9, 3),
            annual_refresh_on=date(2026, 9, 3),
            capacity=2,
            current=0,
            online=True,
            travel_km=10,
            contexts=frozenset({"eal"}),
            days=frozenset({"mon"}),
            conflicts=frozenset({str(other.id), str(made.person_id)}),
        )

    def test_without_coordinates_or_trust_have_none(self, known):
        MentorProfileFactory(trained_on=False)

        (found,) = known().mentors

        assert (found.setting.trust, found.setting.east, found.setting.north) == (None,) * 3
        assert (found.role_training_on, found.annual_refresh_on) == (None, None)

    def test_are_those_whose_head_agreed_who_are_dsl_now_and_took_nothing_back(self, work, known):
        MentorProfileFactory(head_agreed_at=None)
        MentorProfileFactory(withdrawn_at=work.now)
        MentorProfileFactory(setting__closed_on=TODAY)
        MentorProfileFactory(person=DslAppointmentFactory(until_on=TODAY).person)
        MentorProfileFactory(person=DslAppointmentFactory(from_on=date(2026, 12, 1)).person)
        deputy = MentorProfileFactory(person=DslAppointmentFactory(role="deputy").person)
        paused = MentorProfileFactory(paused_at=work.now)

        found = {one.id: one.suspended for one in known().mentors}

        assert found == {str(deputy.person_id): False, str(paused.person_id): True}

    def test_of_two_settings_are_where_they_are_dsl(self, known):
        deputy = DslAppointmentFactory(role="deputy", from_on=date(2019, 9, 1))
        second = DslAppointmentFactory(person=deputy.person, from_on=date(2026, 9, 1))
        first = DslAppointmentFactory(person=deputy.person, from_on=date(2022, 9, 1))
        MentorProfileFactory(person=deputy.person)

        (found,) = known().mentors

        assert found.setting.id == str(first.setting_id) != str(second.setting_id)

    def test_have_the_training_that_was_last_told(self, work, known):
        made = MentorProfileFactory(trained_on=date(2026, 9, 1))
        DslTrainingFactory(person_id=made.person_id, done_on=date(2024, 1, 1), told_at=work.now)

        (found,) = known().mentors

        assert found.role_training_on == date(2024, 1, 1)
        assert found.annual_refresh_on == date(2026, 9, 1)

    def test_have_a_place_less_for_each_who_is_offered_or_paired(self, work, known):
        made = MentorProfileFactory(capacity=3).person
        PairingFactory(mentor=made)
        PairingFactory(mentor=made, paired_at=work.now, lapses_on=date(2026, 9, 9))
        PairingFactory(mentor=made, lapses_on=date(2026, 11, 23))
        PairingFactory(mentor=made, ended_at=work.now, ended_for="called_off")

        (found,) = known().mentors

        assert (found.current, found.places) == (2, 1)


class TestMentees:
    def test_are_as_they_told_and_from_when_they_wait(self, known):
        setting = SettingFactory(phase="secondary")
        need = MentorNeedFactory(setting=setting, contexts=["faith"], days=["fri"], online=False)

        (found,) = known().mentees

        assert (found.id, found.name) == (str(need.person_id), need.person.name)
        assert (found.setting.id, found.setting.phase) == (str(setting.id), "secondary")
        assert (found.contexts, found.days) == ({"faith"}, {"fri"})
        assert (found.notified_on, found.online) == (date(2026, 11, 2), False)
        assert found.waited(TODAY) == 22

    def test_are_those_to_whom_nothing_stands(self, work, known):
        offered, lapsed, paired, ended, closed = (MentorNeedFactory() for _ in range(5))
        PairingFactory(need=offered)
        PairingFactory(need=lapsed, lapses_on=date(2026, 11, 23))
        PairingFactory(need=paired, lapses_on=date(2026, 9, 9), paired_at=work.now)
        PairingFactory(need=ended, ended_at=work.now, ended_for="declined")
        commands.close(work, closed.id, reason="own")

        found = {one.id: one.declined for one in known().mentees}

        declined = queries.declined(work.session)[0][1]
        assert found == {str(lapsed.person_id): set(), str(ended.person_id): {str(declined)}}

    def test_leave_out_whoever_is_dsl_nowhere_any_more(self, known):
        MentorNeedFactory(setting__closed_on=TODAY)
        MentorNeedFactory(person=DslAppointmentFactory(until_on=TODAY).person)
        MentorNeedFactory(person=PersonFactory())

        assert known().mentees == []

    def test_are_where_they_waited_first_while_they_are_dsl_there(self, known):
        need = MentorNeedFactory()
        before = DslAppointmentFactory(person=need.person, from_on=date(2020, 9, 1))

        (found,) = known().mentees

        assert found.setting.id == str(need.setting_id) != str(before.setting_id)


class TestProposed:
    def test_is_nobody_where_there_is_nobody(self, session, settings, chosen):
        found = proposed(session, TODAY, settings)

        assert (list(found.chosen), found.unpaired, found.gaps) == ([], [], [])

    def test_is_nobody_where_there_are_no_mentors(self, session, settings):
        MentorNeedFactory()

        found = proposed(session, TODAY, settings)

        assert (list(found.chosen), found.unpaired) == ([], [0])
        assert [one.phase for one in found.gaps] == ["primary"]

    def test_keeps_nothing(self, session, chosen):
        mentor, need = MentorProfileFactory(), MentorNeedFactory()

        assert chosen() == {str(need.person_id): str(mentor.person_id)}
        assert queries.standing(session, TODAY) == []

    def test_goes_by_the_councils_weights_and_rule_of_trusts(self, work, chosen):
        here = SettingFactory(phase="primary", trust="Marl Trust")
        near = MentorProfileFactory(phases=["primary"], days=[], setting__trust="Marl Trust")
        fits = MentorProfileFactory(phases=["special"], days=["mon"])
        need = MentorNeedFactory(setting=here, days=["mon"])
        assert chosen() == {str(need.person_id): str(near.person_id)}

        commands.set_weights(work, Weights(phase=0), blocks_trust=False)
        assert chosen() == {str(need.person_id): str(fits.person_id)}
        assert chosen(weights=Weights()) == {str(need.person_id): str(near.person_id)}

        work.now += timedelta(minutes=1)
        commands.set_weights(work, Weights(phase=0), blocks_trust=True)
        assert chosen(weights=Weights()) == {str(need.person_id): str(fits.person_id)}

    def test_shows_what_others_would_change(self, chosen):
        need = MentorNeedFactory()
        more = Mentor(
            id="thought-of",
            name="A new mentor",
            setting=Place(id="x"),
            role_training_on=TODAY,
            annual_refresh_on=TODAY,
            online=True,
        )
        assert chosen() == {}

        assert chosen(more=[more]) == {str(need.person_id): "thought-of"}

    @pytest.mark.parametrize("weights", [Weights(phase=-1), Weights(**dict.fromkeys(PARTS, 0.0))])
    def test_refuses_weights_that_make_no_score(self, session, settings, weights):
        with pytest.raises(BadWeights):
            proposed(session, TODAY, settings).by(weights)


class TestQuestions:
    """A register of any size costs as many questions of the database."""

    def fill(self, session, number):
        for at in range(number // 2):
            mentor, need = MentorProfileFactory(), MentorNeedFactory()
            conflict = MentorConflict(
                mentor_id=mentor.person_id, other_id=need.person_id, told_at=mentor.offered_at
            )
            session.add(conflict)
            if at % 3 == 0:
                ended = mentor.offered_at if at % 2 else None
                PairingFactory(
                    need=need,
                    mentor=mentor.person,
                    ended_at=ended,
                    ended_for="declined" if ended else "",
                )
        session.commit()

    @pytest.mark.parametrize(("ask", "number"), [(county, 7), (proposed, 8)])
    def test_are_as_many_for_two_hundred_as_for_ten(self, engine, session, settings, ask, number):
        asked = []
        for size in (10, 190):
            self.fill(session, size)
            session.expire_all()
            with questions(engine) as counted:
                ask(session, TODAY, settings)
            asked.append(len(counted))

        assert asked == [number, number]

    def test_are_one_for_each_list_with_all_its_names(self, engine, session):
        self.fill(session, 30)
        session.expire_all()
        with questions(engine) as counted:
            names = [one.person.name for one in queries.profiles(session)]
            names += [
                f"{one.person.name} {one.setting.name}" for one in queries.open_needs(session)
            ]
            for one in queries.standing(session, TODAY):
                names += [one.mentor.name, one.need.person.name, one.need.setting.name]

        assert len(counted) == 3
        assert len(names) == 15 + 15 + 3 * 3
        assert all(isinstance(one.id, UUID) for one in queries.open_needs(session))

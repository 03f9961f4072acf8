from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.appointments import queries, rules
from lms.appointments.rules import Away, Currency, Held, Need
from lms.assignment.models import Proof
from lms.people.queries import Sought
from tests.support.factories import (
    DslAppointmentFactory,
    DslCoverFactory,
    DslTrainingFactory,
    EngagementFactory,
    ObligationFactory,
    SettingFactory,
)

TODAY = date(2026, 11, 24)


def listed(session, **narrowed):
    need = narrowed.pop("need", "")
    page = queries.page_of_settings(session, TODAY, Sought(**narrowed), need=need)
    return [(one.setting.name, one.need) for one in page.rows]


class TestSettings:
    def test_without_a_dsl_come_first(self, session):
        named = SettingFactory(name="Alder")
        DslAppointmentFactory(setting=named)
        DslAppointmentFactory(setting=named, role="deputy")
        DslAppointmentFactory(setting=SettingFactory(name="Beech"))
        away = DslAppointmentFactory(setting=SettingFactory(name="Cedar"))
        DslCoverFactory(appointment=away)
        SettingFactory(name="Elm")
        SettingFactory(name="Gone", closed_on=date(2026, 9, 1))

        assert listed(session) == [
            ("Elm", Need.NO_DSL),
            ("Cedar", Need.AWAY),
            ("Beech", Need.NO_DEPUTY),
            ("Alder", Need.NOTHING),
        ]
        assert listed(session, need="no_deputy") == [("Beech", Need.NO_DEPUTY)]
        assert listed(session, state="closed") == [("Gone", None)]
        figures = queries.figures(session, TODAY)
        assert list(figures.by_need.values()) == [1, 1, 1, 1]
        assert figures.settings == 4

    def test_are_read_page_by_page_in_that_order(self, session):
        for number in range(5):
            setting = SettingFactory(name=f"S{number}")
            if number % 2:
                DslAppointmentFactory(setting=setting)
        seen, after = [], None
        while True:
            page = queries.page_of_settings(session, TODAY, Sought(), after=after, limit=2)
            seen += [one.setting.name for one in page.rows]
            after = page.after
            if after is None:
                break

        assert seen == ["S0", "S2", "S4", "S1", "S3"]

    def test_name_leads_and_deputies(self, session):
        lead = DslAppointmentFactory()
        deputy = DslAppointmentFactory(setting=lead.setting, role="deputy")

        (row,) = queries.page_of_settings(session, TODAY, Sought()).rows

        assert (row.leads, row.deputies) == ([lead.person.name], [deputy.person.name])

    def test_are_not_covered_by_somebody_who_has_left(self, session):
        lead = DslAppointmentFactory()
        deputy = DslAppointmentFactory(setting=lead.setting, role="deputy")
        DslCoverFactory(appointment=lead, covered_by=deputy.person)
        assert listed(session)[0][1] == Need.NOTHING

        deputy.until_on = TODAY
        session.flush()
        assert listed(session)[0][1] == Need.AWAY


SPELL = st.tuples(
    st.sampled_from(["dsl", "deputy"]),
    st.integers(-3, 2),
    st.none() | st.integers(0, 4),
    st.none() | st.tuples(st.integers(-2, 2), st.none() | st.integers(0, 3)),
)


class TestNeedInSql:
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(spells=st.lists(SPELL, max_size=4))
    def test_says_what_the_rule_says(self, session, spells):
        setting = SettingFactory()
        held = []
        for role, start, length, away in spells:
            days = self.days(start, length)
            made = DslAppointmentFactory(
                setting=setting, role=role, from_on=days[0], until_on=days[1]
            )
            absent = ()
            if away is not None:
                first, last = self.days(*away)
                DslCoverFactory(appointment=made, from_on=first, until_on=last)
                absent = (Away(from_on=first, until_on=last, is_covered=False),)
            held.append(Held(role=role, from_on=days[0], until_on=days[1], away=absent))

        page = queries.page_of_settings(session, TODAY, Sought(search=setting.urn))

        assert page.rows[0].need == rules.need(held, TODAY)

    @staticmethod
    def days(start, length):
        first = TODAY + timedelta(days=start)
        return first, None if length is None else first + timedelta(days=length)


class TestTraining:
    @pytest.fixture
    def lead(self):
        return DslAppointmentFactory()

    def state(self, session, lead, settings, kind="role"):
        (shown,) = queries.shown_at(session, lead.setting_id, TODAY, settings)
        return next(one for one in shown.training if one.kind == kind)

    def test_is_unknown_until_somebody_tells(self, session, lead, settings):
        assert self.state(session, lead, settings).currency == Currency.UNKNOWN

    def test_is_as_last_told_with_who_told(self, session, lead, settings):
        DslTrainingFactory(person_id=lead.person_id, done_on=date(2026, 9, 1), told_by="import")
        later = datetime(2026, 10, 1, tzinfo=UTC)
        DslTrainingFactory(
            person_id=lead.person_id, done_on=date(2024, 9, 1), told_by="school", told_at=later
        )

        state = self.state(session, lead, settings)

        assert (state.currency, state.told_by) == (Currency.LAPSED, "school")
        assert state.lapses_on == date(2026, 9, 1)

    def test_counts_what_was_completed_here(self, session, lead, settings):
        settings = replace(settings, dsl_role_module="dsl-role")
        owed = ObligationFactory(engagement=lead.engagement, module_slug="dsl-role")
        session.add(
            Proof(
                obligation_id=owed.id,
                completion_id=owed.id,
                from_on=date(2026, 10, 5),
                until_on=date(2028, 10, 5),
                known_at=datetime(2026, 10, 5, tzinfo=UTC),
            )
        )
        DslTrainingFactory(person_id=lead.person_id, done_on=date(2024, 9, 1))
        session.commit()

        state = self.state(session, lead, settings)

        assert (state.done_on, state.currency) == (date(2026, 10, 5), Currency.CURRENT)
        assert state.told_by is None

        session.query(Proof).one().ended_on = TODAY
        session.commit()
        assert self.state(session, lead, settings).done_on == date(2024, 9, 1)

    def test_figures_open_into_the_people_behind_them(self, session, settings):
        days = [None, date(2024, 1, 1), date(2024, 12, 1), date(2026, 9, 1), date(2023, 1, 1)]
        for day in days:
            person = DslAppointmentFactory().person
            if day:
                DslTrainingFactory(person_id=person.id, done_on=day)
        DslAppointmentFactory(until_on=TODAY)
        DslAppointmentFactory(setting=SettingFactory(closed_on=TODAY))

        figures = queries.training_figures(session, TODAY, settings).by_kind["role"]

        assert figures == {
            Currency.LAPSED: 2,
            Currency.SOON: 1,
            Currency.CURRENT: 1,
            Currency.UNKNOWN: 1,
        }
        for state, number in figures.items():
            page = queries.current(session, TODAY, settings, kind="role", state=state.value)
            assert len(page.rows) == number
            assert {one.training[0].currency for one in page.rows} == {state}

    def test_is_read_page_by_page(self, session, settings):
        made = {DslAppointmentFactory().person.name for _ in range(3)}

        first = queries.current(session, TODAY, settings, limit=2)
        second = queries.current(session, TODAY, settings, limit=2, after=first.after)

        rows = [*first.rows, *second.rows]
        assert {one.appointment.person.name for one in rows} == made

    def test_of_whoever_left_is_not_counted(self, session, settings):
        EngagementFactory()
        assert queries.current(session, TODAY, settings).rows == []

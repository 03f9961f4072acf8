from datetime import date

import pytest

from lms.kernel.errors import NotFound
from lms.kernel.permissions import Reach, System
from lms.people import queries
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    AgencyFactory,
    EngagementFactory,
    PersonFactory,
    UnitFactory,
)

TODAY = date(2026, 11, 24)


def names(session, actor=None, **narrowed):
    found = queries.people_visible_to(session, actor or System(), day=TODAY, **narrowed)
    return [one.name for one in found.rows]


def person(first, last, **engagement):
    made = PersonFactory(first_name=first, last_name=last, name=f"{first} {last}")
    return EngagementFactory(person=made, **engagement)


class TestPeopleVisibleTo:
    def test_is_in_order_of_surname(self, session):
        person("Zoe", "Adams")
        person("Ann", "Baker")

        assert names(session) == ["Zoe Adams", "Ann Baker"]

    def test_goes_on_behind_the_last(self, session):
        for last in ("Adams", "Adams", "Baker", "Clark"):
            person("Ann", last)

        first = queries.people_visible_to(session, System(), day=TODAY, limit=3)
        rest = queries.people_visible_to(session, System(), day=TODAY, after=first.after)

        assert [one.name for one in first.rows] == ["Ann Adams", "Ann Adams", "Ann Baker"]
        assert [one.name for one in rest.rows] == ["Ann Clark"]
        assert rest.after is None

    def test_begins_anew_for_a_key_somebody_invented(self, session):
        person("Ann", "Adams")

        assert names(session, after="x'; --") == ["Ann Adams"]

    @pytest.mark.parametrize("search", ["zoe", "ZOË", "oneil", "o'neil", "Zoë O’Neil", "neil zo"])
    def test_finds_by_parts_of_the_name(self, session, search):
        person("Zoë", "O’Neil")
        person("Ann", "Baker")

        assert names(session, search=search) == ["Zoë O’Neil"]

    def test_finds_by_address_and_number(self, session):
        one = person("Ann", "Baker", reference="000123-1")
        person("Bea", "Clark")

        assert names(session, search=one.person.email.upper()) == ["Ann Baker"]
        assert names(session, search="000123") == ["Ann Baker"]
        assert names(session, search="000123-1") == ["Ann Baker"]

    def test_takes_signs_for_what_they_are(self, session):
        person("Ann", "Baker")

        assert names(session, search="%") == []

    def test_knows_who_is_here_who_comes_and_who_left(self, session):
        person("Ann", "Now")
        person("Bea", "Coming", starts_on=date(2026, 12, 1))
        left = person("Cia", "Left", ends_on=date(2026, 11, 23))
        back = person("Dot", "Back", ends_on=date(2026, 10, 1)).person
        EngagementFactory(person=back, starts_on=date(2026, 11, 1))
        PersonFactory(name="Eve None", last_name="None", sort_name="none eve")

        assert names(session, state="now") == ["Dot Back", "Ann Now"]
        assert names(session, state="coming") == ["Bea Coming"]
        assert names(session, state="left") == [left.person.name]
        assert len(names(session, state="all")) == 5

    def test_narrows_by_unit_kind_and_agency(self, session):
        service = UnitFactory(kind="service")
        team = UnitFactory(parent=service)
        agency = AgencyFactory()
        person("Ann", "Baker", unit=team)
        person("Bea", "Clark", kind="agency", agency=agency)

        assert names(session, unit_path=service.path) == ["Ann Baker"]
        assert names(session, kind="agency") == ["Bea Clark"]
        assert names(session, agency_id=agency.id) == ["Bea Clark"]

    def test_shows_a_coordinator_own_workers_and_no_other_engagement(self, session):
        agency = AgencyFactory()
        worker = person("Ann", "Baker", kind="agency", agency=agency).person
        EngagementFactory(person=worker)
        person("Bea", "Clark", kind="agency", agency=AgencyFactory())
        held = HeldDuty("agency_coordinator", agency_id=agency.id)
        actor = PersonActor(id=PersonFactory().id, duties=frozenset({held}))

        found = queries.people_visible_to(session, actor, day=TODAY).rows

        assert [one.name for one in found] == ["Ann Baker"]
        assert [one.agency for one in found[0].engagements] == [agency.name]

    def test_shows_a_line_manager_their_own(self, session):
        manager = PersonFactory()
        person("Ann", "Baker", manager=manager)
        person("Bea", "Clark")
        actor = PersonActor(id=manager.id, duties=frozenset({HeldDuty("line_manager")}))

        assert names(session, actor) == ["Ann Baker"]

    def test_shows_nobody_to_somebody_without_a_duty(self, session):
        one = person("Ann", "Baker").person

        assert names(session, PersonActor(id=one.id), state="all") == []


class TestPersonWithin:
    def test_says_the_same_of_somebody_out_of_reach_as_of_nobody(self, session):
        worker = person("Ann", "Baker", kind="agency", agency=AgencyFactory()).person
        reach = Reach(agency_ids=frozenset({AgencyFactory().id}))

        with pytest.raises(NotFound) as hidden:
            queries.person_within(session, worker.id, reach)
        with pytest.raises(NotFound) as missing:
            queries.person_within(session, reach_id := UnitFactory().id, reach)

        assert reach_id
        assert str(hidden.value) == str(missing.value)


class TestTeamOf:
    def test_has_who_is_here_and_who_is_coming(self, session):
        manager = PersonFactory()
        person("Ann", "Now", manager=manager)
        person("Bea", "Coming", manager=manager, starts_on=date(2026, 12, 1))
        person("Cia", "Left", manager=manager, ends_on=date(2026, 11, 1))
        person("Dot", "Other")

        assert [one.name for one in queries.team_of(session, manager.id, TODAY)] == [
            "Bea Coming",
            "Ann Now",
        ]


class TestNamesakes:
    def test_are_found_however_they_are_written(self, session):
        one = person("Zoë", "O’Neil").person

        assert queries.namesakes(session, first_name="ZOE", last_name="ONeil") == [one]

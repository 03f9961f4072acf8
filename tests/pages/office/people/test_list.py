"""The list of people, and what it is narrowed by."""

from datetime import date

import pytest

from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    ObligationFactory,
    PersonFactory,
    UnitFactory,
)
from tests.support.factories.proof import InvitationFactory


class TestList:
    def test_finds_by_part_of_a_name_whatever_its_accents(self, browser, hr):
        person = PersonFactory(first_name="Zoë", last_name="O’Neill")
        EngagementFactory(person=person)
        EngagementFactory()

        page = browser.get("/people?q=zoe+oneill")

        assert [row[0] for row in page.rows()] == ["Zoë O’Neill"]

    @pytest.mark.parametrize("search", ["ZOE@marlshire.example", "004711-1", "004711"])
    def test_finds_by_address_and_number(self, browser, hr, search):
        person = PersonFactory(email="zoe@marlshire.example")
        EngagementFactory(person=person, reference="004711-1")
        EngagementFactory()

        page = browser.get("/people", most=12)
        assert len(page.rows()) == 3
        page = browser.get(f"/people?q={search}")

        assert [row[0] for row in page.rows()] == [person.name]

    def test_says_where_each_stands(self, browser, hr):
        late = ObligationFactory().engagement.person
        InvitationFactory(person=late)
        EngagementFactory(person__email=None)

        states = {row[0]: row[1] for row in browser.get("/people").rows()}

        assert states[late.name] == "overdue"
        assert "not enrolled no email address" in states.values()

    def test_is_narrowed_by_team_kind_and_when(self, browser, hr):
        unit = UnitFactory()
        below = EngagementFactory(unit=UnitFactory(parent=unit), kind="volunteer")
        coming = EngagementFactory(unit=unit, starts_on=date(2026, 12, 1))
        EngagementFactory(unit=unit)

        narrowed = browser.get(f"/people?unit={unit.id.hex}&kind=volunteer")
        later = browser.get("/people?state=coming")

        assert [row[0] for row in narrowed.rows()] == [below.person.name]
        assert later.heading == "People who are about to start"
        assert [row[0] for row in later.rows()] == [coming.person.name]

    def test_goes_on_where_a_page_ended(self, browser, hr):
        for _ in range(55):
            EngagementFactory()

        first = browser.get("/people")
        second = browser.get(first.links()["More people"])

        assert (len(first.rows()), len(second.rows())) == (50, 6)
        assert "Back to the first people" in second.links()

    def test_shows_a_manager_and_a_coordinator_own_people_only(self, browser, manager):
        own = EngagementFactory(manager=manager).person
        agency = AgencyFactory()
        worker = EngagementFactory(kind="agency", agency=agency).person

        assert [row[0] for row in browser.get("/people?state=all").rows()] == [own.name]
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)
        assert [row[0] for row in browser.get("/people?state=all").rows()] == [worker.name]

    def test_of_nobody_found_says_what_to_try(self, browser, hr):
        page = browser.get("/people?q=nemo")

        assert "Nobody was found" in page.main
        assert page.links()["Add them"] == "/people/add"

    def test_of_an_empty_register_says_where_to_begin(self, browser):
        browser.sign_in(DutyFactory(person=PersonFactory(), duty="hr").person)

        page = browser.get("/people")

        assert "Nobody is here yet" in page.main
        assert "/people/add" in page.links().values()

    def test_keeps_what_was_asked_when_it_means_nothing(self, browser, hr):
        page = browser.get("/people?unit=x&kind=x&state=x&after=x~y")

        assert page.status == 200

import pytest
from sqlalchemy import select

from lms.people.models import Agency, Unit
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    RequirementFactory,
    UnitFactory,
)


@pytest.fixture
def hr(browser):
    return browser.sign_in(DutyFactory(duty="hr").person)


@pytest.fixture
def service():
    return UnitFactory(name="Family Help", kind="service", parent=UnitFactory(name="Children"))


@pytest.mark.usefixtures("hr")
class TestUnits:
    def test_stand_as_a_tree_and_open_into_their_people(self, browser, service):
        team = UnitFactory(name="North", parent=service)
        EngagementFactory(unit=team)

        page = browser.get("/places")

        assert ["Family Help service", "1 people in Family Help"] in page.rows()
        assert page.links()["1 people in North"] == f"/people?unit={team.id}"

    def test_say_first_what_waits_to_be_placed(self, browser):
        waiting = UnitFactory(name="Nort team", parent=UnitFactory(name="Unplaced"))

        page = browser.get("/places")

        assert page.heading == "1 unit waits to be placed"
        assert page.links()["Move Nort team"] == f"/places/units/{waiting.id}/move"

    def test_are_added_below_another(self, browser, session, service):
        page = browser.submit("/places/units/add", name="East", parent=service.id.hex)

        made = session.scalars(select(Unit).filter_by(name="East")).one()
        assert page.location == f"/places/units/{made.id}"
        assert (made.parent_id, made.kind) == (service.id, "team")

    def test_are_added_at_the_top(self, browser, session):
        browser.submit("/places/units/add", name="Adults", parent="")

        assert session.scalars(select(Unit).filter_by(name="Adults")).one().kind == "directorate"

    def test_keep_what_was_typed_when_the_name_is_taken(self, browser, service):
        UnitFactory(name="North", parent=service)

        page = browser.submit("/places/units/add", name="north", parent=service.id.hex)

        assert page.status == 422
        assert "already a unit beside it called North" in page.problems[0]
        assert page.soup.select_one("#name")["value"] == "north"

    def test_are_renamed(self, browser, service):
        page = browser.submit(f"/places/units/{service.id}/rename", name="Early Help")

        assert browser.get(page.location).heading == "Early Help"

    def test_show_who_sees_them_and_what_is_asked(self, browser, service):
        team = UnitFactory(name="North", parent=service)
        held = DutyFactory(duty="hr", unit=service)
        RequirementFactory(name="Recording", unit=service)

        main = browser.get(f"/places/units/{team.id}").main

        assert f"{held.person.name} (HR officer over Family Help)" in main
        assert "Recording" in main


@pytest.mark.usefixtures("hr")
class TestMove:
    @pytest.fixture
    def team(self):
        team = UnitFactory(name="Nort team", kind="service", parent=UnitFactory(name="Unplaced"))
        EngagementFactory(unit=team)
        return team

    def test_shows_whom_it_touches_and_changes_nothing_yet(self, browser, team, service):
        RequirementFactory(name="Recording", unit=service)
        held = DutyFactory(duty="hr", unit=service)
        url = f"/places/units/{team.id}/move"

        page = browser.submit(url, parent=service.id.hex, preview="1")

        assert "1 person moves along" in page.main
        assert "‘Recording’, asked in Family Help, is asked" in page.main
        assert f"Will see them: {held.person.name} (HR officer over Family Help)" in page.main
        assert team.parent.name == "Unplaced"

    def test_says_what_ends(self, browser, team, service):
        RequirementFactory(name="Recording", unit=team.parent)
        held = DutyFactory(duty="hr", unit=team.parent)

        page = browser.submit(f"/places/units/{team.id}/move", parent=service.id.hex, preview="1")

        assert "‘Recording’, asked in Unplaced, is no longer owed" in page.main
        assert f"Will no longer see them: {held.person.name}" in page.main

    def test_puts_it_there_and_back(self, browser, team, service):
        url, before = f"/places/units/{team.id}/move", team.parent

        page = browser.submit(url, parent=service.id.hex, submit="1")
        assert page.location == f"/places/units/{team.id}"
        assert "Move it back to undo that." in browser.get(page.location).main
        assert (team.parent, team.kind) == (service, "team")

        browser.submit(url, parent=before.id.hex, submit="1")
        assert team.parent == before

    def test_says_that_it_stands_there_already(self, browser, team):
        page = browser.submit(
            f"/places/units/{team.id}/move", parent=team.parent.id.hex, preview="1"
        )

        assert "It stands there already." in page.main

    def test_offers_no_place_below_itself(self, browser, team):
        below = UnitFactory(name="Duty desk", parent=team)

        page = browser.submit(f"/places/units/{team.id}/move", parent=below.id.hex, submit="1")

        assert page.status == 422
        assert team.parent.name == "Unplaced"

    def test_refuses_a_name_that_is_there(self, browser, team, service):
        UnitFactory(name="nort team", parent=service)

        page = browser.submit(f"/places/units/{team.id}/move", parent=service.id.hex, submit="1")

        assert "already a unit beside it called nort team" in page.problems[0]


class TestWhoArrangesPlaces:
    def test_an_officer_of_one_unit_reads_them(self, browser, service):
        browser.sign_in(DutyFactory(duty="hr", unit=service).person)

        assert "Add a unit" not in browser.get("/places").links()
        for url in ("/places/units/add", "/places/agencies/add"):
            page = browser.get(url)
            assert page.status == 403
            assert "whole council" in page.main

    def test_an_auditor_reads_them(self, browser, service):
        browser.sign_in(DutyFactory(duty="auditor").person)

        assert browser.get(f"/places/units/{service.id}").status == 200
        assert browser.get(f"/places/units/{service.id}/move").status == 403

    def test_a_line_manager_does_not(self, browser):
        browser.sign_in(DutyFactory(duty="line_manager").person)

        assert browser.get("/places").status == 403


@pytest.mark.usefixtures("hr")
class TestAgencies:
    def test_show_workers_and_coordinators(self, browser):
        agency = AgencyFactory(name="Caretemps")
        EngagementFactory(agency=agency, kind="agency")
        held = DutyFactory(duty="agency_coordinator", agency=agency)
        AgencyFactory(name="Brightside")

        rows = browser.get("/places/agencies").rows()

        assert [row[:3] for row in rows] == [
            ["Brightside", "0", "nobody yet"],
            ["Caretemps", "1 workers of Caretemps", held.person.name],
        ]

    def test_are_added_once(self, browser, session):
        browser.submit("/places/agencies/add", name="Caretemps")
        page = browser.submit("/places/agencies/add", name="caretemps")

        assert "already an agency called Caretemps" in page.problems[0]
        assert len(session.scalars(select(Agency)).all()) == 1

    def test_are_renamed(self, browser):
        agency = AgencyFactory()

        browser.submit(f"/places/agencies/{agency.id}", name="Brightside Supply")

        assert agency.name == "Brightside Supply"

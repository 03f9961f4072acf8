import pytest

from lms.certificates import commands
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.factories.content import EditionFactory
from tests.support.factories.learning import CompletionFactory


@pytest.fixture
def certificate(work, browser):
    RequirementFactory()
    work.store = browser.app.extensions["lms"].store
    made = commands.award(work, CompletionFactory().id)
    work.session.commit()
    return made


class TestOwn:
    def test_shows_what_somebody_earned(self, browser, certificate):
        browser.sign_in(certificate.person)

        page = browser.get("/certificates/mine")

        assert "Safeguarding induction" in page.main
        assert certificate.number in page.main

    def test_sends_the_paper(self, browser, certificate):
        browser.sign_in(certificate.person)

        answer = browser.client.get(f"/certificates/{certificate.id}/certificate.pdf")

        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")

    def test_is_nobody_elses(self, browser, certificate):
        browser.sign_in(EngagementFactory().person)

        assert browser.get(f"/certificates/{certificate.id}").status == 404
        url = f"/certificates/{certificate.id}/certificate.pdf"
        assert browser.client.get(url).status_code == 404


class TestOthers:
    @pytest.mark.parametrize("duty", ["line_manager", "agency_coordinator"])
    def test_open_only_those_of_their_own_people(self, browser, certificate, duty):
        agency = AgencyFactory() if duty == "agency_coordinator" else None
        held = DutyFactory(duty=duty, agency=agency)
        browser.sign_in(held.person)
        assert browser.get(f"/certificates/{certificate.id}").status == 404

        own = {"agency": agency} if agency else {"manager": held.person}
        EngagementFactory(person=certificate.person, **own)

        assert browser.get(f"/certificates/{certificate.id}").status == 200


class TestList:
    def test_finds_by_name_and_number(self, browser, certificate):
        browser.sign_in(DutyFactory(duty="hr").person)

        for asked in (certificate.person.last_name, certificate.number.lower()):
            page = browser.get(f"/certificates?q={asked}")
            assert [row[0] for row in page.rows()] == [certificate.person_name]

    def test_narrows_to_a_module_and_to_what_was_withdrawn(self, browser, certificate, work):
        EditionFactory()
        browser.sign_in(DutyFactory(duty="hr").person)
        module = f"/certificates?module={certificate.module_slug}"

        assert len(browser.get(module).rows()) == 1
        assert "Show all" in browser.get("/certificates?withdrawn=yes").links()
        commands.withdraw(work, certificate.id, reason="Wrong person")
        work.session.commit()

        row = browser.get(f"{module}&withdrawn=yes").rows()[0]
        assert row[4] == "withdrawn 24 November 2026: Wrong person"

    def test_keeps_to_the_people_of_an_officer_of_one_unit(self, browser, certificate):
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        assert browser.get("/certificates").rows() == []
        assert browser.get(f"/certificates/{certificate.id}").status == 404

    def test_takes_a_made_up_place_for_the_beginning(self, browser, certificate):
        browser.sign_in(DutyFactory(duty="hr").person)

        assert len(browser.get("/certificates?after=x|y").rows()) == 1

    def test_leads_others_to_their_own(self, browser, certificate):
        browser.sign_in(EngagementFactory().person)

        assert browser.get("/certificates").location == "/certificates/mine"


class TestWithdraw:
    @pytest.fixture(autouse=True)
    def hr(self, browser, certificate):
        browser.sign_in(DutyFactory(duty="hr").person)
        self.url = f"/certificates/{certificate.id}/withdraw"

    def test_needs_a_reason(self, browser):
        assert browser.submit(self.url, reason=" ").problems == ["Enter why it is withdrawn"]

    def test_shows_why_to_hr(self, browser, certificate):
        page = browser.submit(self.url, reason="Wrong person")

        assert "Wrong person" in browser.get(page.location).main

    def test_twice_says_that_it_was(self, browser, certificate):
        browser.submit(self.url, reason="Wrong person")

        page = browser.submit(self.url, reason="Again")

        assert "already been withdrawn" in page.problems[0]

    def test_is_refused_to_its_holder(self, browser, certificate):
        browser.sign_in(certificate.person)

        assert browser.submit(self.url, reason="Mine").status == 403

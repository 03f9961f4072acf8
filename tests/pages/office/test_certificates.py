import pytest

from lms.certificates import commands
from tests.support.factories import DutyFactory, EngagementFactory, RequirementFactory
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

        assert browser.get(f"/certificates/{certificate.id}").status == 403
        url = f"/certificates/{certificate.id}/certificate.pdf"
        assert browser.client.get(url).status_code == 403


class TestList:
    def test_finds_by_name_and_number(self, browser, certificate):
        browser.sign_in(DutyFactory(duty="hr").person)

        for asked in (certificate.person.last_name, certificate.number.lower()):
            page = browser.get(f"/certificates?q={asked}")
            assert [row[0] for row in page.rows()] == [certificate.person_name]

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

import pytest

from lms.certificates import commands
from tests.support.factories import RequirementFactory
from tests.support.factories.learning import CompletionFactory


@pytest.fixture
def certificate(work):
    RequirementFactory()
    made = commands.award(work, CompletionFactory().id)
    work.session.commit()
    return made


class TestCheck:
    def test_tells_what_the_paper_says(self, browser, certificate):
        page = browser.get(f"/verify/{certificate.number}")

        assert page.heading == "This certificate is valid"
        for said in (certificate.person_name, "Safeguarding induction", "24 November 2026"):
            assert said in page.main
        assert certificate.person.email not in page.text

    def test_leads_from_the_typed_number_to_the_page(self, browser, certificate):
        page = browser.submit("/verify", number=certificate.number.lower())

        assert browser.get(page.location).status == 200

    def test_says_so_where_the_number_was_tampered_with(self, browser, certificate):
        wrong = certificate.number[:-1] + ("0" if certificate.number[-1] != "0" else "1")

        page = browser.get(f"/verify/{wrong}")

        assert page.status == 404
        assert "We issued no certificate with that number" in page.problems[0]

    def test_says_when_it_was_withdrawn_and_never_why(self, browser, work, certificate):
        commands.withdraw(work, certificate.id, reason="Somebody else sat the check")
        work.session.commit()

        page = browser.get(f"/verify/{certificate.number}")

        assert page.heading == "This certificate was withdrawn"
        assert "Somebody else" not in page.text

    def test_stops_after_too_many_an_hour(self, browser, certificate):
        for _ in range(60):
            browser.client.get("/verify/0000-0000-0000-0000")

        assert browser.get(f"/verify/{certificate.number}").status == 429

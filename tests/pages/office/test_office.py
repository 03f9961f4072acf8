import pytest
from sqlalchemy import select

from lms.content.models import Contact
from tests.support.factories import DutyFactory, EngagementFactory
from tests.support.factories.content import ContactFactory, EditionFactory


class TestContacts:
    @pytest.fixture(autouse=True)
    def approver(self, browser):
        browser.sign_in(DutyFactory(duty="approver").person)

    def test_say_what_to_do_before_there_are_any(self, browser):
        assert "999 and the national lines" in browser.get("/contacts/keep").main

    def test_are_added_and_stand_on_the_public_page(self, browser):
        browser.submit(
            "/contacts/keep/add",
            kind="mash",
            name="Front door (MASH)",
            telephone="01632 960100",
        )

        assert "01632 960100" in browser.get("/contacts").main

    def test_keep_what_was_typed_when_something_is_wrong(self, browser):
        page = browser.submit("/contacts/keep/add", kind="mash", name="Front door", telephone="x")

        assert page.problems == ["Enter a telephone number like 01632 960123."]
        assert page.soup.select_one("#name")["value"] == "Front door"

    def test_are_noted_as_checked(self, browser, session, clock):
        contact = ContactFactory()

        browser.submit(f"/contacts/keep/{contact.id}/checked")

        assert session.scalars(select(Contact.checked_on)).one() == clock().date()

    def test_are_refused_to_others(self, browser):
        browser.sign_in(EngagementFactory().person)

        assert browser.get("/contacts/keep").status == 403
        assert browser.submit("/contacts/keep/add").status == 403


class TestEditions:
    def test_say_how_many_await_approval(self, browser):
        EditionFactory()
        browser.sign_in(DutyFactory(duty="approver").person)

        assert browser.get("/editions").heading == "One module awaits approval"

    def test_are_refused_to_a_learner(self, browser):
        browser.sign_in(EngagementFactory().person)

        assert browser.get("/editions").status == 403

    def test_are_approved_by_an_approver_only(self, browser):
        edition = EditionFactory()
        browser.sign_in(DutyFactory(duty="author").person)
        assert browser.get(f"/editions/{edition.id}/approve").status == 403

        browser.sign_in(DutyFactory(duty="approver").person)
        page = browser.submit(f"/editions/{edition.id}/approve", role="Safeguarding lead")

        assert page.location == f"/editions/{edition.id}"
        assert "approved by" in browser.get("/editions").main

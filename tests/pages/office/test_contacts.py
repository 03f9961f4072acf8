from datetime import date

import pytest
from sqlalchemy import select

from lms.content.models import Contact
from tests.support.factories import DutyFactory, EngagementFactory, UnitFactory
from tests.support.factories.content import ContactFactory


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

    def test_are_removed_after_a_question(self, browser, session):
        contact = ContactFactory(kind="mash")
        url = f"/contacts/keep/{contact.id}/remove"

        page = browser.get(url)
        assert "It is the only contact for ‘Front door (MASH)’" in page.main
        assert contact.removed_at is None
        browser.submit(url)

        assert contact.removed_at is not None
        assert contact.telephone not in browser.get("/contacts").main

    def test_say_which_need_checking_and_which_are_missing(self, browser):
        ContactFactory(kind="mash", checked_on=date(2026, 8, 1))

        page = browser.get("/contacts/keep")

        assert page.heading == "1 contact needs checking"
        assert "Missing: a safeguarding contact and the emergency duty team." in page.main

    def test_are_not_changed_by_an_officer_of_one_unit(self, browser):
        contact = ContactFactory()
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        assert "Add a contact" not in browser.get("/contacts/keep").links()
        for url in ("add", f"{contact.id}", f"{contact.id}/remove"):
            assert browser.get(f"/contacts/keep/{url}").status == 403
        assert browser.submit(f"/contacts/keep/{contact.id}/checked").status == 403

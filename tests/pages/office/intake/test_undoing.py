"""A list is undone."""

from sqlalchemy import select

from lms.people.models import Person
from tests.pages.office.intake.conftest import names
from tests.support.factories import DutyFactory
from tests.support.hr_lists import starter

MOST_ASKED = 15
"""Questions of the page that asks after everything by which a row or a place might stay."""


class TestUndo:
    def test_says_what_it_comes_to_then_does_it(self, browser, bring, session):
        page = bring(starter(), starter("081235"))
        href = page.links()["Undo this list"]

        asked = browser.get(href, most=MOST_ASKED)
        said = " ".join(asked.main.split())
        assert "Engagements taken out 2" in said
        assert "Teams, schools and agencies taken out 2" in said
        assert "Wren Ahmed" in names(session)
        done = browser.get(browser.submit(href).location)

        assert done.heading == "This list was undone"
        assert "2 engagements were taken out, 0 changes were put back, 0 rows stay" in done.main
        assert "2 teams, schools and agencies of the file are taken out." in done.main
        assert "Wren Ahmed" not in names(session)

    def test_says_row_by_row_what_stays(self, browser, bring, session, clock):
        page = bring(starter())
        person = session.scalars(select(Person).filter_by(name="Wren Ahmed")).one()
        person.first_signed_in_at = clock()
        session.commit()

        href = page.links()["Undo this list"]
        asked = browser.get(href, most=MOST_ASKED)
        done = browser.get(browser.submit(href).location)

        assert asked.rows() == [
            ["Court Team", "People work there."],
            ["Unplaced", "Another unit stands below it."],
            ["2", "Wren Ahmed", "They have signed in since."],
        ]
        assert "Court Team stays: people work there. Unplaced stays: another unit" in done.main

    def test_twice_is_once(self, browser, bring):
        href = bring(starter()).links()["Undo this list"]
        browser.submit(href)

        again = browser.get(browser.submit(href).location)
        asked = browser.get(browser.get(href).location)

        assert "was undone on 24 November 2026" in again.main
        assert "was undone on 24 November 2026" in asked.main

    def test_is_refused_to_a_manager(self, browser, bring):
        href = bring(starter()).links()["Undo this list"]
        browser.sign_in(DutyFactory(duty="line_manager").person)

        assert browser.submit(href).status == 403

"""A list is brought in; its rows, and who may."""

import pytest
from sqlalchemy import select

from lms.identity.models import Invitation
from lms.intake.models import Import
from lms.people.models import Person
from tests.pages.office.intake.conftest import names
from tests.support.factories import DutyFactory, UnitFactory
from tests.support.hr_lists import starter


class TestBringingIn:
    def test_adds_people_and_says_so(self, bring, session):
        page = bring(starter(), starter("081235"))

        assert page.heading == "2 people were added"
        assert {"Wren Ahmed", "Zoë Lis081235"} <= names(session)
        person = session.scalars(select(Person).filter_by(name="Wren Ahmed")).one()
        assert page.links()["Wren Ahmed"] == f"/people/{person.id}"

    def test_holds_invitations_and_leads_to_them(self, browser, bring):
        page = bring(starter(), invitations="held")

        held = browser.get(page.links()["Release invitations"])
        assert held.rows()[0][0] == "Wren Ahmed"
        assert "1 invitation is held" in browser.get("/imports").main

    @pytest.mark.parametrize(
        ("chosen", "day"), [("now", "2026-11-24"), ("first_day", "2026-12-07")]
    )
    def test_invites_when_it_was_chosen(self, bring, session, chosen, day):
        page = bring(starter(), invitations=chosen)

        assert session.scalars(select(Invitation.send_on)).one().isoformat() == day
        assert "Invitations" in page.main

    def test_leads_to_cards_for_whoever_has_no_address(self, browser, bring, session):
        page = bring(starter(), starter("081235", email=""))

        bare = browser.get(page.links()["Print a card"])

        assert bare.heading == "1 person has no email address"
        assert [row[1] for row in bare.rows()] == ["Zoë Lis081235"]
        person = session.scalars(select(Person).filter_by(name="Zoë Lis081235")).one()
        assert f"/people/{person.id}/card" in bare.links().values()

    def test_twice_does_it_once(self, browser, look, session):
        page = look(starter())
        for _ in range(2):
            answer = browser.submit(f"{page.url}/accept", invitations="held")
            assert answer.location == page.url

        again = browser.get(page.url)
        assert again.heading == "1 person was added"
        assert "Nothing to do" in again.main
        assert len(session.scalars(select(Person).filter_by(name="Wren Ahmed")).all()) == 1

    def test_of_what_is_no_longer_so_shows_what_is(self, browser, look, bring, session):
        page = look(starter(), starter("081235"))
        bring(starter())

        answer = browser.submit(f"{page.url}/accept", invitations="held")
        again = browser.get(answer.location)

        assert "The register has changed since you looked" in again.main
        assert again.heading == "1 person will be added"
        assert "Zoë Lis081235" not in names(session)

    def test_after_dropping_is_refused(self, browser, look, session):
        page = look(starter())
        browser.submit(f"{page.url}/drop")

        browser.submit(f"{page.url}/accept", invitations="held")

        assert browser.get(page.url).heading == "This file was dropped"
        assert "Wren Ahmed" not in names(session)

    def test_dropping_after_it_is_too_late(self, browser, bring):
        page = bring(starter())

        answer = browser.submit(f"{page.url}/drop")

        assert answer.location == page.url
        assert browser.get(page.url).heading == "1 person was added"


class TestRows:
    def test_go_on_page_by_page(self, browser, look):
        page = look(*(starter(f"09{at:04}") for at in range(52)))

        first = browser.get(f"{page.url}/rows/added")
        second = browser.get(first.links()["More rows"])

        assert first.heading == "52 rows will be added"
        assert (len(first.rows()), len(second.rows())) == (50, 2)
        assert second.rows()[-1][0] == "53"

    def test_of_no_such_sort_are_not_found(self, browser, look):
        assert browser.get(f"{look(starter()).url}/rows/unchanged").status == 404

    def test_begin_at_the_first_where_the_place_cannot_be_read(self, browser, look):
        page = look(starter())

        assert len(browser.get(f"{page.url}/rows/added?after=²").rows()) == 1

    def test_that_cannot_be_read_can_be_downloaded_mended_and_loaded(self, browser, look, send):
        page = look(starter(), starter("081235", start="31/02/2026", last="=1+1"))

        answer = browser.get(page.links()["Download these rows as CSV"])
        text = answer.response.get_data(as_text=True)

        assert answer.response.headers["Content-Disposition"].endswith('"starters-not-read.csv"')
        assert text.startswith("\ufeff")
        assert "'=1+1" in text
        assert "31/02/2026" in text
        mended = send(text.replace("31/02/2026", "28/02/2027").replace("'=1+1", "Lis").encode())
        assert browser.get(mended.location).heading == "1 person will be added"


class TestWhoMayBringListsIn:
    def test_not_hr_of_one_unit(self, browser):
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        assert browser.get("/imports").status == 403
        assert browser.get("/imports/new").status == 403
        assert browser.get("/imports/rows").status == 403
        assert "Imports" not in browser.get("/contacts").links()

    def test_not_an_administrator(self, browser, look, session):
        page = look(starter())
        browser.sign_in(DutyFactory(duty="administrator").person)

        assert browser.get(page.url).status == 403
        assert browser.submit(f"{page.url}/accept", invitations="now").status == 403
        assert session.scalars(select(Import)).one().accepted_at is None

    def test_and_the_menu_leads_there(self, browser):
        page = browser.get("/imports")

        assert page.links()["Imports"] == "/imports"

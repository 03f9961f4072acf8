"""Rows that were held wait for somebody to decide."""

import pytest
from sqlalchemy import select

from lms.people.models import Engagement, Person
from tests.support.hr_lists import starter


class TestDecisions:
    """Same name, team and start under another number: it might be the same person."""

    @pytest.fixture
    def held(self, browser, bring):
        bring(starter())
        other = starter("099999", first="Wren", last="Ahmed", email="wren@mail.example")
        page = bring(other)
        assert page.heading == "1 row needs you"
        return browser.get(browser.get("/imports/rows").links()["Decide about Wren Ahmed, row 2"])

    def test_show_both_sides_and_why(self, held):
        assert held.heading == "Is this the Wren Ahmed who is known?"
        assert "wren@mail.example" in held.main
        assert "wren.ahmed@marlshire.example" in held.main
        assert "Court Team" in held.main

    def test_the_same_person_gets_the_engagement(self, browser, held, session):
        person = session.scalars(select(Person).filter_by(name="Wren Ahmed")).one()

        answer = browser.submit(held.url, who=f"same {person.id.hex}")

        assert answer.location == "/imports/rows"
        assert len(person.engagements) == 2
        page = browser.get(answer.location)
        assert page.heading == "No row needs you"
        assert "The engagement is added to theirs." in page.main

    def test_a_new_person_is_added(self, browser, held, session):
        browser.submit(held.url, who="new")

        assert len(session.scalars(select(Person).filter_by(name="Wren Ahmed")).all()) == 2

    def test_a_row_left_out_adds_nothing(self, browser, held, session):
        browser.submit(held.url, who="left_out")

        assert len(session.scalars(select(Engagement).filter_by(source="HR")).all()) == 1
        assert "decided: left out" in browser.get(held.url).main

    def test_need_a_choice(self, browser, held):
        page = browser.submit(held.url)

        assert page.status == 422
        assert page.problems == ["Choose who it is"]

    def test_sent_twice_are_harmless(self, browser, held, session):
        for _ in range(2):
            browser.submit(held.url, who="new")

        assert len(session.scalars(select(Person).filter_by(name="Wren Ahmed")).all()) == 2
        assert "settled already" in browser.get("/imports/rows").main

    def test_wait_until_the_list_is_in(self, browser, look, bring):
        bring(starter())
        page = look(starter("099999", first="Wren", last="Ahmed", email="wren@mail.example"))

        both = browser.get(page.links()["See both sides about Wren Ahmed, row 2"])

        assert both.soup.select("[type=radio]") == []
        assert "Bring the list in first" in both.main

    def test_about_an_address_that_is_somebody_elses_leave_it_with_them(
        self, browser, bring, session
    ):
        bring(starter())
        bring(starter("099999", first="Ida", last="Ahmed", email="wren.ahmed@marlshire.example"))
        page = browser.get(browser.get("/imports/rows").links()["Decide about Ida Ahmed, row 2"])

        assert page.heading == "Is Ida Ahmed somebody who is known?"
        browser.submit(page.url, who="new without address")

        assert session.scalars(select(Person.email).filter_by(name="Ida Ahmed")).one() is None

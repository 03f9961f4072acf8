"""Who stands here twice: both sides, one record, two again."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import object_session

from lms.people.models import Merge
from tests.support.factories import DutyFactory, EngagementFactory, PersonFactory, UnitFactory

WHY = "The same date of birth in both files."


@pytest.fixture
def hr(browser):
    return browser.sign_in(DutyFactory(duty="hr").person)


@pytest.fixture
def two():
    unit = UnitFactory(name="Court Team")
    found = []
    for surname, address in (("Quill", "mara@marlshire.example"), ("Quill", "mara@post.example")):
        person = PersonFactory(first_name="Mara", last_name=surname, email=address)
        found.append(EngagementFactory(person=person, unit=unit).person)
    object_session(found[0]).commit()
    return found


def sent(browser, url, **data):
    return browser.get(browser.submit(url, **data).location)


@pytest.mark.usefixtures("hr")
class TestDoubles:
    def test_shows_both_sides_and_why(self, browser, two):
        page = browser.get("/people/doubles")

        assert page.heading == "1 pair of records looks like one person"
        assert "They have the same name." in page.main
        assert "mara@post.example" in page.main

    def test_finds_names_a_letter_apart_that_began_together(self, browser):
        unit = UnitFactory()
        for name in ("Aleksandra", "Alexandra"):
            person = PersonFactory(first_name=name, last_name="Nowak")
            EngagementFactory(person=person, unit=unit)
        object_session(unit).commit()

        assert "differ by a letter or two" in browser.get("/people/doubles").main

    def test_asks_no_more_once_they_are_two_people(self, browser, two):
        page = sent(browser, "/people/doubles/two", one=str(two[0].id), other=str(two[1].id))
        assert page.heading == "No two records look like one person"
        assert "Said to be two people" in page.main

        back = page.soup.select_one("form[action$='/back']")["action"]
        assert sent(browser, back).heading == "1 pair of records looks like one person"

    def test_is_empty_where_nobody_looks_alike(self, browser):
        assert "Nothing to decide" in browser.get("/people/doubles").main


@pytest.mark.usefixtures("hr")
class TestMerge:
    def merge(self, browser, two, **other):
        said = {"keep": two[0].id.hex, "name": two[1].id.hex, "email": two[1].email, **other}
        url = f"/people/{two[0].id}/merge?with={two[1].id}"
        return browser.submit(url, **{"reason": WHY, **said})

    def test_finds_the_other_record(self, browser, two):
        page = browser.get(f"/people/{two[0].id}/merge?q=mara@post.example")

        assert page.rows()[0][0] == "Mara Quill"
        assert f"with={two[1].id}" in str(page.soup)

    def test_shows_both_sides(self, browser, two):
        page = browser.get(f"/people/{two[0].id}/merge?with={two[1].id}")

        assert page.heading == "Are these one person?"
        assert page.main.count("1 engagement") == 2

    def test_makes_one_record_and_leads_the_old_address_on(self, browser, two):
        page = browser.get(self.merge(browser, two).location)

        assert "They are one record now." in page.soup.get_text()
        there = browser.get(f"/people/{two[0].id}/merge")
        assert "Records that became part of this one" in there.main
        assert two[0].email == "mara@post.example"
        old = browser.get(f"/people/{two[1].id}")
        assert (old.status, old.location) == (301, f"/people/{two[0].id}")

    def test_asks_for_a_reason_and_keeps_what_was_chosen(self, browser, two):
        page = self.merge(browser, two, reason="")

        assert page.status == 422
        assert "Enter a reason" in page.problems[0]
        checked = page.soup.select_one("[name=email][checked]")["value"]
        assert checked == two[1].email

    def test_offers_the_fuller_record_and_asks_no_name_twice(self, browser, session):
        bare = PersonFactory(first_name="Ivo", last_name="Lark", email="ivo@post.example")
        full = EngagementFactory(
            person=PersonFactory(first_name="Ivo", last_name="Lark", email="ivo@marlshire.example")
        ).person
        session.commit()

        page = browser.get(f"/people/{bare.id}/merge?with={full.id}")

        assert page.soup.select_one("[name=keep][checked]")["value"] == full.id.hex
        assert page.soup.select_one("[name=email][checked]")["value"] == "ivo@marlshire.example"
        assert page.soup.select_one("[name=name]") is None

    def test_takes_apart_again(self, browser, two, session):
        self.merge(browser, two)
        (made,) = session.scalars(select(Merge))
        url = f"/people/merges/{made.id}/apart"
        assert browser.submit(url, reason="").status == 422

        page = sent(browser, url, reason="Two people after all.")

        assert "They are two records again." in page.soup.get_text()
        assert browser.get(f"/people/{two[1].id}").status == 200

    def test_a_merged_record_is_found_no_more(self, browser, two):
        self.merge(browser, two)

        page = browser.get("/people?state=all&q=Quill")
        assert len(page.rows()) == 1
        assert "No two records" in browser.get("/people/doubles").heading


@pytest.mark.parametrize(
    "duty", ["line_manager", "agency_coordinator", "auditor", "administrator"]
)
def test_is_hrs(browser, two, duty):
    browser.sign_in(DutyFactory(duty=duty).person)

    assert browser.get("/people/doubles").status in {403, 404}
    assert browser.get(f"/people/{two[0].id}/merge").status in {403, 404}

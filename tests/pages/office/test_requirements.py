from datetime import date

import pytest
from sqlalchemy import select

from lms.assignment.models import Obligation, Requirement
from tests.support.factories import (
    DutyFactory,
    EngagementFactory,
    GroupFactory,
    ObligationFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.factories.content import EditionFactory


class TestRequirements:
    @pytest.fixture(autouse=True)
    def hr(self, browser):
        EditionFactory()
        browser.sign_in(DutyFactory(duty="hr").person)

    facts = {  # noqa: RUF012
        "name": "Safeguarding induction",
        "module_slug": "safeguarding-induction",
        "days": "10",
        "brief_days": "5",
        "repeat_months": "12",
        "carry_months": "12",
        "unit": "",
        "group": "",
    }

    def test_show_whom_they_would_touch_first(self, browser, session):
        page = browser.submit("/requirements/add", preview="1", **self.facts)

        assert "It touches 1 engagement today" in page.main
        assert session.scalars(select(Requirement)).all() == []

    def test_touch_everybody_once_they_begin(self, browser, session):
        page = browser.submit("/requirements/add", submit="1", **self.facts)

        assert page.location == "/requirements"
        assert len(session.scalars(select(Obligation)).all()) == 1
        assert "Safeguarding induction" in browser.get("/requirements").main

    def test_need_a_number_of_days(self, browser):
        page = browser.submit("/requirements/add", submit="1", **{**self.facts, "days": ""})

        assert page.problems == ["Enter a number of days, from 0"]

    def test_can_be_ended_once(self, browser, session):
        requirement = RequirementFactory()
        url = f"/requirements/{requirement.id}/end"

        assert browser.get(url).heading == "End ‘Safeguarding induction’"
        browser.submit(url)
        browser.submit(url)

        assert "already ended" in browser.get("/requirements").text

    def test_are_only_read_by_an_auditor(self, browser):
        browser.sign_in(DutyFactory(duty="auditor").person)

        assert browser.get("/requirements").status == 200
        assert browser.get("/requirements/add").status == 403

    def test_are_read_by_an_administrator_without_the_people_behind(self, browser):
        ObligationFactory()
        browser.sign_in(DutyFactory(duty="administrator").person)

        page = browser.get("/requirements")

        assert page.status == 200
        assert not [href for href in page.links().values() if "/compliance" in href]

    def test_say_whom_they_touch_and_open_into_them(self, browser):
        one = ObligationFactory()
        RequirementFactory(name="Recording", until_on=date(2026, 11, 1))

        page = browser.get("/requirements")

        assert page.heading == "1 requirement holds"
        link = page.links()["1 people asked for Safeguarding induction"]
        assert browser.get(link).rows()[0][0] == one.engagement.person.name
        assert page.rows()[-1][0] == "Recording"

    def test_say_of_no_number_what_is_wrong_and_keep_it(self, browser):
        page = browser.submit("/requirements/add", preview="1", **{**self.facts, "days": "ten"})

        assert page.problems == ["‘ten’ is no whole number. Enter one such as 10"]
        assert page.soup.select_one("#days")["value"] == "ten"

    @pytest.mark.parametrize(
        ("field", "value", "problem"),
        [
            ("days", "261", "Enter a number of working days from 0 to 260"),
            ("repeat_months", "0", "Enter a number of months from 1 to 120"),
            ("carry_months", "-1", "Enter a number of months from 0 to 120"),
            ("name", " ", "Enter what it is called"),
        ],
    )
    def test_keep_numbers_in_range(self, browser, field, value, problem):
        page = browser.submit("/requirements/add", preview="1", **{**self.facts, field: value})

        assert page.problems == [problem]


class TestChange:
    @pytest.fixture(autouse=True)
    def hr(self, browser):
        EditionFactory()
        browser.sign_in(DutyFactory(duty="hr").person)
        self.requirement = RequirementFactory(
            due_days={"": 10, "agency": 5, "temporary": 5, "casual": 5, "volunteer": 20}
        )
        self.url = f"/requirements/{self.requirement.id}/change"
        self.facts = {
            "name": "Safeguarding induction",
            "days": "10",
            "brief_days": "5",
            "repeat_months": "12",
            "carry_months": "12",
            "unit": "",
            "group": "",
            "basis": self.requirement.basis,
        }

    def test_shows_how_it_stands(self, browser):
        page = browser.get(self.url)

        shown = {
            name: page.soup.select_one(f"#{name}")["value"] for name in ("days", "brief_days")
        }
        assert shown == {"days": "10", "brief_days": "5"}
        assert "module_slug" not in page.text

    def test_says_whom_it_touches_and_changes_nothing_yet(self, browser, session):
        group = GroupFactory()
        unit = UnitFactory()
        EngagementFactory(unit=unit)

        page = browser.submit(
            self.url, preview="1", **{**self.facts, "unit": unit.id.hex, "group": ""}
        )
        gone = browser.submit(self.url, preview="1", **{**self.facts, "group": group.id.hex})

        assert "1 engagement goes on owing it" in page.main
        assert "1 engagement no longer owes it" in page.main
        assert "2 engagements no longer owe it" in gone.main
        assert session.scalars(select(Requirement)).one().until_on is None

    def test_ends_one_and_begins_another(self, browser, session):
        page = browser.submit(self.url, submit="1", **{**self.facts, "repeat_months": "24"})

        assert page.location == "/requirements"
        made = session.scalars(select(Requirement).filter_by(until_on=None)).one()
        assert made.replaces_id == self.requirement.id
        assert made.due_days["volunteer"] == 20
        assert "is changed, from today" in browser.get("/requirements").main

    def test_keeps_what_was_typed(self, browser):
        page = browser.submit(self.url, submit="1", **{**self.facts, "days": "999"})

        assert page.status == 422
        assert page.soup.select_one("#days")["value"] == "999"

    def test_of_one_that_ended_is_refused(self, browser, session):
        browser.submit(f"/requirements/{self.requirement.id}/end")

        assert browser.get(self.url).status == 409

    def test_is_refused_to_an_officer_of_one_unit(self, browser):
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        assert browser.get(self.url).status == 403
        assert browser.submit(f"/requirements/{self.requirement.id}/end").status == 403
        assert browser.get("/requirements/add").status == 403
        assert "Add a requirement" not in browser.get("/requirements").links()

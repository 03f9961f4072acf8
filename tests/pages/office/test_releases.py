from datetime import date

import pytest
from sqlalchemy import select

from lms.assignment.models import Exemption, Pause
from tests.support.factories import (
    DutyFactory,
    EngagementFactory,
    ObligationFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.factories.proof import ExemptionFactory, PauseFactory

TODAY = date(2026, 11, 24)


@pytest.fixture
def hr(browser):
    return browser.sign_in(DutyFactory(duty="hr").person)


@pytest.fixture
def obligation(session):
    return ObligationFactory(due_on=date(2026, 12, 8))


@pytest.mark.usefixtures("hr")
class TestExempt:
    facts = {"reason": "Trained elsewhere", "until_on": ["1", "3", "2027"]}  # noqa: RUF012

    @pytest.fixture(autouse=True)
    def url(self, obligation):
        self.url = f"/people/{obligation.person_id}/exempt"
        self.chosen = {"obligations": [obligation.id.hex], **self.facts}

    def test_says_what_follows_before_anything_changes(self, browser, session):
        page = browser.submit(self.url, preview="1", **self.chosen)

        assert "overdue from 1 March 2027" in page.main
        assert "your name and the reason stand in the record" in page.main
        assert session.scalars(select(Exemption)).all() == []

    def test_exempts_with_the_officer_as_approver(self, browser, session, hr, obligation):
        page = browser.submit(self.url, submit="1", **self.chosen)

        made = session.scalars(select(Exemption)).one()
        assert (made.obligation_id, made.approved_by) == (obligation.id, hr.id)
        assert page.location == f"/people/{obligation.person_id}"

    def test_exempts_from_several_at_once(self, browser, session, obligation):
        other = ObligationFactory(
            engagement=obligation.engagement, requirement=RequirementFactory(name="Recording")
        )
        chosen = {**self.chosen, "obligations": [obligation.id.hex, other.id.hex]}

        browser.submit(self.url, submit="1", **chosen)

        assert len(session.scalars(select(Exemption)).all()) == 2

    @pytest.mark.parametrize(
        ("wrong", "problem", "place"),
        [
            ({"obligations": []}, "Choose at least one", "#obligations"),
            ({"reason": " "}, "Enter why this person is exempt", "#reason"),
            ({"until_on": ["31", "2", "2027"]}, "There is no day 31 2 2027", "#until_on"),
            ({"until_on": ["", "", ""]}, "Enter the day from which", "#until_on"),
            ({"until_on": ["24", "11", "2026"]}, "a day in the future", "#until_on"),
            ({"until_on": ["1", "1", "2031"]}, "two years at most", "#until_on"),
        ],
    )
    def test_names_what_is_wrong_and_keeps_the_rest(self, browser, wrong, problem, place):
        page = browser.submit(self.url, preview="1", **{**self.chosen, **wrong})

        assert page.status == 422
        assert problem in page.problems[0]
        assert page.soup.select_one("[role=alert] a")["href"] == place
        if "reason" not in wrong:
            assert page.soup.select_one("#reason").get_text().strip() == "Trained elsewhere"

    def test_shows_what_is_exempt_already(self, browser, obligation):
        made = ExemptionFactory(obligation_id=obligation.id)

        page = browser.get(self.url)

        assert "owed again from 1 December 2026: Trained by another council" in page.main
        assert f"/releases/exemptions/{made.id}/end" in page.links().values()
        assert page.soup.select("#obligations") == []

    def test_says_that_nothing_is_owed(self, browser):
        person = EngagementFactory().person

        assert "Nothing is owed" in browser.get(f"/people/{person.id}/exempt").main

    def test_is_refused_to_others_and_beyond_reach(self, browser):
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)
        assert browser.get(self.url).status == 404

        browser.sign_in(DutyFactory(duty="auditor").person)
        assert browser.get(self.url).status == 403


@pytest.mark.usefixtures("hr")
class TestPause:
    @pytest.fixture(autouse=True)
    def url(self, obligation):
        self.url = f"/people/{obligation.person_id}/pause"
        self.chosen = {
            "engagements": [obligation.engagement_id.hex],
            "reason": "family_leave",
            "from_on": ["1", "12", "2026"],
            "until_on": ["1", "6", "2027"],
        }

    def test_says_what_follows_before_anything_changes(self, browser, session):
        page = browser.submit(self.url, preview="1", **self.chosen)

        assert "Safeguarding induction: by 15 June 2027" in page.main
        assert session.scalars(select(Pause)).all() == []

    def test_stops_the_clocks(self, browser, session, hr, obligation):
        page = browser.submit(self.url, submit="1", **self.chosen)

        made = session.scalars(select(Pause)).one()
        assert (made.engagement_id, made.by) == (obligation.engagement_id, hr.id)
        assert (made.from_on, made.until_on) == (date(2026, 12, 1), date(2027, 6, 1))
        assert page.location == f"/people/{obligation.person_id}"

    def test_needs_no_day_of_return(self, browser, session):
        chosen = {**self.chosen, "until_on": ["", "", ""]}

        assert (
            "until somebody enters the day of return"
            in browser.submit(self.url, preview="1", **chosen).main
        )
        browser.submit(self.url, submit="1", **chosen)

        assert session.scalars(select(Pause)).one().until_on is None

    @pytest.mark.parametrize(
        ("wrong", "problem", "place"),
        [
            ({"engagements": []}, "Choose at least one engagement", "#engagements"),
            ({"reason": ""}, "Choose why they are away", "#reason"),
            ({"from_on": ["", "", ""]}, "Enter the first day away", "#from_on"),
            ({"from_on": ["1", "8", "2026"]}, "a day of the engagement", "#from_on"),
            ({"until_on": ["1", "12", "2026"]}, "after the first day away", "#until_on"),
        ],
    )
    def test_names_what_is_wrong(self, browser, wrong, problem, place):
        page = browser.submit(self.url, preview="1", **{**self.chosen, **wrong})

        assert page.status == 422
        assert problem in page.problems[0]
        assert page.soup.select_one("[role=alert] a")["href"] == place

    def test_chooses_the_only_engagement_by_itself(self, browser, obligation):
        ticked = browser.get(self.url).soup.select_one("#engagements")

        assert ticked["value"] == obligation.engagement_id.hex
        assert ticked.has_attr("checked")

    def test_shows_what_is_paused_already(self, browser, obligation):
        made = PauseFactory(engagement_id=obligation.engagement_id)

        page = browser.get(self.url)

        assert "is paused since 1 October 2026, without a day of return" in page.main
        assert f"/releases/pauses/{made.id}/end" in page.links().values()

    def test_says_that_no_engagement_runs(self, browser):
        person = EngagementFactory(ends_on=date(2026, 11, 1)).person

        assert "No engagement runs" in browser.get(f"/people/{person.id}/pause").main


@pytest.mark.usefixtures("hr")
class TestEndings:
    def test_of_an_exemption_say_what_is_owed_again(self, browser, obligation):
        made = ExemptionFactory(obligation_id=obligation.id)
        url = f"/releases/exemptions/{made.id}/end"

        assert "due 8 December 2026, as before" in browser.get(url).main
        page = browser.submit(url)

        assert made.until_on == TODAY
        assert "owes it again from 24 November 2026" in browser.get(page.location).main

    def test_of_an_exemption_twice_say_that_it_was(self, browser, obligation):
        made = ExemptionFactory(obligation_id=obligation.id)
        url = f"/releases/exemptions/{made.id}/end"
        browser.submit(url)

        page = browser.submit(url)

        assert "ended on 24 November 2026" in browser.get(page.location).main

    def test_of_a_pause_ask_for_the_day_of_return(self, browser, obligation):
        made = PauseFactory(engagement_id=obligation.engagement_id)
        url = f"/releases/pauses/{made.id}/end"

        assert browser.get(url).heading == f"When is {obligation.engagement.person.name} back?"
        browser.submit(url, on=["30", "11", "2026"])

        assert made.until_on == date(2026, 11, 30)

    def test_of_a_pause_keep_a_day_that_cannot_be(self, browser, obligation):
        made = PauseFactory(engagement_id=obligation.engagement_id)

        page = browser.submit(f"/releases/pauses/{made.id}/end", on=["1", "9", "2026"])

        assert "cannot be before the first day away" in page.problems[0]
        assert page.soup.select_one("#on")["value"] == "1"

    def test_are_not_for_an_officer_of_another_unit(self, browser, obligation):
        exemption = ExemptionFactory(obligation_id=obligation.id)
        pause = PauseFactory(engagement_id=obligation.engagement_id)
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        assert browser.get(f"/releases/exemptions/{exemption.id}/end").status == 404
        assert browser.get(f"/releases/pauses/{pause.id}/end").status == 404


class TestReleases:
    def test_say_when_there_are_none(self, browser, hr):
        page = browser.get("/releases")

        assert page.heading == "Nobody is exempt or paused"

    def test_show_who_is_exempt_why_and_who_approved(self, browser, hr):
        made = ExemptionFactory(approved_by=hr.id)
        PauseFactory()

        page = browser.get("/releases")

        assert page.heading == "1 exemption and 1 pause"
        name = made.obligation.engagement.person.name
        assert page.rows()[0][:6] == [
            name,
            "Safeguarding induction",
            "1 October 2026",
            "1 December 2026",
            "Trained by another council this year",
            hr.name,
        ]

    def test_show_who_is_paused_without_a_detail(self, browser, hr):
        PauseFactory(reason="long_absence")

        row = browser.get("/releases?what=paused").rows()[0]

        assert row[3:6] == ["not known yet", "A long absence", "the site"]

    def test_find_by_name_and_keep_what_is_over(self, browser, hr):
        person = PersonFactory(last_name="Lis")
        PauseFactory(engagement_id=EngagementFactory(person=person).id, until_on=date(2026, 11, 2))
        PauseFactory()

        page = browser.get("/releases?what=paused&q=lis&over=yes")

        assert [row[0] for row in page.rows()] == [person.name]
        assert "Nobody of that name" in browser.get("/releases?what=paused&q=lis").main

    def test_are_read_by_an_auditor_who_changes_nothing(self, browser):
        ExemptionFactory()
        browser.sign_in(DutyFactory(duty="auditor").person)

        page = browser.get("/releases")

        assert len(page.rows()) == 1
        assert "End early" not in page.main

    def test_are_refused_to_a_line_manager(self, browser):
        browser.sign_in(DutyFactory(duty="line_manager").person)

        assert browser.get("/releases").status == 403

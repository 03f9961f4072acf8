"""Invitations that are held, as HR sees and releases them."""

from datetime import date

import pytest

from lms.identity import commands
from lms.identity.models import Invitation
from tests.support.factories import DutyFactory, EngagementFactory, PersonFactory


@pytest.fixture
def hold(work):
    def hold(name="Wren Ahmed", **facts):
        first, last = name.split(" ", 1)
        one = EngagementFactory(person=PersonFactory(first_name=first, last_name=last), **facts)
        made = commands.invite(work, one.person_id, engagement_id=one.id, send_on=None)
        work.session.commit()
        return made

    return hold


@pytest.fixture(autouse=True)
def hr(browser):
    return browser.sign_in(DutyFactory(duty="hr").person)


class TestHeldInvitations:
    def test_say_who_waits(self, browser, hold):
        hold(starts_on=date(2026, 12, 1))

        page = browser.get("/invitations")

        assert page.heading == "1 invitation is held"
        assert page.rows()[0][0] == "Wren Ahmed"
        assert page.rows()[0][2] == "1 December 2026"

    def test_say_what_to_do_where_there_is_none(self, browser):
        page = browser.get("/invitations")

        assert page.heading == "No invitation is held"
        assert "Invitations can be held when a list is brought in" in page.main

    def test_are_released_for_those_ticked_alone(self, browser, hold, session):
        one, other = hold(), hold("Zoë Lis")

        page = browser.submit("/invitations", when="today", chosen=[str(one.id)])

        assert page.location == "/invitations"
        assert one.due_at is not None
        assert session.get(Invitation, other.id).send_on is None
        assert "1 invitation goes out today." in browser.get("/invitations").main

    def test_are_all_released_on_each_first_day(self, browser, hold):
        one = hold(starts_on=date(2026, 12, 1))
        other = hold("Zoë Lis", starts_on=date(2026, 12, 8))

        browser.submit("/invitations", when="first_day", all="1")

        assert [one.send_on, other.send_on] == [date(2026, 12, 1), date(2026, 12, 8)]

    def test_need_somebody_ticked(self, browser, hold):
        made = hold()

        page = browser.submit("/invitations", when="today")

        assert page.status == 422
        assert page.problems == ["Tick at least one person, or release all of them"]
        assert page.soup.select_one("[role=alert] a")["href"] == "#held-1"
        assert made.send_on is None

    def test_sent_twice_do_no_harm(self, browser, hold):
        made = hold()
        for _ in range(2):
            browser.submit("/invitations", when="today", chosen=[str(made.id)])

        assert "None of these was held any more" in browser.get("/invitations").main

    def test_need_a_day_that_is_offered(self, browser, hold):
        hold()

        assert browser.submit("/invitations", when="never", all="1").status == 422

    def test_show_names_as_plain_text(self, browser, hold):
        hold("<script>alert(1)</script> =1+1")

        page = browser.get("/invitations")

        assert page.rows()[0][0] == "<script>alert(1)</script> =1+1"

    def test_go_on_page_by_page(self, browser, hold):
        for _ in range(52):
            hold()

        first = browser.get("/invitations")
        second = browser.get(first.links()["More people"])

        assert (len(first.rows()), len(second.rows())) == (50, 2)


class TestWhoSeesHeldInvitations:
    def test_a_line_manager_those_of_own_people(self, browser, hold):
        manager = DutyFactory(duty="line_manager").person
        hold(manager=manager)
        other = hold("Zoë Lis")
        browser.sign_in(manager)

        assert [row[0] for row in browser.get("/invitations").rows()] == ["Wren Ahmed"]
        page = browser.submit("/invitations", when="today", chosen=[str(other.id)])
        assert page.location == "/invitations"
        assert "None of these was held" in browser.get("/invitations").text
        assert other.send_on is None

    def test_not_a_learner(self, browser):
        browser.sign_in(EngagementFactory().person)

        assert browser.get("/invitations").status == 403

"""A DSL's own part: offering, asking, pausing, answering, stepping back."""

import pytest
from sqlalchemy import select

from lms.mentoring import commands
from lms.mentoring.models import MentorConflict, MentorNeed, MentorProfile, Pairing
from lms.notifications.models import Message
from tests.support.factories import EngagementFactory
from tests.support.mentoring import dsl, mentor, waiting

OFFER = {
    "phases": ["primary", "special"],
    "dsl_since": ["1", "9", "2019"],
    "online": "y",
    "travel_km": "15",
    "days": ["mon"],
    "capacity": "2",
}


class TestMine:
    def test_says_that_mentoring_is_for_dsls(self, browser):
        browser.sign_in(EngagementFactory().person)

        assert browser.get("/mentoring").location == "/mentoring/mine"
        assert "Mentoring is for DSLs" in browser.get("/mentoring/mine").main

    def test_offers_both_to_a_dsl(self, browser):
        browser.sign_in(dsl("Ada Bell"))

        page = browser.get("/mentoring/mine")

        assert page.links()["Ask for a mentor"] == "/mentoring/ask"
        assert page.links()["Offer to mentor"] == "/mentoring/offer"


class TestOffer:
    @pytest.fixture
    def ada(self, browser):
        return browser.sign_in(dsl("Ada Bell", setting="Ash Lane Primary"))

    def test_is_kept_and_the_head_is_asked(self, browser, ada, session):
        answer = browser.submit("/mentoring/offer", **OFFER)

        assert answer.location == "/mentoring/mine"
        page = browser.get(answer.location)
        assert "waits for your head’s agreement" in page.main
        found = session.scalars(select(MentorProfile)).one()
        assert (found.phases, found.travel_km, found.online) == (["primary", "special"], 15, True)
        assert (
            session.scalars(select(Message).filter_by(kind="mentor_head")).one().facts["mentor"]
            == "Ada Bell"
        )

    @pytest.mark.parametrize(
        ("over", "says"),
        [
            ({"phases": []}, "Choose at least one phase"),
            ({"travel_km": "far"}, "‘far’ is no whole number"),
            ({"travel_km": "900"}, "from 0 to 200 km"),
            ({"travel_km": "0", "online": ""}, "otherwise nobody can meet you"),
            ({"dsl_since": ["1", "9", "2031"]}, "Enter a day that has been"),
            (
                {"conflicts": "nobody@x.example"},
                "has the address nobody@x.example",
            ),
            ({"capacity": "9"}, ""),
        ],
    )
    def test_says_what_is_wrong_where(self, browser, ada, over, says):
        told = {**OFFER, **over}
        page = browser.submit("/mentoring/offer", **{key: one for key, one in told.items() if one})

        assert page.status == 422
        assert says in page.problems[0]

    def test_keeps_whom_they_cannot_help(self, browser, ada, session):
        other = dsl("Bo Hale")

        browser.submit("/mentoring/offer", **OFFER, conflicts=f"{other.email}\n")

        assert session.scalars(select(MentorConflict)).one().other_id == other.id
        assert other.email in browser.get("/mentoring/offer").soup.select_one("#conflicts").text

    def test_tells_nothing_of_people_who_are_no_dsls(self, browser, ada):
        known = EngagementFactory().person

        page = browser.submit("/mentoring/offer", **OFFER, conflicts=known.email)

        assert page.problems == [
            f"No DSL or deputy here has the address {known.email}. Put it right or take it out."
        ]

    def test_is_for_dsls(self, browser):
        browser.sign_in(EngagementFactory().person)

        page = browser.submit("/mentoring/offer", **OFFER)

        assert page.status == 422
        assert "for designated safeguarding leads" in page.problems[0]

    def test_is_paused_and_taken_back(self, browser, work, session):
        found = mentor(work)
        browser.sign_in(found.person)

        browser.submit("/mentoring/pause", paused="yes")
        assert "nobody new for now" in browser.get("/mentoring/mine").main
        browser.submit("/mentoring/pause", paused="no")
        browser.submit("/mentoring/withdraw")

        session.refresh(found)
        assert (found.paused_at, found.head_agreed_at) == (None, None)
        assert browser.get("/mentoring/mine").links()["Offer to mentor"]


class TestAsk:
    def test_lets_a_dsl_wait(self, browser, session):
        browser.sign_in(dsl("Ada Bell"))

        answer = browser.submit(
            "/mentoring/ask", online="y", days=["tue"], aims="To be sure of referrals"
        )

        assert "You have waited 0 school days" in browser.get(answer.location).main
        assert session.scalars(select(MentorNeed)).one().aims == "To be sure of referrals"
        assert "To be sure of referrals" in browser.get("/mentoring/ask").main

    def test_asks_again_where_the_aims_may_point_at_a_child(self, browser, session):
        browser.sign_in(dsl("Ada Bell"))
        told = {"online": "y", "aims": "To talk about Jayden in year 4, who was hurt"}

        page = browser.submit("/mentoring/ask", **told)
        assert page.status == 422
        assert "Jayden" in page.problems[0]
        assert told["aims"] in page.main
        ticked = browser.submit(
            "/mentoring/ask",
            **told,
            **{"aims-points-at-nobody": page.soup.select_one("#aims-nobody")["value"]},
        )

        assert ticked.location == "/mentoring/mine"

    def test_may_be_taken_back(self, browser, work, session):
        need = waiting(work)
        browser.sign_in(need.person)

        browser.submit("/mentoring/no-mentor")

        session.refresh(need)
        assert need.closed_for == "own"
        assert browser.submit("/mentoring/no-mentor").status == 302

    def test_is_for_dsls(self, browser):
        browser.sign_in(EngagementFactory().person)

        assert browser.submit("/mentoring/ask").status == 422


class TestAnswer:
    @pytest.fixture
    def sent(self, work):
        need, profile = waiting(work), mentor(work)
        return commands.send(work, need.id, profile.person_id)

    def test_by_both_makes_a_pair(self, browser, sent, session):
        for person in (sent.mentor, sent.need.person):
            browser.sign_in(person)
            assert "Yes" in browser.get("/mentoring/mine").main
            browser.submit(f"/mentoring/pairings/{sent.id}/yes")

        page = browser.get("/mentoring/mine")
        assert "Verity Quinn is your mentor" in page.main
        assert sent.mentor.email in page.main
        session.refresh(sent)
        assert sent.paired_at is not None

    def test_no_ends_it_and_tells_the_other_without_a_reason(self, browser, sent, session):
        browser.sign_in(sent.mentor)

        browser.submit(f"/mentoring/pairings/{sent.id}/no")

        session.refresh(sent)
        assert (sent.ended_for, sent.ended_by) == ("declined", "mentor")
        told = session.scalars(select(Message).filter_by(kind="mentor_ended")).one()
        assert told.person_id == sent.need.person_id

    def test_belongs_to_the_two(self, browser, sent, session):
        browser.sign_in(dsl("Cy Foy"))

        for way in ("yes", "no"):
            assert browser.submit(f"/mentoring/pairings/{sent.id}/{way}").status == 403
        assert session.scalars(select(Pairing.ended_at)).all() == [None]

"""Doing a risk assessment, part by part."""

import pytest

from tests.pages.learner.practice.conftest import BY_SCRIPT, START, WARNING, WEIGHED, kept, of
from tests.support.factories import EngagementFactory


class TestStart:
    def test_says_loudly_that_it_is_invented(self, browser, learner):
        page = browser.get(START)

        assert page.heading == "The link corridor"
        assert WARNING in page.main
        assert page.links()["Speak to a person now"] == "/contacts"
        assert "Nothing in it scores a child" in page.main
        assert "Ticking everything is no way to do well" in page.main

    def test_leads_round_what_is_hard(self, browser, learner):
        links = browser.get(START).links()

        assert links["Support for you"] == "/support"
        assert links["Leave it for another day"] == "/modules/doors"

    def test_goes_on_where_one_stopped_on_any_device(self, browser, go):
        browser.submit(f"{go}/hazards", chosen=["h-corner"], go="controls")

        page = browser.get(START)

        assert "You were at ‘What you do about it’" in page.main
        assert browser.submit(START).location == f"{go}/controls"

    def test_knows_no_other_scenario(self, browser, learner):
        assert browser.get("/modules/doors/practice/stairs").status == 404
        assert browser.submit("/modules/doors/practice/stairs").status == 404
        assert browser.get("/modules/windows/practice/corridor").status == 404

    def test_is_nobody_elses(self, browser, go):
        browser.sign_in(EngagementFactory().person)

        for part in ("first", "weigh/h-corner", "look-over", "beside", "print"):
            assert browser.get(f"{go}/{part}").status == 404
        for part in ("first", "finish"):
            assert browser.submit(f"{go}/{part}", chosen=["f-tell"]).status == 404


class TestParts:
    @pytest.mark.parametrize("part", ["first", "hazards", "controls", "views", "reviews"])
    def test_offer_everything_and_never_the_key(self, browser, go, part):
        page = browser.get(f"{go}/{part}")

        assert WARNING in page.main
        assert len(page.soup.select("input[name=chosen]")) >= 1
        for word in ("harmful", "useless", "Dr Amadi", "That is questioning", "It does."):
            assert word not in page.text

    def test_have_nowhere_to_type(self, browser, go):
        browser.submit(f"{go}/hazards", chosen=["h-corner"])
        browser.submit(f"{go}/controls", chosen=["c-light"])

        for part in ("first", "weigh/h-corner", "owners", "after"):
            page = browser.get(f"{go}/{part}")
            assert not page.soup.select("textarea, input[type=text], input:not([type])")

    def test_keep_what_is_chosen_and_go_on(self, browser, session, practice, go):
        page = browser.submit(f"{go}/first", chosen=["f-tell"], go="next")

        assert page.location == f"{go}/hazards"
        assert kept(practice, session).chosen == ("f-tell",)
        assert browser.get(f"{go}/first").soup.select("input[checked][value=f-tell]")

    def test_change_their_own_step_only(self, browser, session, practice, go):
        browser.submit(f"{go}/first", chosen=["f-tell", "f-ask"])
        browser.submit(f"{go}/hazards", chosen=["h-corner", "f-ask"])

        browser.submit(f"{go}/first", chosen=["f-tell"])

        assert kept(practice, session).chosen == ("h-corner", "f-tell")

    @pytest.mark.parametrize(
        ("at", "button", "to"),
        [
            ("hazards", "back", "first"),
            ("first", "back", "first"),
            ("controls", "next", "owners"),
            ("reviews", "next", "look-over"),
            ("first", "reviews", "reviews"),
            ("first", "look-over", "look-over"),
            ("first", "elsewhere", "hazards"),
        ],
    )
    def test_lead_where_the_button_says(self, browser, go, at, button, to):
        assert browser.submit(f"{go}/{at}", go=button).location == f"{go}/{to}"

    def test_by_script_are_told_in_a_line(self, browser, session, practice, go):
        answer = browser.client.post(
            f"{go}/hazards", data={"chosen": ["h-corner"]}, headers=BY_SCRIPT
        )

        assert answer.json == {"said": "Saved."}
        assert kept(practice, session).chosen == ("h-corner",)
        assert practice.step == "hazards"

    def test_ignore_what_is_not_offered(self, browser, session, practice, go):
        browser.submit(f"{go}/first", chosen=["<script>", "h-corner"])

        assert kept(practice, session).chosen == ()

    def test_are_no_others(self, browser, go):
        assert browser.get(f"{go}/elsewhere").status == 404
        assert browser.submit(f"{go}/elsewhere").status == 422


class TestWeighing:
    @pytest.fixture(autouse=True)
    def chosen(self, browser, go):
        browser.submit(f"{go}/hazards", chosen=["h-corner", "h-clothes"])

    def test_goes_hazard_by_hazard(self, browser, go):
        first = browser.get(f"{go}/weigh").location
        page = browser.get(first)
        assert "1 of the 2 you chose" in page.main

        second = browser.submit(first, **WEIGHED).location
        assert second.startswith(f"{go}/weigh/")
        assert second != first
        assert browser.submit(second, go="back").location == first
        assert browser.submit(second, go="next").location == f"{go}/controls"

    def test_says_words_and_no_numbers(self, browser, go):
        page = browser.get(f"{go}/weigh/h-corner")

        labels = of(page, "label")
        assert "Almost certain" in labels
        assert "Severe or lasting harm" in labels
        assert not any(any(one.isdigit() for one in label) for label in labels)

    def test_keeps_every_answer(self, browser, session, practice, go):
        browser.submit(f"{go}/weigh/h-corner", **WEIGHED)

        rating = kept(practice, session).rating("h-corner")
        assert rating.people == ("students", "staff")
        assert (rating.likelihood, rating.impact, rating.reason) == (4, 3, "r1")
        page = browser.get(f"{go}/weigh/h-corner")
        assert len(page.soup.select("input[checked]")) == 5

    @pytest.mark.parametrize("likelihood", ["9", "-1", "many", "", "٣"])
    def test_takes_no_rating_off_the_scale(self, browser, session, practice, go, likelihood):
        browser.submit(f"{go}/weigh/h-corner", likelihood=likelihood, impact="3")

        assert kept(practice, session).rating("h-corner").likelihood is None

    def test_leads_to_one_that_was_chosen(self, browser, go):
        assert browser.get(f"{go}/weigh/h-none").location.startswith(f"{go}/weigh/h-c")

    def test_keeps_what_is_weighed_again_apart(self, browser, session, practice, go):
        browser.submit(f"{go}/weigh/h-corner", **WEIGHED)

        browser.submit(f"{go}/after", **{"likelihood-h-corner": "2", "impact-h-corner": "3"})

        rating = kept(practice, session).rating("h-corner")
        assert (rating.likelihood, rating.after_likelihood) == (4, 2)
        assert browser.get(f"{go}/after").soup.select("option[selected][value='2']")


class TestWithoutHazards:
    @pytest.mark.parametrize("part", ["weigh", "after"])
    def test_says_to_choose_first(self, browser, go, part):
        assert "you have chosen no hazard" in browser.get(f"{go}/{part}").main

    def test_says_so_of_controls_too(self, browser, go):
        assert "you have chosen no control" in browser.get(f"{go}/owners").main


class TestOwners:
    def test_are_kept_with_their_days(self, browser, session, practice, go):
        browser.submit(f"{go}/controls", chosen=["c-light"])
        browser.submit(f"{go}/owners", **{"owner-c-light": "site", "by-c-light": "friday"})

        promise = kept(practice, session).promise("c-light")
        assert (promise.owner, promise.by) == ("site", "friday")
        assert browser.get(f"{go}/owners").soup.select("option[selected][value=site]")


class TestLookOver:
    def test_names_what_is_not_said(self, browser, go):
        browser.submit(f"{go}/hazards", chosen=["h-corner"])
        browser.submit(f"{go}/controls", chosen=["c-light"])

        page = browser.get(f"{go}/look-over")

        assert page.heading == "8 things are not said yet"
        assert "Choose one owner. Choose a day." in page.main
        assert f"{go}/weigh/h-corner" in page.links().values()

    def test_sets_nothing_beside_the_experts(self, browser, session, practice, go):
        assert browser.get(f"{go}/look-over").heading == "Nothing is chosen yet"
        assert browser.submit(f"{go}/finish").location == f"{go}/look-over"
        session.refresh(practice)
        assert practice.finished_at is None

    def test_is_ready_when_all_is_said(self, browser, go):
        browser.submit(f"{go}/first", chosen=["f-tell"])

        assert browser.get(f"{go}/look-over").heading == "Ready to see it beside the experts'"

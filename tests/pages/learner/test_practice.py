import pytest
from sqlalchemy import select

from lms.learning import commands
from lms.learning.models import Practice
from lms.practice.rules import Assessment
from tests.support.factories import EngagementFactory

START = "/modules/doors/practice/corridor"
BY_SCRIPT = {"X-Requested-With": "fetch", "Accept": "application/json"}
WARNING = "Never use it for a real child"

WEIGHED = {
    "people": ["students", "staff"],
    "likelihood": "4",
    "impact": "3",
    "reason": "r1",
}


@pytest.fixture
def go(browser, learner):
    """The address of a go under way, without its part."""
    return browser.submit(START).location.removesuffix("/first")


@pytest.fixture
def practice(session, go):
    return session.scalars(select(Practice)).one()


@pytest.fixture
def finish(browser, session, go):
    """Choose these, and set it beside the experts'."""

    def done(*chosen, url=go, **said):
        for part in ("first", "hazards", "controls", "views", "reviews"):
            browser.submit(f"{url}/{part}", chosen=list(chosen))
        for part, fields in said.items():
            browser.submit(f"{url}/{part.replace('__', '/').replace('_', '-')}", **fields)
        return browser.submit(f"{url}/finish").location

    return done


def kept(practice, session):
    session.refresh(practice)
    return Assessment.from_plain(practice.chosen)


def of(page, selector):
    return [one.get_text(" ", strip=True) for one in page.soup.select(selector)]


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


class TestBeside:
    GOOD = ("f-tell", "h-corner", "c-light", "v-students", "w-month")

    def test_tells_a_good_plan(self, browser, finish):
        page = browser.get(
            finish(
                *self.GOOD,
                weigh__h_corner=WEIGHED,
                owners={"owner-c-light": "site", "by-c-light": "friday"},
                after={"likelihood-h-corner": "2", "impact-h-corner": "3"},
            )
        )

        assert page.heading == "Your plan would keep these children safer"
        assert "Nothing here is a score of a child" in page.main
        assert WARNING in page.main
        assert "Your reason holds:" in page.main
        assert "What would do harm" not in page.main

    def test_tells_what_would_do_harm_and_where_it_is_taught(self, browser, finish):
        page = browser.get(finish("f-ask", "h-corner", "c-monitor"))

        assert page.heading == "One choice would do harm"
        harm = page.soup.select_one("#harm").get_text(" ", strip=True)
        assert "You chose: Ask each student what happened to them." in harm
        assert "That is questioning." in harm
        assert "Nobody looks at it again" in harm
        useless = page.soup.select_one("#useless").get_text(" ", strip=True)
        assert "Nobody knows who looks, or for what." in useless
        assert page.soup.select_one("#useless a")["href"] == "/modules/doors/02-acting"

    def test_tells_what_belongs_to_nobody(self, browser, finish):
        page = browser.get(finish(*self.GOOD))

        assert "Nobody answers for 1 control" in page.main
        assert "Could be: Site manager." in page.main

    def test_tells_what_was_missed_with_the_reason(self, browser, finish):
        page = browser.get(finish("f-tell"))

        missed = page.soup.select_one("#missed").get_text(" ", strip=True)
        assert "Nobody can see round the corner at 12.20." in missed
        assert "The place is part of the risk." in missed
        assert "Something that cannot be left out is missing" in page.main

    def test_shows_both_sides_where_experts_differ(self, browser, finish):
        page = browser.get(finish(*self.GOOD))

        assert "Neither is wrong, whichever way you chose" in page.main
        assert "Only after the light." in page.main
        assert "Where a student asks." in page.main
        assert "It moves those who are hurt." in page.main

    def test_says_that_ticking_everything_is_no_plan(self, browser, finish):
        everything = (*self.GOOD, "f-ask", "h-clothes", "c-rota", "c-leave", "c-monitor", "w-none")

        page = browser.get(finish(*everything))

        assert "You chose 11 of the 11 things on offer" in page.main
        assert "Ticking everything is no plan" in page.main

    def test_draws_before_and_after_and_says_it_in_a_table(self, browser, finish):
        page = browser.get(
            finish(
                *self.GOOD,
                weigh__h_corner=WEIGHED,
                after={"likelihood-h-corner": "1", "impact-h-corner": "3"},
            )
        )

        assert len(page.soup.select(".o-squares td")) == 25
        assert of(page, ".o-squares td:has(.o-letter)") == [
            "high 12 before: A",
            "low 3 after: → A",
        ]
        row = next(row for row in page.rows() if "round the corner" in row[0])
        assert row[1].startswith("likely, real harm (high)")
        assert row[2] == "possible to likely, real harm to serious harm"
        assert "one step lower than any expert" in row[3]

    def test_tells_whom_one_forgot_and_which_reason_holds(self, browser, finish):
        weighed = {**WEIGHED, "people": ["staff"], "reason": "r2"}

        page = browser.get(finish(*self.GOOD, weigh__h_corner=weighed))

        assert "You did not count: Students who use the corridor." in page.main
        assert "Your reason does not hold: ‘Nobody has complained.’" in page.main
        assert "A reason that holds: ‘The log shows it on most days.’" in page.main

    def test_minds_a_rating_that_nothing_brought_down(self, browser, finish):
        page = browser.get(
            finish(
                "f-tell",
                "h-corner",
                weigh__h_corner=WEIGHED,
                after={"likelihood-h-corner": "1", "impact-h-corner": "3"},
            )
        )

        assert "You rated it lower afterwards" in page.main

    def test_comes_after_finishing_only(self, browser, go):
        assert browser.get(f"{go}/beside").location == f"{go}/first"

    def test_lets_nothing_change_any_more(self, browser, session, practice, go, finish):
        beside = finish("f-tell")

        assert browser.get(f"{go}/first").location == beside
        assert browser.submit(f"{go}/finish").location == beside
        page = browser.submit(f"{go}/first", chosen=["f-ask"])
        assert page.status == 409
        assert page.links()["See it beside the experts'"] == beside
        answer = browser.client.post(f"{go}/first", data={}, headers=BY_SCRIPT)
        assert answer.status_code == 409
        assert kept(practice, session).chosen == ("f-tell",)


class TestAnotherGo:
    def test_begins_with_what_was_chosen_and_tells_what_changed(
        self, browser, session, practice, clock, finish
    ):
        finish("f-ask", "h-corner")
        clock.move(minutes=5)
        again = browser.submit(START, like=str(practice.id)).location
        assert browser.get(again).soup.select("input[checked][value=f-ask]")

        page = browser.get(finish("f-tell", "c-monitor", url=again.removesuffix("/first")))

        changed = page.soup.select_one("section:has(#changed)").get_text(" ", strip=True)
        assert "You see now Tell the lead what the log shows." in changed
        assert "Ask each student what happened to them." in changed
        assert "You no longer chose Nobody can see round the corner at 12.20." in changed
        assert "New, and it would do harm or nothing Staff monitor" in changed

    def test_may_begin_empty(self, browser, practice, clock, finish):
        finish("f-tell")
        clock.move(minutes=5)

        again = browser.submit(START, like="nonsense").location

        assert not browser.get(again).soup.select("input[checked]")

    def test_is_listed_with_the_ones_before(self, browser, work, finish):
        beside = finish("f-tell")

        page = browser.get(START)

        assert beside in page.links().values()
        assert "Try again with what you know now" in page.main
        assert commands.begin_practice(work, "doors", "corridor").finished_at is None


class TestPaper:
    def test_says_on_top_that_it_is_invented(self, browser, go, finish):
        finish(
            "f-tell",
            "h-corner",
            "c-light",
            weigh__h_corner=WEIGHED,
            owners={"owner-c-light": "site", "by-c-light": "friday"},
        )

        page = browser.get(f"{go}/print")

        assert page.heading == "An invented exercise: The link corridor"
        assert WARNING in page.main
        assert any("likely, real harm (high)" in row for row in page.rows())
        assert any("Site manager" in row for row in page.rows())

    def test_can_be_printed_half_done(self, browser, go):
        page = browser.get(f"{go}/print")

        assert "Not finished" in page.main
        assert "No hazard chosen." in page.main

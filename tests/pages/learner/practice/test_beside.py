"""An assessment beside the experts’, on paper, and another go."""

from lms.learning import commands
from tests.pages.learner.practice.conftest import BY_SCRIPT, START, WARNING, WEIGHED, kept, of


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

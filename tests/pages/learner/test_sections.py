import pytest
from sqlalchemy import select

from lms.learning import commands
from lms.learning.models import Place, SectionRead
from tests.pages.learner.reading import QUERIES, opened, pass_check
from tests.support.factories import EngagementFactory
from tests.support.factories.content import ApprovalFactory, ContactFactory
from tests.support.modules import ModuleFolder

PLACES, ACTING = "/modules/doors/01-places", "/modules/doors/02-acting"


def steps(page):
    """Return what the contents say: words of each step → its state."""
    return {
        step.get_text(" ", strip=True): step["class"][-1].removeprefix("o-step--")
        for step in page.soup.select(".o-step")
    }


def own_answer(page):
    """Return which answer the page marks as one's own; None where it asks."""
    own = page.soup.select_one(".o-answers__own")
    return " ".join(own.get_text(" ").split()) if own else None


class TestShow:
    def test_asks_the_database_little(self, browser, learner):
        ContactFactory()

        for url in (PLACES, ACTING):
            browser.get(url, most=QUERIES)

    def test_says_how_far_one_is(self, browser, learner, work):
        commands.read_section(work, "doors", "01-places", chosen=0)
        work.session.commit()

        page = browser.get(ACTING)

        assert page.heading == "Acting"
        assert "section 2 of 2" in page.main
        assert "1 of 2 read, about 4 minutes left" in page.main

    def test_shows_the_contents_with_what_is_read(self, browser, learner, work):
        commands.read_section(work, "doors", "01-places", chosen=0)
        work.session.commit()

        assert steps(browser.get(ACTING)) == {
            "Places (read)": "read",
            "Acting": "here",
            "Knowledge check opens once every section is read": "shut",
        }

    def test_leads_to_the_section_before_and_after(self, browser, learner):
        assert browser.get(PLACES).links()["Next: Acting"] == ACTING
        assert browser.get(ACTING).links()["Back: Places"] == PLACES

    def test_shows_how_to_reach_the_council(self, browser, learner):
        ContactFactory(kind="mash", name="Front door (MASH)", telephone="01632 960100")
        ContactFactory(kind="support", name="Staff counselling")

        page = browser.get(ACTING)

        assert page.links()["01632 960100"] == "tel:01632960100"
        assert "Checked on 2 November 2026" in page.main
        assert "Staff counselling" not in page.main

    def test_says_where_to_turn_before_the_council_entered_any(self, browser, learner):
        page = browser.get(ACTING)

        assert "has not entered these contacts here yet" in page.main
        assert page.links()["See who to call meanwhile"] == "/contacts"

    def test_explains_a_word_and_leads_back_to_it(self, browser, learner):
        page = browser.get(PLACES)

        term = page.soup.select_one("a.o-term")
        entry = page.soup.select_one(term["href"])
        assert "What an adult can see from where they stand." in entry.get_text()
        assert entry.select_one("a")["href"] == f"#{term['id']}"
        assert term["data-term"] == "What an adult can see from where they stand."

    def test_leads_to_other_sections_by_their_address(self, browser, learner):
        assert browser.get(PLACES).links()["the next section"] == ACTING

    def test_names_edition_approver_and_sources(self, browser, learner, module):
        page = browser.get(PLACES)

        assert f"Edition {module.label}" in page.main
        assert "Approved by Ruth Amadi, education safeguarding lead on" in page.main
        assert "Working together to safeguard children" in page.links()

    def test_shows_both_ways_of_a_comparison(self, browser, learner):
        page = browser.get(ACTING)

        assert [one.get_text(strip=True) for one in page.soup.select(".o-compare__h")] == [
            "Weaker",
            "Better",
        ]

    def test_keeps_the_link_for_a_worry(self, browser, learner):
        assert browser.get(PLACES).links()["Worried about a child?"] == "/contacts"

    def test_refuses_a_section_there_is_not(self, browser, learner):
        page = browser.get("/modules/doors/99-none")

        assert page.status == 404
        assert "This module has no such section" in page.main

    def test_refuses_a_module_nobody_approved(self, browser, learner, work, tmp_path):
        ModuleFolder.made(tmp_path / "others", "windows")
        opened(work, tmp_path / "others")

        page = browser.get("/modules/windows/01-places")

        assert page.status == 404
        assert "nobody has approved it yet" in page.main

    def test_sends_nobody_to_the_sign_in(self, browser, module):
        assert browser.get(PLACES).location.startswith("/sign-in")

    def test_reads_nothing_by_being_opened(self, browser, learner, session):
        browser.get(PLACES)

        assert session.scalars(select(SectionRead)).all() == []
        assert session.scalars(select(Place)).all() == []


class TestPause:
    def test_keeps_our_answer_until_one_has_answered(self, browser, learner):
        page = browser.get(PLACES)

        assert "somebody with a name" not in page.main
        assert page.soup.select_one(f"form[action='{PLACES}'] [name=csrf_token]")

    def test_shows_our_answer_beside_ones_own(self, browser, learner):
        page = browser.submit(PLACES, pause="1")
        assert page.location == f"{PLACES}#pause"

        page = browser.get(page.location)

        assert own_answer(page) == "I would ask at the office first. your answer"
        assert "somebody with a name, and a day" in page.main
        assert page.links()["Next: Acting"] == ACTING

    def test_takes_another_answer(self, browser, learner, session):
        for chosen in ("1", "0"):
            browser.submit(PLACES, pause=chosen)

        (row,) = session.scalars(select(SectionRead)).all()
        assert row.chosen == 0

    @pytest.mark.parametrize("chosen", [{}, {"pause": "7"}, {"pause": "x"}, {"pause": "²"}])
    def test_asks_for_an_answer_in_words(self, browser, learner, chosen):
        page = browser.submit(PLACES, **chosen)

        assert page.status == 422
        assert page.problems == ["Choose the answer that is nearest to yours. Any answer counts."]
        assert page.soup.select_one("#pause-answer-error")

    def test_is_kept_for_the_learner_alone(self, browser, learner, module):
        browser.submit(PLACES, pause="1")
        browser.sign_in(EngagementFactory().person)

        assert own_answer(browser.get(PLACES)) is None

    def test_refuses_a_section_there_is_not(self, browser, learner):
        assert browser.submit("/modules/doors/99-none", pause="1").status == 404

    def test_is_asked_anew_when_the_module_is_taken_again(
        self, browser, learner, work, clock, read_all, module
    ):
        read_all()
        work.now = clock.move(minutes=20)
        pass_check(work, module)
        clock.move(days=330)
        browser.sign_in(learner)
        assert own_answer(browser.get(PLACES)) is not None

        browser.submit(ACTING, pause="0")

        assert own_answer(browser.get(PLACES)) is None
        assert "1 of 2 read" in browser.get(PLACES).main


class TestWithoutPause:
    @pytest.fixture
    def module(self, work, tmp_path):
        """The same, its second section short and without a pause."""
        folder = ModuleFolder.made(tmp_path / "modules")
        text = folder.text("02-acting.md")
        folder.write("02-acting.md", text[: text.index("::: pause")])
        (edition,) = opened(work, folder.path.parent)
        ApprovalFactory(edition=edition)
        return edition

    def test_is_read_by_saying_so(self, browser, learner, session):
        page = browser.get(ACTING)
        assert "I have read this" in page.main

        answer = browser.submit(ACTING)

        assert answer.location == "/modules/doors"
        assert session.scalars(select(SectionRead.section_id)).all() == ["02-acting"]
        assert "I have read this" not in browser.get(ACTING).main


class TestSensitive:
    def test_has_a_note_before_the_text_with_ways_round(self, browser, learner):
        page = browser.get(PLACES)

        note = page.soup.select_one(".o-block--care")
        assert "This section is about feeling unsafe." in note.get_text()
        assert note.select_one("a[href='/support']")
        assert note.select_one(f"form[action='{ACTING}/place'] button")
        assert note.select_one("a[href='#pause']")
        assert page.text.index("o-block--care") < page.text.index("The bell goes")

    def test_may_be_left_for_later_without_counting(self, browser, learner):
        page = browser.submit(f"{ACTING}/place")

        assert page.location == ACTING
        page = browser.get("/modules/doors")
        assert page.links()["Carry on where you left: Acting"] == ACTING

    def test_comes_back_at_the_end(self, browser, learner):
        browser.submit(f"{ACTING}/place")
        browser.submit(ACTING, pause="0")

        page = browser.get(ACTING)

        assert page.links()["Next: Places , which is still to be read"] == PLACES


class TestPlace:
    def test_is_told_to_a_script_without_a_page(self, browser, learner):
        answer = browser.client.post(f"{ACTING}/place", headers={"X-Requested-With": "fetch"})

        assert answer.status_code == 204

    def test_is_sent_only_where_it_moves(self, browser, learner):
        assert browser.get(ACTING).soup.select_one("[data-place-url]")
        browser.submit(f"{ACTING}/place")

        assert not browser.get(ACTING).soup.select_one("[data-place-url]")

    def test_refuses_a_section_there_is_not(self, browser, learner):
        assert browser.submit("/modules/doors/99-none/place").status == 404


class TestScenario:
    def test_leads_to_the_practice_assessment(self, browser, learner):
        page = browser.get(ACTING)

        assert page.links()["Open the practice assessment"] == "/modules/doors/practice/corridor"
        assert "what four experts did about it" in page.main


class TestAll:
    def test_leads_to_the_check_once_all_is_read(self, browser, learner, read_all):
        read_all()

        page = browser.get(ACTING)

        assert page.links()["Next: the knowledge check"] == "/modules/doors/check"

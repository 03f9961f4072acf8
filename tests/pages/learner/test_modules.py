import pytest

from lms.content import commands as content
from lms.learning import commands
from tests.features.learning.conftest import answers_of
from tests.pages.learner.reading import QUERIES, opened, pass_check
from tests.support.factories.content import ApprovalFactory, ContactFactory
from tests.support.modules import ModuleFolder

DOORS = "/modules/doors"


class TestShow:
    def test_says_what_it_is_for_and_what_it_takes(self, browser, learner):
        page = browser.get(DOORS, most=QUERIES)

        assert page.heading == "Doors and corridors"
        assert "7 minutes · 2 sections and a knowledge check" in page.main
        assert "Notice what a place does." in page.main
        assert "Two questions at the end, in about 2 minutes." in page.main
        assert "80 in a hundred right, and the one that nobody may get wrong" in page.main

    def test_begins_at_the_first_section(self, browser, learner):
        assert browser.get(DOORS).links()["Begin: Places"] == f"{DOORS}/01-places"

    def test_goes_on_where_one_left_on_any_device(self, browser, learner):
        browser.submit(f"{DOORS}/01-places", pause="0")
        browser.sign_out()
        browser.sign_in(learner)

        page = browser.get(DOORS, most=QUERIES)

        assert page.links()["Carry on where you left: Acting"] == f"{DOORS}/02-acting"
        assert "1 of 2 sections read, about 4 minutes left" in page.main

    def test_leads_to_the_check_once_all_is_read(self, browser, learner, read_all):
        read_all()

        page = browser.get(DOORS, most=QUERIES)

        assert page.links()["Take the knowledge check"] == f"{DOORS}/check"

    def test_leads_back_into_a_check_under_way(self, browser, learner, read_all, work):
        read_all()
        commands.begin_check(work, "doors")
        work.session.commit()

        page = browser.get(DOORS, most=QUERIES)

        assert page.links()["Go on with the knowledge check"] == f"{DOORS}/check"

    def test_says_when_one_passed(self, browser, learner, read_all, work, module):
        read_all()
        pass_check(work, module)

        page = browser.get(DOORS, most=QUERIES)

        assert "passed on 24 November 2026" in page.main
        assert page.links()["Your certificates"] == "/certificates/mine"
        assert page.links()["Read it again"] == f"{DOORS}/01-places"

    def test_says_what_comes_before_the_next_try(self, browser, learner, read_all, work, module):
        read_all()
        for _ in range(2):
            attempt = commands.begin_check(work, "doors")
            wrong = answers_of(module, attempt, right=False)
            commands.save_answers(work, attempt.id, wrong)
            commands.submit_check(work, attempt.id)
        work.session.commit()

        page = browser.get(DOORS, most=QUERIES)

        assert "It opens again on 24 November 2026, 12.30pm" in page.main
        assert any(words.startswith("Read again: ") for words in page.links())

    def test_has_a_note_with_two_ways_round(self, browser, learner):
        note = browser.get(DOORS).soup.select_one(".o-block--care")

        assert "Section 1 speaks of harm to children." in note.get_text()
        assert note.select_one("a[href='/support']")
        assert "in a conversation with a trainer instead" in note.get_text()

    def test_names_edition_owner_guidance_and_sources(self, browser, learner, module):
        page = browser.get(DOORS)

        about = page.soup.select_one(".o-about").get_text(" ", strip=True)
        assert f"Edition {module.label}. Approved by Ruth Amadi" in about
        assert "Guidance House rules 2026" in about
        assert "Owner Education safeguarding lead" in about
        assert "20 November 2026; next review 1 September 2027" in about
        assert "Working together to safeguard children" in page.links()

    def test_names_the_practice_assessment(self, browser, learner):
        page = browser.get(DOORS)

        assert "The link corridor" in page.main
        assert "four experts" in page.main

    def test_refuses_what_there_is_not(self, browser, learner):
        page = browser.get("/modules/nowhere")

        assert page.status == 404
        assert page.heading == "Page not found"
        assert "There is no such module, or nobody has approved it yet." in page.main


class TestUnapproved:
    """In a demonstration."""

    @pytest.fixture
    def config(self, config):
        return {**config, "LMS_DEMO": True}

    def test_says_who_has_to_approve_it(self, browser, learner, work, tmp_path):
        ModuleFolder.made(tmp_path / "others", "windows")
        opened(work, tmp_path / "others")
        work.session.commit()

        page = browser.get("/modules/windows")

        assert "Awaiting approval by a named safeguarding lead." in page.main


class TestPrint:
    @pytest.fixture
    def page(self, browser, learner):
        ContactFactory()
        return browser.get(f"{DOORS}/print", most=QUERIES)

    def test_holds_every_section(self, page):
        assert page.heading == "Doors and corridors: the whole text"
        assert [one.get_text(" ", strip=True) for one in page.soup.select(".o-whole__title")] == [
            "1 Places",
            "2 Acting",
            "Our answers to the pauses",
            "Words explained",
            "Sources",
        ]

    def test_asks_the_pauses_with_room_and_answers_them_at_the_end(self, page):
        asked = page.text.index("Who mends it, and by when?")
        assert asked < page.text.index("somebody with a name, and a day")
        assert len(page.soup.select(".o-lines")) == 2
        assert "Leave out anything about a real child." in page.main

    def test_holds_no_question_of_the_check(self, page):
        assert "What do you do next, in moment" not in page.main

    def test_leads_within_the_page(self, page):
        assert page.links()["the next section"] == "#02-acting"
        assert page.soup.select_one("a.o-term")["href"] == "#term-sight-line"
        assert page.soup.select_one("#term-sight-line")

    def test_shows_whom_to_call_today(self, page):
        assert page.links()["01632 960100"] == "tel:01632960100"

    def test_refuses_what_there_is_not(self, browser, learner):
        assert browser.get("/modules/nowhere/print").status == 404


class TestMedia:
    def picture(self, browser):
        return browser.get(f"{DOORS}/01-places").soup.select_one("main img")["src"]

    @pytest.fixture(autouse=True)
    def stored(self, browser, module, tmp_path):
        """The picture lies where the site looks for it."""
        browser.app.extensions["lms"].store.put(
            (tmp_path / "modules/doors/media/plan.svg").read_bytes()
        )

    def test_shows_a_picture_and_lets_a_browser_keep_it(self, browser, learner):
        with browser.client.get(self.picture(browser)) as answer:
            assert answer.data.startswith(b"<svg")

        assert answer.mimetype == "image/svg+xml"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")

    def test_refuses_what_the_edition_does_not_hold(self, browser, learner):
        src = self.picture(browser)
        for other in (src.replace("plan", "map"), src.replace(src.split("/")[4], "0" * 64)):
            assert browser.get(other).status == 404

    def test_sends_nobody_to_the_sign_in(self, browser, learner):
        src = self.picture(browser)
        browser.sign_out()

        assert browser.get(src).status == 302


class TestNewEdition:
    def test_is_read_by_whoever_begins_and_not_by_whoever_began(
        self, browser, learner, work, module, tmp_path
    ):
        browser.submit(f"{DOORS}/01-places", pause="0")
        ModuleFolder(tmp_path / "modules/doors").change("module.toml", "Places", "Rooms")
        (newer,) = content.look(work, tmp_path / "modules")
        ApprovalFactory(edition=newer)

        assert "Places" in browser.get(DOORS).main
        assert f"Edition {module.label}" in browser.get(f"{DOORS}/01-places").main

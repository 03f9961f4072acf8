"""The knowledge check and the practice assessment in a browser: kept answers, keyboard, axe."""

import json
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from lms.kernel.days import council_day
from tests.browser.conftest import DESK, PHONE, Visitor
from tests.browser.learner import asked, bank, begin_check, pass_check, read_all

pytestmark = pytest.mark.browser

ESSENTIALS = "day-one-essentials"
PRACTICE = "/modules/risk-assessment/practice/art-club"
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def come_in(visit, site, tmp_path):
    """``come_in(PHONE)`` opens a window of a starter whom no other test knows."""
    key = uuid4().hex[:12]
    address = f"{key}@marlshire.example"
    head = "Employee Number,First Name,Last Name,Work Email,Team,Start Date,Contract Type"
    name = "".join(chr(ord("a") + int(one, 16)) for one in key).capitalize()
    today = council_day(datetime.now(UTC))
    line = f"{key},Robin,{name},{address},Court Team,{today:%d/%m/%Y},Permanent"
    starters = tmp_path / "starters.csv"
    starters.write_text(f"{head}\n{line}\n", encoding="utf-8")
    site.lms("people", "import", str(starters), "--source", f"Answers {key}")

    def open_window(size: dict[str, int] = DESK, *, scripts: bool = True) -> Visitor:
        visitor = visit(size, scripts=scripts)
        visitor.press_in(site.lms("people", "sign-in-link", address)["url"])
        return visitor

    return open_window


def ready(visitor: Visitor) -> Page:
    """Bring a starter to the questions of the short module."""
    page = visitor.open(f"/modules/{ESSENTIALS}/check")
    if page.get_by_role("link", name="Go on", exact=True).count():
        page.get_by_role("link", name="Go on", exact=True).click()
        page.locator(".o-question").first.wait_for()
        return page
    visitor.open(f"/modules/{ESSENTIALS}")
    read_all(page)
    begin_check(page)
    return page


def singles(page: Page) -> list[str]:
    """The questions on the page with one right answer."""
    questions = bank(ESSENTIALS)
    return [one for one in asked(page) if questions[one].kind == "one"]


def choose(page: Page, question_id: str, nth: int) -> None:
    """Choose the nth option and wait until it is saved."""
    with page.expect_response(lambda got: got.request.method == "POST" and got.ok):
        page.locator(f".o-question:has(#q-{number(page, question_id)}-h) label").nth(nth).click()


def number(page: Page, question_id: str) -> int:
    return asked(page).index(question_id) + 1


def chosen(page: Page, question_id: str) -> list[bool]:
    boxes = page.locator(f"input[type=radio][name='a-{question_id}']")
    return [boxes.nth(at).is_checked() for at in range(boxes.count())]


def sound(visitor: Visitor) -> None:
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()
    assert not visitor.faults


class TestCheck:
    def test_an_old_window_takes_nothing_back(self, come_in):
        old, new = come_in(), come_in()
        for visitor in (old, new):
            ready(visitor)
        first, second = singles(old.page)[:2]
        choose(old.page, first, 0)
        new.page.reload()

        choose(new.page, first, 1)
        choose(old.page, second, 2)
        old.page.get_by_role("button", name="Look them over").click()
        old.page.wait_for_url(re.compile("review"))
        new.page.reload()

        assert chosen(new.page, first)[:2] == [False, True]
        assert chosen(new.page, second)[2]

    def test_answers_outlast_being_signed_out(self, come_in):
        visitor = come_in(PHONE)
        page = ready(visitor)
        first = singles(page)[0]
        visitor.context.clear_cookies()
        page.locator(f"input[name='a-{first}']").first.check()
        page.get_by_text("you were signed out").wait_for()

        visitor.context.add_cookies(come_in().context.cookies())
        page.evaluate("document.dispatchEvent(new Event('outset:save'))")
        page.get_by_text("Load this page again").wait_for()
        page.reload()
        page.get_by_text(re.compile("^Saved")).wait_for()
        page.reload()

        assert chosen(page, first)[0]

    def test_an_order_is_made_with_the_keyboard(self, come_in, site):
        visitor = come_in()
        page = ready(visitor)
        ask_for_an_order(site.instance, page.url.rsplit("/", 1)[1])
        page.reload()
        items = page.locator(".o-order__one")
        texts = items.locator(".o-order__text").all_inner_texts()

        items.nth(2).get_by_role("button", name="Up").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")

        moved = items.locator(".o-order__text").all_inner_texts()
        assert moved == [texts[2], texts[0], texts[1], *texts[3:]]
        assert page.evaluate("document.activeElement.value").endswith(" down")
        page.locator("[data-autosave-status]", has_text="Saved").wait_for()
        sound(visitor)
        page.reload()
        assert items.locator(".o-order__text").all_inner_texts() == moved

    @SIZES
    def test_every_page_is_sound(self, come_in, size):
        visitor = come_in(size)
        page = ready(visitor)
        sound(visitor)
        page.get_by_role("button", name="Look them over").click()
        page.wait_for_url(re.compile("review"))
        sound(visitor)
        page.get_by_role("button", name="Hand in as it is").click()
        page.get_by_role("heading", level=1, name="Not passed this time").wait_for()
        sound(visitor)
        visitor.open(f"/modules/{ESSENTIALS}/check")
        sound(visitor)
        begin_check(page)
        pass_check(page, bank(ESSENTIALS))
        sound(visitor)


def ask_for_an_order(instance, attempt_id: str) -> None:
    """Make an order question the first of an attempt, for one is drawn only now and then."""
    question = next(one for one in bank(ESSENTIALS).values() if one.kind == "order")
    options = [one.id for one in question.options]
    with sqlite3.connect(instance / "outset.sqlite", timeout=30) as database:
        key = attempt_id.replace("-", "")
        (drawn,) = database.execute(
            "SELECT drawn FROM lms_attempt WHERE id = ?", (key,)
        ).fetchone()
        others = [one for one in json.loads(drawn) if one["question"] != question.id]
        first = {"question": question.id, "options": [*options[1:], options[0]]}
        made = json.dumps([first, *others[: len(json.loads(drawn)) - 1]])
        database.execute("UPDATE lms_attempt SET drawn = ? WHERE id = ?", (made, key))


class TestPractice:
    def go_on(self, page: Page) -> None:
        here = page.url
        page.locator("button[name=go][value=next]").click()
        page.wait_for_url(lambda url: url != here)

    def walk(self, visitor: Visitor, look: Callable[[Visitor], None]) -> Page:
        """Do the whole exercise and look at every page of it."""
        page = visitor.open(PRACTICE)
        look(visitor)
        page.locator("main form button.govuk-button").first.click()
        page.wait_for_url(re.compile("/first$"))
        for part, these in (
            ("first", ("f-plan", "f-wait")),
            ("hazards", ("h-waiting", "h-others")),
            ("weigh", ()),
            ("weigh", ()),
            ("controls", ("c-gate", "u-monitor")),
            ("owners", ()),
            ("after", ()),
            ("views", ("v-j",)),
            ("reviews", ("r-next",)),
        ):
            assert f"/{part}" in page.url
            for one in these:
                page.locator(f"input[value='{one}']").check()
            for name in ("people", "likelihood", "impact", "reason"):
                boxes = page.locator(f"input[name={name}]")
                if boxes.count():
                    boxes.nth(1).check()
            for box in page.locator("select").all():
                box.select_option(index=2)
            look(visitor)
            self.go_on(page)
        assert "Ready to see it" in page.locator("h1").inner_text()
        look(visitor)
        page.get_by_role("button", name="Set it beside").click()
        page.wait_for_url(re.compile("/beside$"))
        return page

    @SIZES
    def test_every_page_is_sound(self, come_in, size):
        visitor = come_in(size)

        page = self.walk(visitor, sound)

        assert page.locator("h1").inner_text() == "One choice would do harm"
        sound(visitor)
        page.get_by_role("link", name="Your assessment as a form").click()
        page.get_by_role("heading", level=1, name=re.compile("^An invented exercise")).wait_for()
        sound(visitor)

    def test_needs_no_scripts(self, come_in):
        visitor = come_in(PHONE, scripts=False)

        page = self.walk(visitor, lambda _visitor: None)

        assert page.locator("h1").inner_text() == "One choice would do harm"

    def test_choices_are_kept_as_they_are_made(self, come_in):
        visitor = come_in(PHONE)
        page = visitor.open(PRACTICE)
        page.locator("main form button.govuk-button").first.click()
        page.wait_for_url(re.compile("/first$"))
        with page.expect_response(lambda got: got.request.method == "POST" and got.ok):
            page.locator("input[value='f-plan']").check()

        page.reload()

        assert page.locator("input[value='f-plan']").is_checked()

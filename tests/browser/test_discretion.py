"""A text that may point at a child, asked about on the device; both sides see the same."""

import json
import re
from collections.abc import Iterator
from random import Random

import pytest
from playwright.sync_api import Page, expect

from lms.discretion import rules
from lms.web import assets
from tests.browser.conftest import AXE, DESK, RULES
from tests.support.discreet import with_note_page
from tests.support.notes import PAIR, every_note

pytestmark = pytest.mark.browser

HOME = "http://outset.example"
DOUBLE_CLICK = 1100
"""Milliseconds; a button pressed twice in less counts once."""


@pytest.fixture
def page(app, chromium) -> Iterator[Page]:
    """A window on an app without a server: what it asks for is answered here."""
    client = with_note_page(app).test_client()
    context = chromium.new_context(viewport=DESK)

    def answer(route):
        asked = route.request
        path = asked.url.removeprefix(HOME)
        got = client.open(
            path,
            method=asked.method,
            data=asked.post_data_buffer,
            content_type=asked.headers.get("content-type"),
        )
        route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.data)
        got.close()

    context.route("**/*", answer)
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(HOME + "/note")
    yield page
    context.close()
    assert not faults


def ready(page: Page) -> None:
    """Wait until the script listens: it shows what it has found as soon as it does."""
    page.locator("#notes").fill("Kayden")
    expect(page.locator("#notes-asked")).to_contain_text("Kayden")
    page.locator("#notes").fill("")
    expect(page.locator("#notes-asked")).to_be_empty()


class TestAsking:
    @pytest.fixture(autouse=True)
    def _ready(self, page):
        ready(page)

    def test_asks_in_a_live_region_and_waits_for_the_tick(self, page):
        page.locator("#notes").fill("Talked about Kayden.")
        page.get_by_role("button", name="Send").click()

        expect(page.get_by_role("status").first).to_have_text(
            rules.sentence(rules.found("Talked about Kayden."))
        )
        tick = page.get_by_label("It points at nobody")
        expect(tick).to_be_focused()
        expect(page.locator("#sent")).to_have_count(0)
        assert axe(page) == []

        tick.check()
        page.wait_for_timeout(DOUBLE_CLICK)
        page.get_by_role("button", name="Send").click()

        expect(page.locator("#sent")).to_have_text("Talked about Kayden.")

    def test_sends_once_it_is_taken_out(self, page):
        page.locator("#notes").fill("Talked about Kayden.")
        page.get_by_role("button", name="Send").click()
        page.locator("#notes").fill("Talked about thresholds.")
        page.wait_for_timeout(DOUBLE_CLICK)
        page.get_by_role("button", name="Send").click()

        expect(page.locator("#sent")).to_have_text("Talked about thresholds.")

    def test_takes_the_tick_back_when_one_more_is_named(self, page):
        page.locator("#notes").fill("Talked about Kayden.")
        page.get_by_label("It points at nobody").check()
        page.locator("#notes").fill("Talked about Kayden and Ellie Marsh.")

        expect(page.get_by_label("It points at nobody")).not_to_be_checked()

    def test_does_not_repeat_what_the_server_asked(self, page):
        page.locator("#notes").fill("Talked about Kayden.")
        page.evaluate("HTMLFormElement.prototype.submit.call(document.forms[0])")

        expect(page.locator("#notes-error")).to_contain_text("‘Kayden’ (a name)")
        expect(page.get_by_label("It points at nobody")).to_be_visible()
        expect(page.locator("#notes-asked")).to_be_empty()
        page.get_by_label("It points at nobody").check()
        page.get_by_role("button", name="Send").click()

        expect(page.locator("#sent")).to_have_text("Talked about Kayden.")

    def test_says_nothing_about_the_pair(self, page):
        page.locator("#notes").fill("Priya Nair will ring Tom at Elmbrook on 3 March.")
        page.get_by_role("button", name="Send").click()

        expect(page.locator("#sent")).to_be_visible()


def axe(page: Page) -> list[str]:
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "rules => axe.run('form', {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [one["id"] for one in found["violations"]]


def mixed(seed: int, many: int) -> list[str]:
    """Texts of words that were never meant to stand together, odd letters among them."""
    chance = Random(seed)  # noqa: S311 - mixes words, guards nothing
    words = [word for note in every_note() for word in note.split()]
    odd = ["Zoë", "İ", "ß", "😀", "E\u0301va", "’s", "A", "I", "\u00a0", "\n", "constructor", "J."]
    return [
        " ".join(chance.choices(words + odd * 20, k=chance.randint(1, 25))) for _ in range(many)
    ]


def test_the_device_sees_what_the_server_sees(page):
    texts = [*every_note(), *mixed(1, 1500)]
    script = f"/static/built/{assets.names()['discretion.js']}"

    theirs = page.evaluate(
        "async ([script, texts, allowed]) => {"
        " const { found, sentence } = await import(script);"
        " return texts.map((text) => [found(text, allowed), sentence(found(text, allowed))]); }",
        [script, texts, list(PAIR)],
    )

    for text, (hits, asked) in zip(texts, theirs, strict=True):
        ours = rules.found(text, PAIR)
        assert [(one["kind"], one["words"]) for one in hits] == [
            (one.kind, one.words) for one in ours
        ], json.dumps(text)
        assert asked == rules.sentence(ours)


def test_the_script_is_built_from_the_rules():
    built = (assets.BUILT / assets.names()["discretion-signs.js"]).read_text(encoding="utf-8")

    data = re.fullmatch(r"export default (.*);\n", built, re.DOTALL)
    assert data
    assert json.loads(data[1]) == rules.plain()

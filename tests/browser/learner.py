"""What a person does in the player, as a browser sees it."""

import re

from playwright.sync_api import Page

from lms.assessment.rules import Question
from lms.content.reading import read_module
from tests.browser.conftest import ROOT


def bank(slug: str) -> dict[str, Question]:
    """Return a module's questions by id; only a test may know what is right."""
    return {one.id: one for one in read_module(ROOT / "modules" / slug).questions}


def read_all(page: Page) -> int:
    """From a module's cover, read every section and answer its pause; return how many."""
    page.locator("main a.govuk-button").first.click()
    page.wait_for_load_state()
    for at in range(20):
        if page.url.endswith("/check"):
            return at
        pause = page.get_by_role("button", name="Answer, and see ours")
        short = page.get_by_role("button", name=re.compile("^I have read this"))
        if pause.count():
            page.locator("#pause label").first.click()
            pause.click()
            page.locator(".o-ours").wait_for()
        if short.count():
            short.click()
        else:
            page.locator("main a[rel=next]").click()
        page.wait_for_load_state()
    msg = "the module has no end"
    raise AssertionError(msg)


def asked(page: Page) -> list[str]:
    """Return the ids of the questions on the page."""
    names = page.locator(".o-question [name^='a-']").evaluate_all(
        "all => all.map(one => one.name.slice(2))"
    )
    return list(dict.fromkeys(names))


def answer(page: Page, question: Question) -> None:
    """Choose what is right of one question, by its radios, boxes or buttons."""
    if question.kind == "order":
        return put_in_order(page, question)
    for option in question.right:
        page.locator(f"label[for='a-{question.id}-{option}']").click()
    return None


def put_in_order(page: Page, question: Question) -> None:
    """Bring an order question's options into their order with the buttons, one step at a time."""
    name = f"a-{question.id}"
    for place, option in enumerate(question.right):
        while True:
            order = page.locator(f"input[name='{name}']").evaluate_all(
                "all => all.map(one => one.value)"
            )
            if order.index(option) == place:
                break
            page.locator(f"[id='{name}-{option}'] .o-order__move--up").click()
            page.wait_for_load_state()
    keep = page.locator(f"[name=move][value='{question.id} keep keep']")
    if keep.count():
        keep.click()
        page.wait_for_load_state()


def begin_check(page: Page) -> None:
    page.get_by_role("button", name="Begin the knowledge check").click()
    page.get_by_role("heading", level=1, name=re.compile("questions")).wait_for()


def pass_check(page: Page, questions: dict[str, Question]) -> None:
    """Answer everything right, look it over and hand in."""
    for question_id in asked(page):
        answer(page, questions[question_id])
    page.get_by_role("button", name="Look them over").click()
    page.get_by_role("button", name=re.compile("^Hand in")).click()
    page.get_by_role("heading", level=1, name="You passed").wait_for()

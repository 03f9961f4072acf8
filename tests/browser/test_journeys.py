"""Whole journeys: from a manager's form to a withdrawn certificate; and what must not be lost."""

import re
import time

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PATIENCE, PHONE, Visitor
from tests.browser.learner import answer, asked, bank, begin_check, pass_check, read_all

pytestmark = pytest.mark.browser

ESSENTIALS = "day-one-essentials"


def coverage(visitor: Visitor) -> tuple[int, int]:
    """Return HR's first figures: how many are known, and how many have signed in."""
    page = visitor.open("/compliance")
    known = re.search(r"([\d,]+) people known", page.locator(".o-lead").first.inner_text())[1]
    signed_in = page.locator("a[href*='reached=signed_in']").first.inner_text()
    return int(known.replace(",", "")), int(signed_in.replace(",", ""))


def add_starter(manager: Visitor, first: str, last: str, address: str) -> None:
    page = manager.open("/people/add")
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill(last)
    page.get_by_label("Email address").fill(address)
    page.locator("select[name=kind]").select_option("agency")
    page.locator("select[name=agency]").select_option(index=1)
    today = page.evaluate("new Date().toLocaleDateString('en-CA', {timeZone: 'Europe/London'})")
    boxes = ("#starts_on-year", "#starts_on-month", "#starts_on")
    for box, value in zip(boxes, today.split("-"), strict=True):
        page.locator(box).fill(value)
    page.get_by_text("Send an invitation now").click()
    page.get_by_role("button", name="Add this starter").click()
    page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}$"))


def link_in_mail(visitor: Visitor, address: str) -> str:
    """Wait for a message to ``address`` and return the link in it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        page = visitor.open("/outbox")
        letter = page.locator("article", has_text=f"To {address}")
        if letter.count():
            return letter.first.locator("a[href*='/sign-in/link/']").first.get_attribute("href")
        page.wait_for_timeout(300)
    pytest.fail(f"no message to {address}")


def check_number(anybody: Visitor, number: str) -> tuple[str, str]:
    """Return what the public page says of a certificate: its heading, and all of it."""
    page = anybody.open(f"/verify/{number}")
    return page.locator("h1").inner_text(), page.locator("main").inner_text()


def learn_and_pass(page: Page) -> str:
    """From my learning to the certificate of the short module; return its number."""
    page.locator("main a.govuk-button").first.click()
    assert read_all(page) == 5
    begin_check(page)
    pass_check(page, bank(ESSENTIALS))
    return re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", page.locator("main").inner_text())[0]


def test_an_agency_worker_is_certified_on_a_phone_without_scripts(visit):
    hr, manager, worker, anybody = (
        visit(DESK),
        visit(DESK),
        visit(PHONE, scripts=False),
        visit(PHONE),
    )
    hr.come_in("hr")
    manager.come_in("manager")
    known, signed_in = coverage(hr)

    add_starter(manager, "Ifeoma", "Bright-Lacey", "ifeoma.bright@mail.example")
    assert coverage(hr) == (known + 1, signed_in)
    page = worker.press_in(link_in_mail(worker, "ifeoma.bright@mail.example"))
    assert coverage(hr) == (known + 1, signed_in + 1)

    assert "hings to do" in page.locator("h1").inner_text()
    number = learn_and_pass(page)
    address = page.get_by_role("link", name=re.compile("PDF")).first.get_attribute("href")
    assert worker.context.request.get(worker.site.url + address).body().startswith(b"%PDF")

    heading, said = check_number(anybody, number.lower().replace("0", "o"))
    assert heading == "This certificate is valid"
    assert "Ifeoma Bright-Lacey" in said

    page = hr.open(f"/certificates?q={number}")
    page.locator("main table a").first.click()
    page.get_by_role("link", name="Withdraw this certificate").click()
    page.locator("textarea[name=reason]").fill("Issued to the wrong person")
    page.get_by_role("button", name="Withdraw").click()
    page.wait_for_url(re.compile(r"/certificates/[0-9a-f-]{36}$"))
    heading, said = check_number(anybody, number)
    assert heading == "This certificate was withdrawn"
    assert "wrong person" not in said


def test_an_invitation_that_a_scanner_opened_still_works_once(visit):
    visitor = visit(PHONE)
    visitor.open("/sign-in")
    visitor.page.get_by_label("What is your email address?").fill(some_address(visitor))
    visitor.page.get_by_role("button", name="Send me a link").click()
    link = link_in_mail(visit(DESK), some_address(visitor))

    scanner = visit(DESK, scripts=False)
    scanner.open(link)
    scanner.open(link)
    other = visit(PHONE)
    other.press_in(link)

    again = visit(DESK)
    again.open(link)
    again.page.get_by_role("button", name="Go to my training").click()
    assert "no longer works" in again.page.locator("main").inner_text()


def some_address(visitor: Visitor) -> str:
    people = visitor.site.lms("people", "list")
    return next(
        one["email"]
        for one in people
        if one["email"] and any(job["ends_on"] is None for job in one["engagements"])
    )


class TestNothingIsLost:
    @pytest.fixture
    def at_the_questions(self, visit):
        """The learner at the questions of the short module's check, in a window of its own."""

        def go() -> Visitor:
            learner = visit(PHONE)
            page = learner.come_in("learner")
            learner.open(f"/modules/{ESSENTIALS}/check")
            if page.get_by_role("heading", name="Read the module first").count():
                learner.open(f"/modules/{ESSENTIALS}")
                read_all(page)
            if page.get_by_role("link", name="Go on").count():
                page.get_by_role("link", name="Go on").click()
                page.locator(".o-question").first.wait_for()
            else:
                begin_check(page)
            return learner

        return go

    def test_when_the_connection_drops(self, at_the_questions):
        learner = at_the_questions()
        page, questions = learner.page, bank(ESSENTIALS)
        chosen = next(one for one in asked(page) if questions[one].kind == "one")
        status = page.locator("[data-autosave-status]")

        learner.context.set_offline(True)
        answer(page, questions[chosen])
        status.get_by_text("kept on this device").wait_for()
        learner.context.set_offline(False)
        page.locator("[data-autosave-status]", has_text=re.compile(r"^(Saved|\d of)")).wait_for()

        elsewhere = at_the_questions()
        right = questions[chosen].right[0]
        assert elsewhere.page.locator(f"#a-{chosen}-{right}").is_checked()

    def test_when_two_windows_are_open(self, at_the_questions):
        one, other = at_the_questions(), at_the_questions()
        questions = bank(ESSENTIALS)
        ids = [key for key in asked(one.page) if questions[key].kind == "one"][-2:]
        assert asked(other.page) == asked(one.page)

        for visitor, question_id in ((one, ids[0]), (other, ids[1])):
            with visitor.page.expect_response(lambda got: got.request.method == "POST" and got.ok):
                answer(visitor.page, questions[question_id])
        one.page.reload()

        for question_id in ids:
            right = questions[question_id].right[0]
            assert one.page.locator(f"#a-{question_id}-{right}").is_checked()

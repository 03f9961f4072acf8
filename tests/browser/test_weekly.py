"""The weekly mail to a manager by a real mail server, until whoever is missing is invited."""

import email
import email.policy
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page

from lms.kernel.days import council_day, is_working_day
from tests.browser.conftest import DESK, PATIENCE, PHONE, Site, Visitor, free_port, served

pytestmark = pytest.mark.browser

MISSING = "olu.farrow@home.example"


class Post:
    """Takes all mail and keeps it."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's own name
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def letter(self, subject: str, *, to: str = "") -> EmailMessage:
        """Wait for a letter and return it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for one in self.taken:
                if subject in one["Subject"] and to in one["To"]:
                    return one
            time.sleep(0.1)
        pytest.fail(f"no letter ‘{subject}’ to {to or 'anybody'}")


def link_in(letter: EmailMessage, part: str) -> str:
    return re.search(rf"https?://\S*{part}\S*", letter.get_content())[0]


@contextmanager
def post_office() -> Iterator[tuple[Post, int]]:
    """A mail server of our own, and its port."""
    post, port = Post(), free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    controller.start()
    try:
        yield post, port
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def posted(tmp_path_factory) -> Iterator[tuple[Site, Post]]:
    """An invented council whose mail goes by SMTP."""
    with post_office() as (post, port):
        settings = {
            "LMS_SMTP_HOST": "127.0.0.1",
            "LMS_SMTP_PORT": str(port),
            "LMS_SMTP_STARTTLS": "no",
            "LMS_MAIL_FROM": "training@marlshire.example",
        }
        instance = tmp_path_factory.mktemp("with-mail")
        with served(instance, people=80, **settings) as site:
            yield site, post


@pytest.fixture(scope="module")
def site(posted) -> Site:
    return posted[0]


@pytest.fixture(scope="module")
def post(posted) -> Post:
    return posted[1]


def was_asked_this_week() -> bool:
    """Tell whether the week has had a working day, on which Marlshire's managers were asked."""
    today = council_day(datetime.now(UTC))
    return any(is_working_day(today - timedelta(days=n)) for n in range(today.isoweekday()))


def sound(visitor: Visitor) -> Page:
    """Look at the page; return it."""
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()
    assert not visitor.faults
    return visitor.page


def ask_somebody(hr: Visitor) -> str:
    """Have a manager asked who has not answered this week; return who it is."""
    page = hr.open("/people/reports")
    sound(hr)
    row = page.locator("tbody tr").first
    name = row.locator("th").inner_text()
    row.get_by_role("button", name="Ask again").click()
    page.get_by_text(f"{name} is asked once more.").wait_for()
    return name


def answer(manager: Visitor, link: str, first_day: date) -> None:
    """Say by the link that Olu is missing."""
    page = manager.open(link)
    sound(manager)
    page.get_by_label("Yes, somebody is missing").check()
    page.get_by_label("First name").fill("Olu")
    page.get_by_label("Last name").fill("Farrow")
    page.get_by_label("Email address (optional)").fill(MISSING)
    page.get_by_label("How are they engaged?").select_option("temporary")
    boxes = page.locator("[name='missing-0-starts_on']")
    for at, part in enumerate((first_day.day, first_day.month, first_day.year)):
        boxes.nth(at).fill(str(part))
    page.get_by_role("button", name="Send this answer").click()
    page.wait_for_url(re.compile("/thanks$"))
    assert "Olu Farrow is missing" in sound(manager).locator("main").inner_text()


def say_yes(hr: Visitor, manager: str) -> None:
    """Look at what was told of Olu, and add them."""
    page = hr.open("/people/reports")
    waiting = sound(hr).locator("section", has_text="Olu Farrow is missing")
    assert manager in waiting.inner_text()
    waiting.get_by_role("link", name="Look and add").click()
    page.get_by_role("heading", level=1, name="Add a starter").wait_for()
    sound(hr)
    assert page.get_by_label("First name").input_value() == "Olu"
    page.locator("select[name=unit]").select_option(index=1)
    page.get_by_text("Send an invitation now").click()
    page.get_by_role("button", name="Add this starter").click()
    page.get_by_text("Olu Farrow is added").wait_for()
    sound(hr)


def test_somebody_is_missing_until_hr_says_yes(visit, site, post):
    if not was_asked_this_week():
        pytest.skip("the week begins with a day off: no manager was asked yet")
    hr, manager, olu = visit(DESK), visit(PHONE), visit(PHONE)
    hr.come_in("hr")
    name = ask_somebody(hr)
    letter = post.letter("Is anybody missing from your team?")
    assert name.split()[0] in letter.get_content()

    answer(manager, link_in(letter, "/answers/"), council_day(datetime.now(UTC)))

    assert manager.open("/learning").url.endswith("/sign-in?next=/learning")
    assert all(one["email"] != MISSING for one in site.lms("people", "list"))
    assert all(MISSING not in one["To"] for one in post.taken)

    say_yes(hr, name)

    known = [one for one in site.lms("people", "list") if one["email"] == MISSING]
    assert [one["name"] for one in known] == ["Olu Farrow"]
    invitation = post.letter("Your safeguarding training", to=MISSING)
    page = olu.press_in(link_in(invitation, "/sign-in/link/"))
    assert "to do" in page.locator("h1").inner_text()
    sound(olu)

"""Signing in with the council's accounts: a real browser, a real provider, both refusing too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Site, Visitor, free_port, served
from tests.browser.providers import RealProvider
from tests.browser.test_journeys import add_starter, link_in_mail
from tests.browser.test_pages import html_faults
from tests.support.canaille_provider import PASSWORD

pytestmark = pytest.mark.browser

STARTERS = """Employee number,First name,Last name,Email,Start date,Kind,Team
900001,Ada,Known,ada.known@marlshire.example,2026-09-01,permanent,Sign-in team
900003,Bea,Twice,bea.twice@marlshire.example,2026-09-01,permanent,Sign-in team
900002,Una,Unverified,una.unverified@marlshire.example,2026-09-01,permanent,Sign-in team
"""


@pytest.fixture(scope="module")
def providers() -> Iterator[dict[str, RealProvider]]:
    made = [
        RealProvider("marlshire", "Marlshire Council", free_port()),
        RealProvider("larkfield", "Larkfield Agency", free_port()),
        RealProvider("northmere", "Northmere Trust", free_port()),
        RealProvider("westmoor", "Westmoor Trust", free_port()),
    ]
    yield {one.key: one for one in made}
    for one in made:
        one.stop()


@pytest.fixture(scope="module")
def site(providers, tmp_path_factory) -> Iterator[Site]:
    """A council with four providers, of which the last is down."""
    instance = tmp_path_factory.mktemp("with-providers")
    settings: dict[str, str] = {}
    for one in providers.values():
        settings |= one.environment()
    with served(instance, people=50, **settings) as site:
        (instance / "starters.csv").write_text(STARTERS, encoding="utf-8")
        site.lms("people", "import", str(instance / "starters.csv"), "--source", "HR extra")
        for key in ("marlshire", "larkfield", "northmere"):
            providers[key].start(site.url)
        yield site


def go_to(visitor: Visitor, name: str = "Marlshire Council") -> Page:
    page = visitor.open("/sign-in")
    page.get_by_role("button", name=f"Sign in with your {name} account").click()
    return page


def sign_in(visitor: Visitor, who: str, name: str = "Marlshire Council") -> Page:
    """Press our button and be ``who`` at the provider, up to its question whether we may know."""
    page = go_to(visitor, name)
    page.wait_for_url(re.compile("/login"), wait_until="commit")
    page.locator("input[name=login]").fill(who)
    page.get_by_role("button", name="Continue").click()
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/oauth/authorize|/sign-in/with|/learning"), wait_until="commit")
    return page


def allow(visitor: Visitor, answer: str = "accept") -> str:
    """Answer the provider's question, where it asks; return the heading of our page."""
    page = visitor.page
    if not page.url.startswith(visitor.site.url):
        page.locator(f"button[name=answer][value={answer}]").click()
    page.wait_for_url(re.compile(re.escape(visitor.site.url)))
    return page.locator("h1").inner_text()


def is_sound(visitor: Visitor, folder: Path) -> None:
    """Check the page for axe, reflow at both widths, and the HTML checker."""
    for size in (DESK, PHONE):
        visitor.page.set_viewport_size(size)
        assert visitor.axe() == []
        assert not visitor.scrolls_sideways()
    (folder / "page.html").write_text(visitor.page.content(), encoding="utf-8")
    assert [one for one in html_faults(folder) if "Trailing slash" not in one] == []
    assert not visitor.faults


def change_address(hr: Visitor, name: str, address: str) -> None:
    page = hr.open(f"/people?q={name}")
    page.locator("main").get_by_role("link", name=re.compile(name)).first.click()
    page.get_by_role("link", name="Correct name or address").click()
    page.locator("input[name=email]").fill(address)
    page.get_by_role("button", name=re.compile("Correct|Save|Change")).first.click()
    page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}$"))


def test_by_verified_address_first_and_by_account_ever_after(visit, site):
    ada, hr = visit(PHONE, scripts=False), visit(DESK)
    page = sign_in(ada, "ada")
    allow(ada)
    assert page.url.endswith("/learning")

    page.goto(f"{site.url}/account")
    assert "ada.known@marlshire.example" in page.locator("main").inner_text()
    hr.come_in("hr")
    change_address(hr, "Ada Known", "ada.renamed@marlshire.example")
    again = visit(DESK)
    sign_in(again, "ada")
    allow(again)

    assert again.page.url.endswith("/learning")
    again.open("/account")
    assert "ada.renamed@marlshire.example" in again.page.locator("main").inner_text()


def test_two_providers_lead_to_the_same_person(visit, site):
    before, after = visit(DESK), visit(DESK)
    page = sign_in(before, "bea", "Marlshire Council")
    allow(before)
    first = page.locator("h1").inner_text()
    sign_in(after, "bea", "Larkfield Agency")
    allow(after)

    assert after.page.url.endswith("/learning")
    assert after.page.locator("h1").inner_text() == first


def test_signing_out_here_and_there(visit, site, tmp_path):
    bea = visit(DESK)
    sign_in(bea, "bea")
    allow(bea)
    bea.open("/account")
    bea.page.get_by_role("button", name="Sign out", exact=True).click()
    assert bea.page.locator("h1").inner_text() == "You are signed out here"
    is_sound(bea, tmp_path)

    bea.page.get_by_role("button", name="Sign out of Marlshire Council").click()
    bea.page.locator("button[name=answer][value=logout]").click()
    bea.page.wait_for_url(f"{site.url}/sign-in**")

    go_to(bea).wait_for_url(re.compile("/login"), wait_until="commit")


def test_refused_at_the_provider(visit, tmp_path):
    dee = visit(DESK)
    sign_in(dee, "dee", "Northmere Trust")

    assert allow(dee, "deny") == "You were not signed in with Northmere Trust"

    is_sound(dee, tmp_path)
    assert dee.open("/learning").url.endswith("/sign-in?next=/learning")


def test_somebody_nobody_has_named_until_a_manager_does(visit, site, tmp_path):
    nia, manager = visit(PHONE), visit(DESK)
    sign_in(nia, "nia")

    assert allow(nia) == "Nobody has told us that you have started"
    assert "nia.unheard@marlshire.example" in nia.page.locator("main").inner_text()
    is_sound(nia, tmp_path)

    manager.come_in("manager")
    add_starter(manager, "Nia", "Unheard", "nia.unheard@marlshire.example")
    go_to(nia)
    nia.page.wait_for_url(f"{site.url}/learning")


def test_an_address_the_provider_has_not_verified(visit, tmp_path):
    una = visit(PHONE)
    sign_in(una, "una")

    assert allow(una) == "Your address is not confirmed"

    is_sound(una, tmp_path)


def test_a_provider_that_is_down_leaves_the_mailed_link(visit, site, tmp_path):
    una, other = visit(PHONE), visit(DESK)
    page = go_to(una, "Westmoor Trust")
    assert page.locator("h1").inner_text() == "Westmoor Trust does not answer just now"
    is_sound(una, tmp_path)

    page.get_by_label("What is your email address?").fill("una.unverified@marlshire.example")
    page.get_by_role("button", name="Send me a link").click()
    link = link_in_mail(other, "una.unverified@marlshire.example")
    assert una.press_in(link).url.endswith("/learning")

    other.open("/sign-in")
    assert "Westmoor Trust did not answer a moment ago" in other.page.locator("main").inner_text()
    is_sound(other, tmp_path)


def test_what_came_back_opened_in_another_browser(visit):
    eve, thief = visit(DESK), visit(DESK)
    sign_in(eve, "eve")
    allow(eve)
    assert "/back?" in eve.page.url

    thief.open(eve.page.url)

    assert thief.page.locator("h1").inner_text() == "Begin your sign-in again"

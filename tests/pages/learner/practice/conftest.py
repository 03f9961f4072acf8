"""A go at the practice scenario of the small module."""

import pytest
from sqlalchemy import select

from lms.learning.models import Practice
from lms.practice.rules import Assessment

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

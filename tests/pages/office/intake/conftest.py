"""Bringing a list in through the browser: upload, questions, preview, and what came of it."""

import io

import pytest
from sqlalchemy import select

from lms.people.models import Person
from tests.support.factories import DutyFactory, EngagementFactory
from tests.support.hr_lists import listed


@pytest.fixture(autouse=True)
def hr(browser):
    person = EngagementFactory(source="HR by hand").person
    return browser.sign_in(DutyFactory(duty="hr", person=person).person)


@pytest.fixture
def send(browser):
    """Upload a list; the answer of the form."""

    def send(content, *, source="list HR", name="starters.csv", **others):
        file = (io.BytesIO(content), name)
        answer = browser.submit("/imports/new", file=file, source=source, **others)
        answer.response.request.environ["wsgi.input"].close()
        return answer

    return send


@pytest.fixture
def look(browser, send):
    """Upload a list and open the page that it leads to."""

    def look(*rows, renamed=None, **others):
        answer = send(listed(*rows, renamed=renamed), **others)
        assert answer.status == 302, answer.problems
        return browser.get(answer.location)

    return look


@pytest.fixture
def bring(browser, look):
    """Upload a list and bring it in; the page that says what came of it."""

    def bring(*rows, invitations="held", **others):
        page = look(*rows, **others)
        answer = browser.submit(f"{page.url}/accept", invitations=invitations)
        assert answer.status == 302, answer.problems
        return browser.get(answer.location)

    return bring


def names(session):
    return set(session.scalars(select(Person.name)))

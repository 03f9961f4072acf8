"""Who a held row is, where nobody thought of the right person: looking for them."""

import pytest
from sqlalchemy import select

from lms.intake import commands
from lms.intake.models import ImportLine
from lms.intake.reading import Upload
from tests.support.factories import DutyFactory, EngagementFactory, PersonFactory
from tests.support.hr_lists import listed, starter


@pytest.fixture(autouse=True)
def hr(browser):
    person = EngagementFactory(source="HR by hand").person
    return browser.sign_in(DutyFactory(duty="hr", person=person).person)


@pytest.fixture
def held(browser, work, session):
    """The page of a row that looks like Wren Ahmed."""
    for number, address in (("081234", "wren@marlshire.example"), ("099999", "w@mail.example")):
        row = starter(number, first="Wren", last="Ahmed", email=address)
        commands.bring_in(work, Upload("starters.csv", listed(row)), source="HR")
    line = session.scalars(select(ImportLine).filter_by(status="review")).one()
    session.commit()
    return browser.get(f"/imports/rows/{line.id}")


@pytest.fixture
def other(session):
    """Somebody else whom the row might tell of."""
    person = PersonFactory(first_name="Wrenna", last_name="Bell", name="Wrenna Bell")
    EngagementFactory(person=person, source="HR by hand")
    return person


def test_nobody_is_looked_for_until_asked(held, other):
    assert "Is it somebody else who is known? Look for them" in held.main
    assert "Wrenna Bell" not in held.main


def test_whoever_is_found_stands_beside_the_candidates(browser, held, other):
    page = browser.get(f"{held.url}?q=wrenna")

    assert "1 person found" in page.main
    assert "In the register, found by you" in page.main
    assert "Wrenna Bell" in page.main
    assert page.main.count("See everything about Wren Ahmed") == 1


def test_may_be_who_it_is(browser, held, other, session):
    answer = browser.submit(f"{held.url}?q=wrenna", who=f"same {other.id.hex}")

    assert answer.status == 302
    assert (
        "is Wrenna Bell. The engagement is added to theirs." in browser.get(answer.location).main
    )
    assert len(other.engagements) == 2


def test_a_choice_left_out_keeps_the_search(browser, held, other):
    page = browser.submit(f"{held.url}?q=wrenna")

    assert page.status == 422
    assert "Wrenna Bell" in page.main


@pytest.mark.parametrize("sought", ["nobody at all", "%", "Wren Ahmed"])
def test_nobody_else_is_said(browser, held, sought):
    page = browser.get(f"{held.url}?q={sought.replace('%', '%25')}")

    assert "Nobody else is found." in page.main


def test_cannot_be_somebody_who_was_not_offered(browser, held, other):
    page = browser.submit(held.url, who=f"same {other.id.hex}")

    assert page.status == 422

import io

import pytest
from sqlalchemy import select

from lms.appointments.models import DslAppointment
from tests.support.factories import DutyFactory, SettingFactory

LIST = "URN,Role,First name,Last name,Email\n100123,DSL,Mara,Quill,mara@larkmead.example\n"


@pytest.fixture(autouse=True)
def coordinator(browser):
    SettingFactory(name="Larkmead Academy", urn="100123")
    return browser.sign_in(DutyFactory(duty="network_coordinator").person)


def test_shows_first_and_brings_in_once_somebody_says_so(browser, session):
    page = browser.submit("/settings/dsls/list", file=(io.BytesIO(LIST.encode()), "dsls.csv"))
    assert page.heading == "1 DSL or deputy is new"
    assert not session.scalars(select(DslAppointment)).all()
    kept = page.soup.select_one("input[name=pasted]")["value"]

    page = browser.submit("/settings/dsls/list", pasted=kept, accept="1")

    assert "1 row brought in: 1 entered" in browser.get(page.location).soup.get_text()
    assert session.scalars(select(DslAppointment)).one().person.name == "Mara Quill"


def test_says_what_is_wrong_with_a_row(browser):
    page = browser.submit("/settings/dsls/list", pasted=LIST.replace("DSL", "Cook"))

    assert page.heading == "Nothing of this list can be taken"
    assert "Enter ‘DSL’ or ‘deputy’." in page.main
    assert page.soup.select_one("[name=accept]") is None


def test_keeps_what_was_pasted_where_it_is_no_list(browser):
    page = browser.submit("/settings/dsls/list", pasted="Mara Quill\nInes Calloway")

    assert page.status == 422
    assert "Mara Quill" in page.soup.select_one("textarea").get_text()


def test_asks_for_a_list(browser):
    page = browser.submit("/settings/dsls/list")

    assert page.problems == ["Choose a file, or paste the list"]

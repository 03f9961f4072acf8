from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import object_session

from lms.appointments.models import DslAppointment, DslCheck, DslTold
from lms.notifications import commands as notifications
from lms.people.models import Person
from tests.support.factories import (
    DslAppointmentFactory,
    DutyFactory,
    PersonFactory,
    SettingFactory,
)

TODAY = date(2026, 11, 24)
MARA = {
    "named-0-first_name": "Mara",
    "named-0-last_name": "Quill",
    "named-0-email": "mara@larkmead.example",
    "named-0-role": "dsl",
    "named-0-from_on": ["2", "11", "2026"],
}


@pytest.fixture
def coordinator(browser):
    return browser.sign_in(DutyFactory(duty="network_coordinator").person)


@pytest.fixture
def setting():
    return SettingFactory(name="Larkmead Academy", mailbox="office@larkmead.example")


@pytest.fixture
def lead(setting):
    made = DslAppointmentFactory(setting=setting, role="dsl")
    made.person.name = "Idris Vale"
    object_session(made).commit()
    return made


@pytest.fixture
def link(browser, coordinator, setting, lead, session):
    """The address in the mail that the setting gets; nobody is signed in any more."""
    browser.submit("/settings/checks")
    (check,) = session.scalars(select(DslCheck))
    found = browser.get(f"/settings/checks/{check.id}/link").soup.select_one(
        "main p a[href*=dsl-check]"
    )
    browser.sign_out()
    return found["href"].partition("localhost")[2]


def sent(browser, url, **data):
    """Send a form that is taken, and open where it leads."""
    return browser.get(browser.submit(url, **data).location)


def held(lead, **given):
    said = {"appointment_id": lead.id.hex, "still": "yes", **given}
    return {f"held-0-{key}": value for key, value in said.items()}


@pytest.mark.usefixtures("coordinator")
class TestAsking:
    def test_asks_all_with_a_mailbox(self, browser, setting):
        SettingFactory(name="Alder School", mailbox=None)

        page = browser.get("/settings/checks")
        assert page.heading == "Ask settings who is DSL"
        page = sent(browser, "/settings/checks")

        assert "1 setting is asked by mail." in page.soup.get_text()
        assert page.heading == "1 setting has not said who is DSL"
        assert page.rows()[0][0] == "Larkmead Academy"
        page = browser.get("/settings/checks?state=no_mailbox")
        assert page.rows()[0][0] == "Alder School"

    def test_says_where_nobody_is_left_to_ask(self, browser):
        page = sent(browser, "/settings/checks")

        assert "Nothing was sent." in page.soup.get_text()

    def test_asks_again(self, browser, setting, session):
        browser.submit("/settings/checks")
        (check,) = session.scalars(select(DslCheck))

        page = sent(browser, f"/settings/checks/{check.id}/again")

        assert "Larkmead Academy is asked once more." in page.soup.get_text()

    def test_sends_words_and_link_to_the_mailbox(self, browser, setting, work):
        browser.submit("/settings/checks")
        post = []

        @contextmanager
        def opens():
            yield work

        notifications.send_due(opens, lambda mail, *_: post.append(mail), Path())

        (mail,) = post
        assert mail.to == "office@larkmead.example"
        assert mail.subject == "Who is DSL at Larkmead Academy?"
        assert "/dsl-check/" in mail.text
        browser.sign_in(DutyFactory(duty="hr").person)
        page = browser.get("/messages")
        assert page.rows()[0][:2] == ["Larkmead Academy", "the yearly question who is DSL there"]


class TestAnswering:
    def test_needs_no_account_and_shows_whom_we_have(self, browser, link):
        page = browser.get(link)

        assert page.heading == "Who leads on safeguarding at Larkmead Academy?"
        assert "Idris Vale, DSL since" in page.main

    def test_takes_the_answer(self, browser, link, lead, session):
        page = sent(browser, link, **held(lead), **MARA, answered_by="Petra Osei, head")

        assert page.heading == "Thank you: your answer has arrived"
        assert "Mara Quill is DSL from 2 November 2026" in page.main
        assert not session.scalars(select(Person).filter_by(last_name="Quill")).all()

    def test_keeps_what_was_entered_and_says_what_is_missing(self, browser, link, lead):
        wrong = {**MARA, "named-0-email": "mara@", "named-0-from_on": ["31", "2", "2026"]}

        page = browser.submit(link, **held(lead, still="no"), **wrong)

        assert page.status == 422
        assert "Enter the last day of Idris Vale in the role" in page.main
        assert "There is no day 31 2 2026 in the calendar" in page.main
        assert page.soup.select_one("[name=named-0-email]")["value"] == "mara@"
        for fault in page.soup.select(".govuk-error-summary a"):
            assert page.soup.find(id=fault["href"][1:]) is not None

    def test_asks_for_the_name_of_who_answers(self, browser, link, lead):
        page = browser.submit(link, **held(lead))

        assert "Enter your name and your role" in page.main

    def test_adds_a_row_without_losing_what_was_entered(self, browser, link, lead):
        rows = {**MARA, "named-1-first_name": ""}

        page = browser.submit(link, **held(lead), **rows, more="1")

        assert page.soup.select_one("[name=named-0-first_name]")["value"] == "Mara"
        assert page.soup.select_one("[name=named-2-first_name]") is not None

    def test_asks_again_where_the_council_changed_the_list(self, browser, link, lead, setting):
        other = DslAppointmentFactory(setting=setting, role="deputy")
        object_session(other).commit()

        page = browser.submit(link, **held(lead), **MARA, answered_by="Petra Osei, head")

        assert page.status == 422
        assert "The council changed this list while you had it open" in page.main
        assert page.soup.select_one("[name=named-0-first_name]")["value"] == "Mara"
        assert page.soup.select_one(f"[value='{lead.id.hex}']") is not None
        assert page.soup.select_one(f"[value='{other.id.hex}']") is not None

    def test_is_over_after_its_days(self, browser, link, clock):
        clock.move(days=61)

        page = browser.get(link)

        assert (page.status, page.heading) == (410, "This question can no longer be answered")

    def test_tells_nothing_with_half_a_link(self, browser, link):
        page = browser.get(link[:-3])

        assert page.status == 404
        assert "Larkmead" not in page.main


class TestDeciding:
    @pytest.fixture
    def told(self, browser, link, lead, session):
        gone = held(lead, still="no", last_on=["20", "11", "2026"])
        browser.submit(link, **gone, **MARA, answered_by="Petra Osei, head")
        browser.sign_in(DutyFactory(duty="network_coordinator").person)
        return {one.kind: one for one in session.scalars(select(DslTold))}

    def test_shows_what_waits_with_who_told(self, browser, told):
        page = browser.get("/settings/checks/waiting")

        assert page.heading == "2 changes of DSLs wait for your yes"
        assert "Petra Osei, head" in page.main
        assert (
            "2 changes of DSLs that settings told wait for your yes"
            in browser.get("/settings").main
        )

    def test_enters_somebody_new(self, browser, told, session):
        address = f"/settings/checks/told/{told['new'].id}"
        page = browser.get(address)
        assert page.soup.select_one("[name=email]")["value"] == "mara@larkmead.example"
        filled = {one["name"]: one["value"] for one in page.soup.select("main input[type=text]")}
        assert filled["first_name"] == "Mara"

        page = sent(
            browser,
            address,
            first_name="Mara",
            last_name="Quill",
            email="mara@larkmead.example",
            role="dsl",
            from_on=["2", "11", "2026"],
            share="instead",
        )

        assert "Mara Quill is DSL at Larkmead Academy from" in page.soup.get_text()
        made = session.scalars(select(DslAppointment).filter_by(named_by="school")).one()
        assert made.person.name == "Mara Quill"

    def test_asks_whether_it_is_the_same_person(self, browser, told):
        known = PersonFactory(first_name="Mara", last_name="Quill", email="mara.q@other.example")
        object_session(known).commit()

        page = browser.submit(
            f"/settings/checks/told/{told['new'].id}",
            first_name="Mara",
            last_name="Quill",
            email="mara@larkmead.example",
            role="dsl",
            from_on=["2", "11", "2026"],
        )

        assert page.status == 422
        assert "Is it the same person?" in page.main

    def test_ends_who_has_left(self, browser, told, lead):
        page = sent(browser, f"/settings/checks/told/{told['over'].id}/end")

        assert (
            "The last day of Idris Vale in the role is 20 November 2026." in page.soup.get_text()
        )
        assert lead.until_on == date(2026, 11, 21)

    def test_leaves_out_with_a_reason(self, browser, told):
        address = f"/settings/checks/told/{told['new'].id}/leave-out"
        assert browser.submit(address, reason=" ").status == 422

        page = sent(browser, address, reason="The head says it is not so.")

        assert "What was told of Mara Quill is left out." in page.soup.get_text()
        assert page.heading == "1 change of DSLs waits for your yes"

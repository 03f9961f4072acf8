from datetime import timedelta

import pytest

from lms.identity import commands as identity
from lms.notifications.models import Message
from tests.support.factories import DutyFactory, EngagementFactory, PersonFactory, UnitFactory


@pytest.fixture
def write(session, clock):
    """Write a message to somebody; ``write(bounced=True)``."""

    def made(person=None, *, minutes=0, **facts):
        at = clock() + timedelta(minutes=minutes)
        one = Message(
            person=person or EngagementFactory().person,
            kind="reminder",
            facts={},
            written_at=at,
            send_at=at,
            **facts,
        )
        session.add(one)
        session.commit()
        return one

    return made


class TestMessages:
    @pytest.fixture(autouse=True)
    def hr(self, browser):
        browser.sign_in(DutyFactory(duty="hr").person)

    def test_are_shown_without_their_words(self, browser, work):
        person = EngagementFactory().person
        identity.ask_link(work, person.email)
        work.session.commit()

        page = browser.get("/messages")

        assert page.heading == "1 message waits to be sent"
        assert page.rows()[0][:2] == [person.name, "a sign-in link"]
        assert page.links()[person.name] == f"/people/{person.id}"

    def test_say_first_what_did_not_arrive_and_what_to_do(self, browser, write, clock):
        lost = write(failed_at=clock(), bounced=True, failure="550 No such mailbox")
        given_up = write(failed_at=clock(), tries=8, failure="Connection refused")
        write(sent_at=clock())

        page = browser.get("/messages")
        bounced = browser.get("/messages?state=bounced")
        failed = browser.get("/messages?state=failed")

        assert page.heading == "2 messages did not arrive"
        assert bounced.rows()[0][0] == lost.person.name
        assert bounced.rows()[0][3] == "came back 550 No such mailbox"
        assert "correct the address" in bounced.main
        assert failed.rows()[0][3] == "given up after 8 tries Connection refused"
        assert "lms doctor" in failed.main
        assert failed.rows()[0][0] == given_up.person.name

    def test_say_when_every_one_was_sent(self, browser, write, clock):
        write(sent_at=clock())

        assert browser.get("/messages").heading == "Every message was sent"
        assert browser.get("/messages?state=waiting").rows() == []

    def test_are_found_by_name(self, browser, write):
        person = EngagementFactory(person=PersonFactory(last_name="Lis")).person
        write(person)
        write()

        assert [row[0] for row in browser.get("/messages?q=lis").rows()] == [person.name]
        assert "anybody of that name" in browser.get("/messages?q=nemo").main

    def test_go_on_page_by_page_even_of_one_instant(self, browser, write):
        person = EngagementFactory().person
        for number in range(53):
            write(person, minutes=number // 30)

        first = browser.get("/messages")
        second = browser.get(first.links()["More messages"])

        assert (len(first.rows()), len(second.rows())) == (50, 3)
        assert len(browser.get("/messages?after=x~y").rows()) == 50

    def test_are_those_of_ones_own_people_only(self, browser, write):
        unit = UnitFactory()
        own = write(EngagementFactory(unit=unit).person)
        write()
        browser.sign_in(DutyFactory(duty="hr", unit=unit).person)

        page = browser.get("/messages")

        assert page.heading == "1 message waits to be sent"
        assert [row[0] for row in page.rows()] == [own.person.name]


class TestWhoSeesMessages:
    def test_an_administrator_does_without_opening_people(self, browser, write):
        one = write()
        browser.sign_in(DutyFactory(duty="administrator").person)

        assert one.person.name not in browser.get("/messages").links()

    def test_a_line_manager_does_not(self, browser):
        browser.sign_in(DutyFactory(duty="line_manager").person)

        assert browser.get("/messages").status == 403

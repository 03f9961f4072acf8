"""Links of the mentoring programme: the head's agreement, yes and no without a sign-in."""

import re

import pytest
from sqlalchemy import select

from lms.appointments import commands as appointments
from lms.appointments.commands import Named
from lms.identity.rules import MENTOR_HEAD, PAIRING, sign
from lms.mentoring import commands
from lms.notifications.models import Message
from lms.notifications.sending import compose
from tests.support.factories import SettingFactory
from tests.support.mentoring import mentor, waiting


@pytest.fixture
def secret(app):
    return app.extensions["lms"].settings.secret_key


@pytest.fixture
def mails(session, app):
    """``mails("mentor_head")``: the words of the messages of a kind."""

    def mails(kind):
        wanted = select(Message).filter_by(kind=kind).order_by(Message.id)
        facts = {"name": "Ada", "to": "a@x.example", "settings": app.extensions["lms"].settings}
        return [
            compose(one.id, kind=kind, facts=one.facts, **facts) for one in session.scalars(wanted)
        ]

    return mails


def path(mail):
    return re.search(r"https://[^/]+(/mentoring/\S+)", mail.text)[1]


class TestHead:
    def test_agrees_by_the_mailed_link(self, browser, work, mails, session):
        found = mentor(work, agreed=False)
        address = path(mails("mentor_head")[0])

        page = browser.get(address)
        assert page.heading == "Do you agree that Verity Quinn mentors?"
        assert browser.submit(address).problems == ["Enter your name and your role"]
        answer = browser.submit(address, name="Petra Osei, headteacher")

        assert browser.get(answer.location).heading == "Thank you: you have agreed"
        session.refresh(found)
        assert found.head_name == "Petra Osei, headteacher"
        assert "Petra Osei, headteacher has agreed" in mails("mentor_agreed")[0].text

    def test_agrees_once(self, browser, work, secret, session):
        found = mentor(work)

        page = browser.submit(
            f"/mentoring/head/{sign(secret, found.id, of=MENTOR_HEAD)}", name="X"
        )

        assert page.heading == "Thank you: you have agreed"
        session.refresh(found)
        assert found.head_name == "Petra Osei, head"

    def test_is_asked_nothing_once_the_offer_is_taken_back(self, browser, work, secret):
        found = mentor(work, agreed=False)
        commands.withdraw(work, found.person_id)

        assert (
            browser.get(f"/mentoring/head/{sign(secret, found.id, of=MENTOR_HEAD)}").status == 404
        )

    @pytest.mark.parametrize("token", ["x", "a.b.c"])
    def test_needs_a_link_that_we_signed(self, browser, token):
        page = browser.get(f"/mentoring/head/{token}")

        assert (page.status, page.heading) == (404, "This link does not work")


class TestAnswer:
    @pytest.fixture
    def sent(self, work):
        need, profile = waiting(work), mentor(work)
        return commands.send(work, need.id, profile.person_id)

    @pytest.fixture
    def links(self, sent, secret):
        return {
            side: f"/mentoring/answer/{side}/{sign(secret, sent.id, of=PAIRING[side])}"
            for side in PAIRING
        }

    def test_shows_enough_to_decide_and_no_more(self, browser, links, sent):
        page = browser.get(links["mentor"])

        assert page.heading == "Would you help Dylan Rahman?"
        for said in ("Rahman School", "primary", "Monday", "To feel sure", "1 December 2026"):
            assert said in page.main
        assert sent.need.person.email not in page.main
        mentee = browser.get(links["mentee"])
        assert mentee.heading == "Would you like Verity Quinn as your mentor?"
        assert sent.mentor.email not in mentee.main

    def test_yes_of_both_makes_a_pair(self, browser, links, mails, session, sent):
        browser.submit(links["mentee"], say="yes")
        assert browser.get(links["mentee"]).heading == "Thank you: you said yes"
        answer = browser.submit(links["mentor"], say="yes")

        assert browser.get(answer.location).heading == "You and Dylan Rahman are a pair"
        session.refresh(sent)
        assert sent.paired_at is not None
        assert {one.subject for one in mails("mentor_paired")} == {
            "You and Dylan Rahman are a mentoring pair",
            "You and Verity Quinn are a mentoring pair",
        }

    def test_no_ends_it(self, browser, links, session, sent):
        answer = browser.submit(links["mentee"], say="no")

        assert browser.get(answer.location).heading == "This can be answered no longer"
        page = browser.submit(links["mentor"], say="yes")
        assert page.problems == [
            "This can be answered no longer. Your coordinator will write to you."
        ]
        session.refresh(sent)
        assert (sent.ended_for, sent.ended_by) == ("declined", "mentee")

    def test_lapses_after_five_school_days(self, browser, links, clock):
        clock.move(days=8)

        assert browser.get(links["mentor"]).heading == "This can be answered no longer"
        assert browser.submit(links["mentor"], say="yes").status == 422

    def test_needs_an_answer(self, browser, links):
        assert browser.submit(links["mentor"]).problems == ["Choose yes or no"]

    def test_one_side_s_link_does_not_answer_for_the_other(self, browser, links):
        token = links["mentor"].rpartition("/")[2]

        assert browser.get(f"/mentoring/answer/mentee/{token}").status == 404
        assert browser.get(f"/mentoring/answer/nobody/{token}").status == 404

    def test_the_mails_lead_there(self, browser, sent, mails):
        assert (
            browser.get(path(mails("mentor_asked")[0])).heading == "Would you help Dylan Rahman?"
        )
        assert "Verity Quinn" in browser.get(path(mails("mentor_proposed")[0])).heading


def test_a_new_dsl_is_told_that_they_wait(work, mails):
    setting = SettingFactory(name="Elm Row Primary")
    named = Named(first_name="Ada", last_name="Bell", email="ada@elm.example")
    facts = {"role": "dsl", "from_on": work.today, "named_by": "coordinator"}
    appointments.appoint(work, setting.id, named, **facts)

    (mail,) = mails("mentor_needed")
    assert "designated safeguarding lead (DSL) at Elm Row Primary" in mail.text
    assert "/mentoring/ask" in mail.text

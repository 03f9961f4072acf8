"""The weekly question by its link, HR's yes or no, and starters by a team's code."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import object_session

from lms.answers import commands, rules
from lms.answers.models import Report, TeamCode, TeamQuestion
from lms.identity.rules import ANSWER, sign
from lms.notifications import commands as notifications
from lms.people.models import Engagement, Person
from tests.support.factories import DutyFactory, EngagementFactory, PersonFactory, UnitFactory

TODAY = date(2026, 11, 24)
ADA = {
    "first_name": "Ada",
    "last_name": "Oyelaran",
    "email": "ada@marlshire.example",
    "kind": "temporary",
    "agency": "",
    "starts_on": ["16", "11", "2026"],
}
MISSING = {f"missing-0-{key}": value for key, value in ADA.items()}


@pytest.fixture
def manager():
    unit = UnitFactory(name="Court Team")
    person = PersonFactory(first_name="Ines", last_name="Calloway")
    made = EngagementFactory(person=person, unit=unit).person
    DutyFactory(person=made, duty="line_manager")
    return made


@pytest.fixture
def starter(manager):
    person = PersonFactory(first_name="Kit", last_name="Sorley")
    return EngagementFactory(person=person, manager=manager, starts_on=date(2026, 11, 16))


@pytest.fixture
def link(app, session, manager, starter):
    """The address in the mail of this week."""
    asked = TeamQuestion(
        manager_id=manager.id,
        week=date(2026, 11, 23),
        asked_at=starter.created_at,
        open_until=date(2026, 12, 7),
        engagement_ids=[str(starter.id)],
    )
    session.add(asked)
    session.commit()
    return f"/answers/{sign(app.extensions['lms'].settings.secret_key, asked.id, of=ANSWER)}"


def sent(browser, url, **data):
    return browser.get(browser.submit(url, **data).location)


class TestLink:
    def test_opening_it_changes_nothing(self, browser, link, session):
        page = browser.get(f"{link}?say=complete")

        assert page.heading == "Is anybody missing from your team?"
        assert "Kit Sorley, from 16 November 2026" in page.main
        assert page.soup.select_one("[name=complete][checked]")["value"] == "complete"
        assert session.scalars(select(TeamQuestion)).one().answered_at is None

    def test_shows_nobody_else_of_the_team(self, browser, link, manager, session):
        EngagementFactory(manager=manager, person=PersonFactory(last_name="Haverford"))
        session.commit()

        assert "Haverford" not in browser.get(link).soup.get_text()

    def test_nobody_is_missing(self, browser, link, session):
        page = sent(browser, link, complete="complete")

        assert "It is noted that nobody is missing" in page.main
        assert session.scalars(select(TeamQuestion)).one().is_complete

    def test_somebody_is_missing_and_somebody_has_left(self, browser, link, starter, session):
        gone = {
            "left-0-engagement_id": starter.id.hex,
            "left-0-gone": "y",
            "left-0-last_on": ["20", "11", "2026"],
        }
        page = sent(browser, link, complete="missing", **MISSING, **gone)

        assert "Ada Oyelaran is missing; first day 16 November 2026" in page.main
        assert "Kit Sorley has left; last day 20 November 2026" in page.main
        assert starter.ends_on is None

    def test_keeps_what_was_entered_and_says_what_is_missing(self, browser, link, starter):
        wrong = {**MISSING, "missing-0-kind": "agency", "missing-0-starts_on": ["31", "2", "2026"]}
        gone = {"left-0-engagement_id": starter.id.hex, "left-0-gone": "y"}

        page = browser.submit(link, complete="missing", **wrong, **gone)

        assert page.status == 422
        for words in ("Enter the agency", "There is no day 31 2 2026", "Enter the last day"):
            assert words in page.main
        assert page.soup.select_one("[name=missing-0-first_name]")["value"] == "Ada"
        for fault in page.soup.select(".govuk-error-summary a"):
            assert page.soup.find(id=fault["href"][1:]) is not None

    def test_asks_who_is_missing(self, browser, link):
        page = browser.submit(link, complete="missing")

        assert "Enter who is missing" in page.problems
        assert browser.submit(link).problems == ["Say whether anybody is missing"]

    def test_adds_a_row(self, browser, link):
        page = browser.submit(link, **MISSING, more="1")

        assert page.status == 200
        assert page.soup.select_one("[name=missing-0-first_name]")["value"] == "Ada"
        assert page.soup.select_one("[name=missing-1-first_name]") is not None

    def test_is_over_after_two_weeks(self, browser, link, clock):
        clock.move(days=15)

        assert browser.get(link).status == 410

    def test_tells_nothing_with_half_a_link(self, browser, link):
        page = browser.get(link[:-2])

        assert page.status == 404
        assert "Calloway" not in page.soup.get_text()

    def test_the_mail_says_what_it_is_and_carries_the_link(self, work, manager, starter):
        work.settings = work.settings.__class__(**{**vars(work.settings), "weekly_question": 2})
        commands.ask_managers(work)
        post = []

        @contextmanager
        def opens():
            yield work

        notifications.send_due(opens, lambda mail, *_: post.append(mail), Path())

        (mail,) = post
        assert mail.subject == "Is anybody missing from your team?"
        assert "Kit Sorley, from 16 November 2026" in mail.text
        assert "?say=complete" in mail.text


class TestQueue:
    @pytest.fixture
    def told(self, browser, link, starter, session):
        gone = {
            "left-0-engagement_id": starter.id.hex,
            "left-0-gone": "y",
            "left-0-last_on": ["20", "11", "2026"],
        }
        browser.submit(link, complete="missing", **MISSING, **gone)
        browser.sign_in(DutyFactory(duty="hr").person)
        return {one.kind: one for one in session.scalars(select(Report))}

    def test_shows_what_waits_and_who_answered(self, browser, told):
        page = browser.get("/people/reports")

        assert page.heading == "2 things managers told wait for your yes"
        assert "Ada Oyelaran is missing" in page.main
        assert "1 of 1 manager answered" in browser.get("/people/coverage").main

    def test_adds_who_is_missing_by_the_form_filled_in(self, browser, told, session):
        address = f"/people/add?report={told['missing'].id}"
        page = browser.get(address)
        filled = {one["name"]: one.get("value") for one in page.soup.select("main input")}
        assert (filled["first_name"], filled["manager"]) == ("Ada", told["missing"].manager.email)

        page = sent(
            browser,
            "/people/add",
            **{**ADA, "starts_on": ["16", "11", "2026"]},
            unit=session.scalars(select(Engagement.unit_id)).first().hex,
            who="other",
            manager=told["missing"].manager.email,
            report=told["missing"].id.hex,
            send="now",
        )

        assert page.heading == "1 thing managers told waits for your yes"
        added = session.scalars(select(Person).filter_by(last_name="Oyelaran")).one()
        assert added.engagements[0].manager.name == "Ines Calloway"
        assert told["missing"].engagement_id == added.engagements[0].id

    def test_ends_who_has_left(self, browser, told, starter):
        page = sent(browser, f"/people/reports/{told['left'].id}/end")

        assert "The last day of Kit Sorley is 20 November 2026." in page.soup.get_text()
        assert starter.ends_on == date(2026, 11, 20)

    def test_refuses_with_a_reason(self, browser, told):
        address = f"/people/reports/{told['missing'].id}/refuse"
        assert browser.submit(address, reason=" ").status == 422

        page = sent(browser, address, reason="She works for Health.")

        assert "What was told of Ada Oyelaran is not taken." in page.soup.get_text()

    def test_asks_a_manager_again(self, browser, link, session):
        browser.sign_in(DutyFactory(duty="hr").person)
        (asked,) = session.scalars(select(TeamQuestion))

        page = sent(browser, f"/people/reports/questions/{asked.id}/again")

        assert "Ines Calloway is asked once more." in page.soup.get_text()

    def test_says_when_nothing_waits(self, browser):
        browser.sign_in(DutyFactory(duty="hr").person)

        assert browser.get("/people/reports").heading == "Nothing managers told waits for you"


class TestCode:
    @pytest.fixture
    def code(self, browser, manager, session):
        browser.sign_in(manager)
        unit = manager.engagements[0].unit_id.hex
        browser.submit("/team/codes", unit=unit)
        return session.scalars(select(TeamCode)).one()

    @pytest.fixture
    def typed(self, app, code):
        return rules.code(app.extensions["lms"].settings.secret_key, code.id)

    def test_is_printed_with_a_picture(self, browser, code, typed):
        page = browser.get(f"/team/codes/{code.id}")

        assert typed in page.main
        assert page.soup.select_one("img[src^=data]") is not None
        assert typed in browser.get("/team/codes").main

    def test_lets_a_starter_in_once_the_manager_says_so(
        self, browser, code, typed, manager, session
    ):
        browser.sign_out()
        assert browser.get(f"/join/{typed}").soup.select_one("[name=code]")["value"] == typed
        page = sent(browser, "/join", code=typed, **ADA)
        assert page.heading == "Thank you: your manager is told"

        browser.sign_in(manager)
        assert "entered themselves by your team’s code" in browser.get("/team").main
        page = browser.get("/team/codes")
        assert page.heading == "1 starter waits for you to confirm them"
        (report,) = session.scalars(select(Report))
        browser.get(f"/people/add?report={report.id}")
        sent(
            browser,
            "/people/add",
            **ADA,
            unit=code.unit_id.hex,
            who="me",
            report=report.id.hex,
            send="now",
        )

        added = session.scalars(select(Person).filter_by(last_name="Oyelaran")).one()
        assert (added.engagements[0].source, report.outcome) == ("Team code", "entered")

    def test_answers_alike_whoever_is_known(self, browser, code, typed, session):
        EngagementFactory(person=PersonFactory(email=ADA["email"]))
        session.commit()
        browser.sign_out()

        assert browser.submit("/join", code=typed, **ADA).location.endswith("/join/thanks")

    def test_says_what_is_wrong_beside_it(self, browser, code):
        browser.sign_out()
        wrong = {**ADA, "email": "", "kind": "agency", "starts_on": ["", "", ""]}

        page = browser.submit("/join", code="0000-0000", **wrong)

        for words in (
            "Enter an email address",
            "Enter the agency",
            "Enter the first day, for example 30 11 2026",
        ):
            assert words in page.problems
        page = browser.submit("/join", code="0000-0000", **ADA)
        assert "This code does not work" in page.problems[0]
        assert page.soup.select_one("[name=first_name]")["value"] == "Ada"

    def test_stops_and_refuses_all_who_wait(self, browser, code, typed, manager, session):
        browser.submit("/join", code=typed, **ADA)
        browser.sign_in(manager)

        page = sent(browser, f"/team/codes/{code.id}/stop", waiting="refuse")

        assert "The code works no longer." in page.soup.get_text()
        assert page.heading == "Your team’s code"

    def test_says_that_somebody_is_not_theirs(self, browser, code, typed, manager, session):
        browser.submit("/join", code=typed, **ADA)
        (report,) = session.scalars(select(Report))
        browser.sign_in(manager)

        page = sent(browser, f"/team/codes/joined/{report.id}/refuse", reason="Nobody knows her.")

        assert "Ada Oyelaran is not added." in page.soup.get_text()

    def test_is_nobody_elses(self, browser, code, session):
        browser.submit("/join", code="x")
        other = EngagementFactory().person
        DutyFactory(person=other, duty="line_manager")
        object_session(other).commit()
        browser.sign_in(other)

        assert browser.get(f"/team/codes/{code.id}").status == 404
        assert browser.get(f"/team/codes/{code.id}/stop").status == 404

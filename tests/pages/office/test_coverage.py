"""Coverage in the browser: what was missed, who it is, and what to do about it."""

import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from lms.coverage.models import NotStarter
from lms.identity.models import Invitation
from lms.notifications.models import Message
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    PersonFactory,
    UnitFactory,
)
from tests.support.factories.proof import InvitationFactory

THEN = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def hr(browser):
    person = EngagementFactory(person__first_signed_in_at=THEN).person
    return browser.sign_in(DutyFactory(duty="hr", person=person).person)


def starter(**others):
    return EngagementFactory(starts_on=date(2026, 11, 2), **others)


class TestPage:
    def test_says_how_many_were_not_reached(self, browser, hr):
        starter()
        InvitationFactory(person=starter().person)

        page = browser.get("/people/coverage")

        assert page.heading == "1 of 3 people not reached"
        assert "never invited" in page.main

    def test_opens_every_figure(self, browser, hr):
        for kind in ("permanent", "temporary"):
            starter(kind=kind)
        page = browser.get("/people/coverage")
        hrefs = {one for one in page.links().values() if one.startswith("/people/coverage")}

        for href in hrefs:
            if ".csv" not in href:
                assert browser.get(href).status == 200, href

    @pytest.mark.parametrize("by", ["kind", "agency", "unit", "week", "source"])
    def test_groups(self, browser, hr, by):
        starter(kind="agency", agency=AgencyFactory(name="Caretemps"), source="Caretemps")

        assert browser.get(f"/people/coverage?by={by}").status == 200

    def test_asks_as_often_for_many(self, browser, hr):
        for _ in range(30):
            starter()

        assert browser.get("/people/coverage", most=12).status == 200
        assert browser.get("/people/coverage/list", most=12).status == 200

    def test_draws_the_flow_with_its_table(self, browser, hr):
        starter()

        page = browser.get("/people/coverage")

        assert page.soup.select_one("svg title, svg [role=img], svg[role=img]") is not None
        assert "Certified" in page.main

    def test_is_as_at_a_day_and_says_which_day_cannot_be(self, browser, hr):
        assert browser.get("/people/coverage?day=30&month=2&year=2026").status in {200, 422}

    def test_is_not_for_coordinators_and_learners(self, browser):
        agency = AgencyFactory()
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)
        assert browser.get("/people/coverage").status == 403
        browser.sign_in(EngagementFactory().person)
        assert browser.get("/people/coverage").status == 403

    def test_shows_an_officer_of_a_unit_that_unit(self, browser):
        team = UnitFactory()
        inside, outside = starter(unit=team), starter()
        browser.sign_in(DutyFactory(duty="hr", unit=team).person)

        page = browser.get("/people/coverage/list")

        assert inside.person.name in page.main
        assert outside.person.name not in page.main

    def test_comes_as_a_sheet_that_runs_nothing(self, browser, hr):
        starter(person__name="=1+1", person__first_name="=1")

        answer = browser.client.get("/people/coverage/list.csv")

        assert answer.status_code == 200
        assert "'=1+1" in answer.get_data(as_text=True)


class TestSteps:
    def test_invite_those_ticked_once(self, browser, hr, session):
        some = [starter(), starter()]
        page = browser.get("/people/coverage/list?stage=never_invited")
        seen = page.soup.select_one("[name=seen]")["value"]

        for _ in range(2):
            answer = browser.submit(
                "/people/coverage/do",
                chosen=[one.person_id.hex for one in some],
                step="invite",
                seen=seen,
            )
            assert answer.status == 302

        assert session.scalar(select(func.count()).select_from(Invitation)) == 2

    def test_ask_the_manager_by_mail(self, browser, hr, session):
        manager = PersonFactory()
        one = starter(manager=manager)

        browser.submit("/people/coverage/do", chosen=[one.person_id.hex], step="ask")

        (message,) = session.scalars(select(Message).filter_by(kind="asked"))
        assert message.person_id == manager.id
        assert message.facts["people"] == [one.person.name]

    def test_mark_as_no_starter_asks_why_and_is_taken_back(self, browser, hr, session):
        one = starter()
        asked = browser.submit(
            "/people/coverage/do", chosen=[one.person_id.hex], step="not_a_starter"
        )
        assert "Why are they not starters?" in asked.main
        missing = browser.submit(
            "/people/coverage/mark", chosen=[one.person_id.hex], engagement=[one.id.hex]
        )
        assert missing.problems == ["Say why, so that it can be understood later"]

        browser.submit(
            "/people/coverage/mark",
            chosen=[one.person_id.hex],
            engagement=[one.id.hex],
            reason="never_started",
        )
        assert one.ends_on == one.starts_on
        mark = session.scalars(select(NotStarter)).one()
        assert one.person.name in browser.get("/people/coverage/marked").main

        browser.submit(f"/people/coverage/marked/{mark.id}/take-back")
        assert one.ends_on is None

    def test_need_somebody_ticked(self, browser, hr):
        page = browser.submit("/people/coverage/do", step="invite")

        assert page.problems == ["Tick at least one person, then choose what to do"]

    def test_are_not_an_auditors(self, browser, session):
        one = starter()
        browser.sign_in(DutyFactory(duty="auditor").person)

        page = browser.submit("/people/coverage/do", chosen=[one.person_id.hex], step="invite")

        assert page.status == 403
        assert not session.scalar(select(func.count()).select_from(Invitation))

    def test_reach_nobody_of_another_unit(self, browser, session):
        outside = starter()
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        browser.submit("/people/coverage/do", chosen=[outside.person_id.hex], step="invite")

        assert not session.scalar(select(func.count()).select_from(Invitation))


class TestHidden:
    def test_three_whom_nobody_knew_are_found_on_a_list(self, browser, hr, lms_check):
        known = [starter(person__name=f"Known {n}").person for n in ("Ash", "Birch", "Cedar")]
        hidden = ["Sorrel Hart", "Tansy Wold", "Yarrow Pike"]
        rows = [(one.name, one.email) for one in known]
        rows[1:1] = [(one, f"{one.split()[0].lower()}@rota.example") for one in hidden]
        text = "Name,Email\n" + "".join(f"{name},{email}\n" for name, email in rows)

        page = browser.submit("/people/check", file=(io.BytesIO(text.encode()), "rota.csv"))
        status, document = lms_check(text)

        assert all(one in page.main for one in hidden)
        assert status == 1
        assert [one["name"] for one in document["unknown"]] == hidden
        page.response.request.environ["wsgi.input"].close()


@pytest.fixture
def lms_check(app, tmp_path, capsys):
    import json

    from lms.cli import run

    def call(text):
        path = tmp_path / "rota.csv"
        path.write_text(text)
        try:
            run(lambda **_: app, ["people", "check", str(path), "--format", "json"])
        except SystemExit as end:
            return int(end.code or 0), json.loads(capsys.readouterr().out)
        return 0, {}

    return call

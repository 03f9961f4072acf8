"""Lists that come again and again."""

import pytest
from sqlalchemy import select

from lms.audit.models import AuditRow
from lms.intake import commands
from lms.intake.models import Source
from tests.support.factories import DutyFactory, UnitFactory
from tests.support.lists import row, upload


@pytest.fixture(autouse=True)
def hr(browser):
    return browser.sign_in(DutyFactory(duty="hr").person)


@pytest.fixture
def came(work, clock):
    """Bring HR's list in, so many days apart each time."""

    def come(*gaps):
        for gap in (0, *gaps):
            clock.move(days=gap)
            work.now = clock()
            commands.bring_in(work, upload(row(1)))
        work.session.commit()
        return work.session.scalars(select(Source)).one()

    return come


def told(page):
    (cells,) = [one for one in page.rows() if one[0] == "HR"]
    return [one.replace(" ,", ",") for one in cells]


class TestLists:
    def test_say_how_often_they_come_and_when_they_are_late(self, browser, came, clock):
        came(7, 7, 7)
        clock.move(days=8)
        assert told(browser.get("/imports"))[2].startswith("8 days ago, usually weekly")
        clock.move(days=1)
        page = browser.get("/imports")

        assert told(page)[2].startswith("9 days ago, usually weekly")
        assert page.soup.select(".o-is--overdue")

    def test_say_nothing_of_a_rhythm_that_nobody_knows(self, browser, came, clock):
        came()
        clock.move(days=40)

        assert told(browser.get("/imports"))[2] == "40 days ago 24 November 2026"

    def test_name_who_answers_for_them(self, browser, came, session):
        source = came()
        assert told(browser.get("/imports"))[3] == "nobody named"

        url = f"/imports/lists/{source.id}"
        answer = browser.submit(url, owner=" Jo Payroll,  01632 960 170 ", kind="temporary")

        assert answer.location == "/imports"
        page = browser.get("/imports")
        assert told(page)[3] == "Jo Payroll, 01632 960 170"
        assert told(page)[1] == "Temporary, unless the file says otherwise"
        (event,) = session.scalars(select(AuditRow).where(AuditRow.tag == "source.described"))
        assert event.data == {"source": "HR", "changed": ["kind", "owner"]}

    def test_keep_what_was_typed_when_it_is_too_long(self, browser, came, session):
        source = came()

        page = browser.submit(f"/imports/lists/{source.id}", owner="x" * 201, kind="")

        assert page.status == 422
        assert page.problems == ["Use at most 200 characters."]
        assert page.soup.select_one("#owner")["value"] == "x" * 201
        assert source.owner is None

    def test_show_what_is_known_and_change_nothing_by_saving_it(self, browser, came, session):
        source = came()
        browser.submit(f"/imports/lists/{source.id}", owner="Jo", kind="")
        page = browser.get(f"/imports/lists/{source.id}")
        browser.submit(f"/imports/lists/{source.id}", owner="Jo", kind="")

        assert page.soup.select_one("#owner")["value"] == "Jo"
        tags = session.scalars(select(AuditRow.tag)).all()
        assert tags.count("source.described") == 1

    def test_are_for_whoever_brings_in_the_whole_councils_people(self, browser, came):
        source = came()
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        assert browser.get(f"/imports/lists/{source.id}").status == 403
        assert browser.submit(f"/imports/lists/{source.id}", owner="Jo", kind="").status == 403
        assert source.owner is None

    def test_stand_beside_every_other_way_in(self, browser, came, work, session):
        came()
        commands.heard_from(work, "SCIM", way="scim")
        session.commit()
        page = browser.get("/imports")

        (cells,) = [one for one in page.rows() if one[0] == "SCIM"]
        assert cells[1:5] == [
            "The council’s directory, by itself",
            "today 24 November 2026",
            "nobody named",
            "0",
        ]
        assert (
            "Nobody has come yet by managers who add starters, starters by a team’s code"
            in page.main
        )

    def test_ask_of_another_way_in_only_who_answers_for_it(self, browser, work, session):
        commands.heard_from(work, "SCIM", way="scim")
        session.commit()
        source = session.scalars(select(Source)).one()
        page = browser.get(f"/imports/lists/{source.id}")
        assert page.heading == "The way in SCIM"
        assert not page.soup.select("#kind")

        browser.submit(f"/imports/lists/{source.id}", owner="Sam Directory", kind="agency")

        session.refresh(source)
        assert (source.owner, source.kind) == ("Sam Directory", None)

    def test_are_told_of_in_the_record(self, browser, came):
        source = came()
        browser.submit(f"/imports/lists/{source.id}", owner="Jo", kind="")
        browser.sign_in(DutyFactory(duty="auditor").person)

        assert "What is known of HR was changed." in browser.get("/record").main

import csv
import io
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from lms.compliance import sheets
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    ObligationFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.factories.content import EditionFactory
from tests.support.factories.proof import InvitationFactory, ProofFactory


@pytest.fixture
def hr(browser):
    return browser.sign_in(DutyFactory(duty="hr").person)


@pytest.fixture
def late(session):
    one = ObligationFactory(due_on=date(2026, 11, 23))
    InvitationFactory(person=one.engagement.person)
    return one


class TestCompliance:
    def test_heading_says_who_is_not_enrolled(self, browser, hr):
        EngagementFactory()

        page = browser.get("/compliance")

        assert page.heading == "2 people are not enrolled"

    def test_figures_open_into_their_people(self, browser, hr, late):
        page = browser.get("/compliance")
        (href,) = [href for href in page.links().values() if "standing=overdue" in href]

        assert late.engagement.person.name in browser.get(href).main

    def test_obligations_open_into_their_lines(self, browser, hr, late):
        page = browser.get("/compliance?by=requirement")
        (href,) = [href for href in page.links().values() if "status=overdue" in href]

        assert [row[0] for row in browser.get(href).rows()] == [late.engagement.person.name]

    def test_can_be_asked_for_a_past_day(self, browser, hr, late):
        page = browser.get("/compliance?as_at=20/11/2026")

        assert "As it was on 20 November 2026" in page.main
        assert not [href for href in page.links().values() if "status=overdue" in href]

    def test_says_so_where_the_day_cannot_be_read(self, browser, hr):
        page = browser.get("/compliance?as_at=31/02/2026")

        assert page.status == 422
        assert page.problems == ["31/02/2026 is not a day. Enter one like 23/11/2026."]
        assert page.soup.select_one("#filter-as_at")["value"] == "31/02/2026"

    def test_can_be_asked_as_it_was_known(self, browser, hr, late, session):
        one = EngagementFactory(created_at=datetime(2026, 11, 23, 9, tzinfo=UTC))
        InvitationFactory(person=one.person)

        now = browser.get("/compliance?as_at=20/11/2026")
        then = browser.get("/compliance?as_at=20/11/2026&known_on=20/11/2026")

        assert "by all that we know today" in now.main
        assert "by what we knew on 20 November 2026" in then.main
        assert one.person.name in browser.get("/compliance/people?as_at=20/11/2026").main
        kept = browser.get("/compliance/people?as_at=20/11/2026&known_on=20/11/2026").main
        assert one.person.name not in kept

    @pytest.mark.parametrize(
        ("asked", "says"),
        [
            ("as_at=20/11/2026&known_on=19/11/2026", "cannot have been known"),
            ("known_on=25/11/2026", "still to come"),
            ("known_on=nonsense", "is not a day"),
        ],
    )
    def test_says_so_where_nobody_can_have_known(self, browser, hr, asked, says):
        page = browser.get(f"/compliance?{asked}")

        assert page.status == 422
        assert says in page.problems[0]
        assert page.soup.select_one("#filter-known_on")["value"]

    def test_opens_every_list_and_export_as_it_was_known(self, browser, hr, late):
        for path in ("", "/people", "/list", "/starters", "/export.csv", "/people.csv"):
            answer = browser.client.get(
                f"/compliance{path}?as_at=20/11/2026&known_on=20/11/2026&unit=none&q=b"
            )
            assert answer.status_code == 200
            assert answer.data

    def test_draws_the_quarters_starters(self, browser, hr):
        one = ObligationFactory(
            engagement=EngagementFactory(kind="agency", starts_on=date(2026, 10, 5))
        )
        ProofFactory(obligation_id=one.id, from_on=date(2026, 10, 6))

        page = browser.get("/compliance")

        assert "100% of this quarter’s starters have done all that was asked" in page.main
        assert "1 of the 1 starter since 1 October 2026" in page.main
        assert page.soup.select_one("svg.o-chart")["aria-label"].startswith("100% of the")

    def test_shows_a_line_manager_own_people_only(self, browser, late):
        manager = DutyFactory(duty="line_manager").person
        own = EngagementFactory(manager=manager)
        browser.sign_in(manager)

        page = browser.get("/compliance/people")

        assert [row[0] for row in page.rows()] == [own.person.name]

    def test_shows_a_coordinator_own_workers_only(self, browser, late):
        agency = AgencyFactory()
        worker = EngagementFactory(kind="agency", agency=agency)
        EngagementFactory(kind="agency", agency=AgencyFactory())
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)

        assert [row[0] for row in browser.get("/compliance/people").rows()] == [worker.person.name]

    def test_is_refused_to_somebody_without_a_duty(self, browser):
        browser.sign_in(EngagementFactory().person)

        assert browser.get("/compliance").status == 403

    def test_filters_by_unit_and_name(self, browser, hr):
        unit = UnitFactory(name="Court Team")
        person = PersonFactory(first_name="Zoë", last_name="van-Dijk", sort_name="van dijk zoe")
        EngagementFactory(unit=unit, person=person)
        EngagementFactory(unit=unit)

        page = browser.get(f"/compliance/people?unit={unit.id.hex}&q=Zoë")

        assert [row[0] for row in page.rows()] == ["Zoë van-Dijk"]

    def test_opens_a_unit_itself_apart_from_those_below(self, browser, hr):
        service = UnitFactory(name="Family Help")
        team = UnitFactory(name="North", parent=service)
        requirement = RequirementFactory()
        for unit in (service, team, team):
            one = EngagementFactory(unit=unit)
            ObligationFactory(engagement=one, requirement=requirement)

        page = browser.get("/compliance?by=unit")
        opened = browser.get(page.links()["1 overdue, Family Help"])

        assert len(opened.rows()) == 1
        assert "Only Family Help itself." in opened.main

    def test_opens_those_without_an_agency_apart(self, browser, hr):
        requirement = RequirementFactory()
        own = ObligationFactory(requirement=requirement)
        worker = EngagementFactory(kind="agency", agency=AgencyFactory())
        ObligationFactory(engagement=worker, requirement=requirement)

        page = browser.get("/compliance?by=agency")
        opened = browser.get(page.links()["1 overdue, No agency"])

        assert [row[0] for row in opened.rows()] == [own.engagement.person.name]

    def test_figures_of_people_and_of_what_is_owed_open_too(self, browser, hr, late):
        page = browser.get("/compliance?by=requirement")

        people = browser.get(page.links()["1 people, Safeguarding induction"])
        owed = browser.get(page.links()["1 owed, Safeguarding induction"])

        assert [row[0] for row in people.rows()] == [late.engagement.person.name]
        assert owed.heading == "1 training owed"

    @pytest.mark.parametrize("page", ["people", "list", "starters"])
    def test_takes_a_made_up_place_in_a_list_for_its_beginning(self, browser, hr, late, page):
        assert browser.get(f"/compliance/{page}?after=x~y").status == 200
        assert browser.get(f"/compliance/{page}?after=zz").status == 200

    def test_says_how_late_and_how_soon(self, browser, hr, late):
        ObligationFactory(due_on=date(2026, 11, 24), requirement=late.requirement)
        ObligationFactory(due_on=date(2026, 11, 26), requirement=late.requirement)

        states = {row[3] for row in browser.get("/compliance/list?status=owed").rows()}

        assert states == {"1 day late", "due today", "due in 2 days"}

    def test_says_where_somebody_works_and_who_manages_them(self, browser, hr):
        manager = PersonFactory(name="Kofi Mensah")
        person = PersonFactory(last_name="Lis")
        EngagementFactory(unit=UnitFactory(name="Court Team"), manager=manager, person=person)

        row = browser.get("/compliance/people?standing=not_enrolled&q=lis").rows()[0]

        assert row[1:4] == ["permanent, Court Team", "1 September 2026", "Kofi Mensah"]

    def test_says_what_it_is_narrowed_to(self, browser, hr):
        unit = UnitFactory(name="Court Team")

        page = browser.get(f"/compliance?unit={unit.id.hex}&kind=agency")

        assert "Only agency engagements · Court Team and below." in page.main
        assert page.links()["Show everybody"] == "/compliance?by=kind"

    def test_says_first_what_nobody_can_take(self, browser, hr):
        EditionFactory()
        RequirementFactory()

        page = browser.get("/compliance")

        title = "Safeguarding induction"
        assert (
            page.soup.select_one(".o-block--care h2")
            .get_text()
            .startswith(f"Nobody can take {title}")
        )

    def test_asks_the_database_as_often_for_many_as_for_few(self, browser, hr):
        requirement = RequirementFactory()
        for _ in range(60):
            ObligationFactory(requirement=requirement)

        browser.get("/compliance/list", most=8)


class TestStarters:
    @pytest.fixture
    def begun(self, session):
        requirement = RequirementFactory()
        engagements = [
            EngagementFactory(starts_on=date(2026, 10, day), kind="agency") for day in (5, 6, 7, 8)
        ]
        done, late, time, _nothing = engagements
        ProofFactory(
            obligation_id=ObligationFactory(engagement=done, requirement=requirement).id,
            from_on=date(2026, 10, 9),
        )
        ObligationFactory(engagement=late, requirement=requirement, due_on=date(2026, 10, 20))
        ObligationFactory(engagement=time, requirement=requirement, due_on=date(2027, 1, 4))
        InvitationFactory(person=done.person)
        return engagements

    def test_add_up_and_open_into_their_list(self, browser, hr, begun):
        page = browser.get("/compliance")
        figures = page.soup.select("section[aria-labelledby=starters] tbody tr td")
        shown = [one.get_text(" ", strip=True).split()[0] for one in figures]

        assert shown == ["4", "1", "0", "1", "1", "1", "1", "33%"]
        for figure in figures[:-1]:
            link = figure.select_one("a")
            if link:
                number = int(link.get_text(" ", strip=True).split()[0])
                assert len(browser.get(link["href"]).rows()) == number

    def test_say_how_many_days_it_took(self, browser, hr, begun):
        row = browser.get("/compliance/starters?come=done").rows()[0]

        assert row[0] == begun[0].person.name
        assert row[4:] == ["all done", "9 October 2026 after 4 days"]

    def test_begin_with_the_day_that_is_asked(self, browser, hr, begun):
        page = browser.get("/compliance/starters?since=07/10/2026")

        assert page.heading == "2 starters since 7 October 2026"

    def test_say_so_where_the_day_cannot_be_read(self, browser, hr):
        page = browser.get("/compliance/starters?since=31/02/2026")

        assert page.status == 422
        assert page.soup.select_one("[role=alert] a")["href"] == "#filter-since"
        assert page.soup.select_one("#filter-since")["value"] == "31/02/2026"

    def test_go_on_page_by_page(self, browser, hr):
        for _ in range(52):
            EngagementFactory(starts_on=date(2026, 10, 5))

        first = browser.get("/compliance/starters?since=2026-10-05")
        second = browser.get(first.links()["More starters"])

        assert (len(first.rows()), len(second.rows())) == (50, 2)


class TestExport:
    def test_is_the_list_as_csv(self, browser, hr, late):
        answer = browser.client.get("/compliance/export.csv?status=overdue")

        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert rows[0] == list(sheets.LINES.headings)
        assert [row[0] for row in rows[1:]] == [late.engagement.person.name]

    def test_is_the_list_as_a_spreadsheet(self, browser, hr, late):
        answer = browser.client.get("/compliance/export.xlsx")

        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
        answer.close()
        rows = book.get_sheet_by_index(0).to_python()
        assert rows[1][0] == late.engagement.person.name
        assert rows[1][6] == date(2026, 11, 23)

    def test_is_the_people_behind_a_figure(self, browser, hr, late):
        answer = browser.client.get("/compliance/people.csv?standing=overdue")

        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert rows[0] == list(sheets.PEOPLE.headings)
        assert [(row[0], row[7]) for row in rows[1:]] == [(late.engagement.person.name, "overdue")]

    def test_is_the_starters_with_days(self, browser, hr):
        one = ObligationFactory(engagement=EngagementFactory(starts_on=date(2026, 10, 5)))
        ProofFactory(obligation_id=one.id, from_on=date(2026, 10, 9))

        answer = browser.client.get("/compliance/starters.xlsx")

        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
        answer.close()
        row = book.get_sheet_by_index(0).to_python()[1]
        assert row[7:] == ["all done", date(2026, 10, 9), 4.0]

    def test_of_people_and_starters_is_refused_for_no_day(self, browser, hr):
        for file in ("people.csv", "people.xlsx", "starters.csv", "starters.xlsx"):
            assert browser.client.get(f"/compliance/{file}?as_at=31/02/2026").status_code == 422

    def test_runs_no_formula(self, browser, hr):
        person = PersonFactory(name='=HYPERLINK("http://x.example","A")')
        ObligationFactory(engagement=EngagementFactory(person=person))

        answer = browser.client.get("/compliance/export.csv")

        assert "'=HYPERLINK" in answer.text

    def test_is_refused_to_somebody_without_a_duty(self, browser):
        browser.sign_in(EngagementFactory().person)

        assert browser.client.get("/compliance/export.csv").status_code == 403

import csv
import io
from datetime import date

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

    def test_draws_the_quarters_starters(self, browser, hr):
        one = ObligationFactory(
            engagement=EngagementFactory(kind="agency", starts_on=date(2026, 10, 5))
        )
        ProofFactory(obligation_id=one.id, from_on=date(2026, 10, 6))

        page = browser.get("/compliance")

        assert "100% of 1 starter since 1 October 2026" in page.main
        assert page.soup.select_one("svg.o-chart")["aria-label"].startswith("100% of 1")

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

    def test_asks_the_database_as_often_for_many_as_for_few(self, browser, hr):
        requirement = RequirementFactory()
        for _ in range(60):
            ObligationFactory(requirement=requirement)

        browser.get("/compliance/list", most=8)


class TestExport:
    def test_is_the_list_as_csv(self, browser, hr, late):
        answer = browser.client.get("/compliance/export.csv?status=overdue")

        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert rows[0] == list(sheets.HEADINGS)
        assert [row[0] for row in rows[1:]] == [late.engagement.person.name]

    def test_is_the_list_as_a_spreadsheet(self, browser, hr, late):
        answer = browser.client.get("/compliance/export.xlsx")

        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
        answer.close()
        rows = book.get_sheet_by_index(0).to_python()
        assert rows[1][0] == late.engagement.person.name
        assert rows[1][6] == date(2026, 11, 23)

    def test_runs_no_formula(self, browser, hr):
        person = PersonFactory(name='=HYPERLINK("http://x.example","A")')
        ObligationFactory(engagement=EngagementFactory(person=person))

        answer = browser.client.get("/compliance/export.csv")

        assert "'=HYPERLINK" in answer.text

    def test_is_refused_to_somebody_without_a_duty(self, browser):
        browser.sign_in(EngagementFactory().person)

        assert browser.client.get("/compliance/export.csv").status_code == 403

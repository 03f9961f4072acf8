import pytest
from sqlalchemy import select

from lms.people.models import Duty
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    PersonFactory,
    UnitFactory,
)


@pytest.fixture
def administrator(browser):
    return browser.sign_in(DutyFactory(duty="administrator").person)


@pytest.mark.usefixtures("administrator")
class TestDuties:
    def test_show_who_holds_each_over_what(self, browser):
        unit = UnitFactory(name="Court Team")
        held = DutyFactory(duty="hr", unit=unit)

        page = browser.get("/duties")

        assert page.heading == "2 duties are held"
        row = next(row for row in page.rows() if row[0] == held.person.name)
        assert row[1] == "Court Team and below"

    def test_say_what_each_is_for_and_which_nobody_holds(self, browser):
        approver = browser.get("/duties").soup.select_one("#approver").get_text(" ", strip=True)

        assert "Approves an edition before anybody is given it" in approver
        assert "Nobody holds it." in approver

    def test_show_the_first_few_and_lead_to_all(self, browser):
        for _ in range(9):
            DutyFactory(duty="line_manager")

        page = browser.get("/duties")
        assert len(page.soup.select("#line_manager tbody tr")) == 6
        whole = browser.get(page.links()["Show all 9 with the duty of line manager"])

        assert whole.heading == "The duty of line manager"
        assert len(whole.rows()) == 9

    def test_are_found_by_name(self, browser):
        held = DutyFactory(duty="auditor", person=PersonFactory(first_name="Zoë", last_name="Lis"))
        DutyFactory(duty="hr")

        assert [row[0] for row in browser.get("/duties?q=zoe").rows()] == [held.person.name]
        assert "Nobody of that name holds a duty here" in browser.get("/duties?q=nemo").main

    def test_go_on_page_by_page(self, browser):
        for _ in range(52):
            DutyFactory(duty="line_manager", person=PersonFactory())

        first = browser.get("/duties?duty=line_manager")
        second = browser.get(first.links()["More duties"])

        assert (len(first.rows()), len(second.rows())) == (50, 2)

    def test_tell_who_withdrew_which(self, browser, administrator):
        held = DutyFactory(duty="author")
        browser.submit(f"/duties/{held.id}/withdraw")

        row = browser.get("/duties?withdrawn=yes").rows()[0]

        assert row[:2] == [held.person.name, "author"]
        assert row[4] == f"24 November 2026 by {administrator.name}"


class TestWhoSeesDuties:
    def test_an_auditor_reads_and_changes_nothing(self, browser):
        held = DutyFactory(duty="hr")
        browser.sign_in(DutyFactory(duty="auditor").person)

        page = browser.get("/duties")

        assert "Give a duty" not in page.links()
        assert page.links()[held.person.name] == f"/people/{held.person_id}"
        assert browser.get(f"/duties/{held.id}/withdraw").status == 403
        assert browser.get("/duties/give").status == 403

    def test_an_auditor_of_one_unit_sees_those_of_its_people(self, browser):
        unit = UnitFactory()
        inside, outside = DutyFactory(duty="author"), DutyFactory(duty="author")
        EngagementFactory(person=inside.person, unit=unit)
        browser.sign_in(DutyFactory(duty="auditor", unit=unit).person)

        names = [row[0] for row in browser.get("/duties").rows()]

        assert inside.person.name in names
        assert outside.person.name not in names

    def test_hr_does_not(self, browser):
        browser.sign_in(DutyFactory(duty="hr").person)

        assert browser.get("/duties").status == 403


@pytest.mark.usefixtures("administrator")
class TestGive:
    def test_finds_the_person_by_name_or_address(self, browser):
        person = PersonFactory(first_name="Wren", last_name="Ahmed")

        for search in ("ahmed", person.email):
            page = browser.get(f"/duties/give?q={search}")
            assert page.links()["Choose Wren Ahmed"] == f"/duties/give/{person.id}"

        assert "Nobody was found" in browser.get("/duties/give?q=nemo").main
        assert browser.get("/duties/give").rows() == []

    def test_gives_a_duty_over_a_unit(self, browser, session, administrator):
        person, unit = PersonFactory(), UnitFactory(name="Court Team")

        page = browser.submit(f"/duties/give/{person.id}", duty="hr", over=f"unit-{unit.id.hex}")

        held = session.scalars(select(Duty).filter_by(person_id=person.id)).one()
        assert (held.duty, held.unit_id, held.granted_by) == ("hr", unit.id, administrator.id)
        assert page.location == "/duties#hr"
        said = f"{person.name} is now HR officer, over Court Team and all below it."
        assert said in browser.get("/duties").main

    def test_gives_a_coordinator_an_agency(self, browser, session):
        person, agency = PersonFactory(), AgencyFactory()

        browser.submit(
            f"/duties/give/{person.id}",
            duty="agency_coordinator",
            over=f"agency-{agency.id.hex}",
        )

        assert session.scalars(select(Duty.agency_id).filter_by(person_id=person.id)).one()

    def test_needs_a_duty(self, browser):
        page = browser.submit(f"/duties/give/{PersonFactory().id}", over="")

        assert page.status == 422
        assert page.problems == ["Choose a duty"]

    def test_says_beside_the_scope_what_is_wrong_with_it_and_keeps_what_was_chosen(self, browser):
        page = browser.submit(
            f"/duties/give/{PersonFactory().id}", duty="agency_coordinator", over=""
        )

        assert page.problems == ["Choose the agency whose workers the coordinator may see."]
        assert page.soup.select_one("[role=alert] a")["href"] == "#over"
        assert page.soup.select_one("[value=agency_coordinator]").has_attr("checked")

    def test_refuses_what_they_hold(self, browser):
        held = DutyFactory(duty="auditor")

        page = browser.submit(f"/duties/give/{held.person_id}", duty="auditor", over="")

        assert "already holds the duty of auditor" in page.problems[0]

    def test_refuses_a_scope_there_is_not(self, browser):
        page = browser.submit(f"/duties/give/{PersonFactory().id}", duty="hr", over="unit-abc")

        assert page.status == 422


class TestWithdraw:
    def test_asks_first_and_says_what_ends(self, browser, administrator):
        held = DutyFactory(duty="approver")

        page = browser.get(f"/duties/{held.id}/withdraw")

        assert page.heading == f"Withdraw the duty of approver from {held.person.name}"
        assert "Editions that they approved stay approved." in page.main

    def test_takes_it_back(self, browser, session, administrator):
        held = DutyFactory(duty="hr")

        page = browser.submit(f"/duties/{held.id}/withdraw")

        assert page.location == "/duties"
        assert held.withdrawn_by == administrator.id
        assert "is no longer HR officer" in browser.get("/duties").main

    def test_twice_says_that_it_was(self, browser, administrator):
        held = DutyFactory(duty="hr")
        browser.submit(f"/duties/{held.id}/withdraw")
        browser.submit(f"/duties/{held.id}/withdraw")

        assert "withdrawn already" in browser.get("/duties").main

    def test_keeps_the_last_administrator(self, browser, administrator, session):
        own = session.scalars(select(Duty).filter_by(person_id=administrator.id)).one()
        url = f"/duties/{own.id}/withdraw"

        assert "This is your own duty." in browser.get(url).main
        page = browser.submit(url)

        assert page.status == 409
        assert "Give the duty to somebody else first" in page.problems[0]
        assert own.withdrawn_at is None

    def test_of_ones_own_leads_to_ones_own_page(self, browser, administrator, session):
        DutyFactory(duty="administrator")
        own = session.scalars(select(Duty).filter_by(person_id=administrator.id)).one()

        page = browser.submit(f"/duties/{own.id}/withdraw")

        assert "is no longer administrator" in browser.get(page.location).main

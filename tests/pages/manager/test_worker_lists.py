"""An agency's weekly list: sent by the coordinator, answered in plain words, taken in by HR."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from lms.intake.models import Import, Source
from lms.notifications.models import Message
from lms.people.models import Engagement
from tests.support.factories import AgencyFactory, DutyFactory, EngagementFactory, PersonFactory
from tests.support.hr_lists import listed, starter


@pytest.fixture
def agency(browser):
    return AgencyFactory(name="Caretemps")


@pytest.fixture
def coordinator(browser, agency):
    return browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)


@pytest.fixture
def send(browser, agency, coordinator):
    """Send a list; the answer of the form."""

    def send(content, *, name="week-48.csv", to=agency):
        file = (io.BytesIO(content), name)
        answer = browser.submit("/workers/lists", file=file, agency=to.id.hex)
        answer.response.request.environ["wsgi.input"].close()
        return answer

    return send


@pytest.fixture
def sent(browser, send):
    """Send a list and open the answer to it."""

    def sent(*rows, **others):
        answer = send(listed(*rows), **others)
        assert answer.status == 302, answer.problems
        return browser.get(answer.location)

    return sent


def worker(number="900001", **others):
    return starter(number, **{"contract": "Agency", **others})


class TestAnswer:
    def test_says_who_is_new_who_is_known_and_who_is_missing(self, browser, agency, sent):
        EngagementFactory(kind="agency", agency=agency, reference="900001-1")
        gone = EngagementFactory(kind="agency", agency=agency, starts_on=date(2026, 9, 1))

        page = sent(worker("900001"), worker("900002", first="Nell", last="Ash"))

        assert page.heading == "Every row of your list can be read"
        assert "1 known as your workers" in page.main
        assert "1 not among your workers yet" in page.main
        assert page.links()[gone.person.name] == f"/people/{gone.person_id}"
        assert "Nobody ends by being left out" in page.main

    def test_names_each_fault_with_its_row_and_what_to_do(self, sent):
        page = sent(worker(), worker("900002", start="31/02/2026"))

        assert page.heading == "1 row cannot be read"
        (row,) = page.rows()
        assert row[:3] == ["Row 3", "Start Date", "31/02/2026"]

    @pytest.mark.parametrize(
        ("column", "said"), [("contract", "Permanent"), ("agency", "Bluebell Staffing")]
    )
    def test_refuses_rows_that_are_not_its_own_workers(self, browser, send, column, said):
        text = listed(worker()).decode()
        if column == "agency":
            lines = text.splitlines()
            text = f"{lines[0]},Agency\r\n{lines[1]},{said}\r\n"
        else:
            text = text.replace("Agency", said)

        page = browser.get(send(text.encode()).location)

        assert page.heading == "1 row cannot be read"
        assert "Only workers whom Caretemps supplies" in page.main

    def test_of_columns_nobody_knows_says_what_to_call_them(self, browser, send, work):
        content = b"Forename(s) of worker,Kin,Day one\nNell,Ash,2026-11-30\n"

        answer = send(content)

        assert answer.status in {302, 422}
        page = browser.get(answer.location) if answer.location else answer
        assert "First name" in page.main or "headings" in " ".join(page.problems)

    def test_refuses_what_is_no_list_beside_the_field(self, send, work):
        page = send(b"%PDF-1.7 nothing")

        assert page.problems == [
            "This is a PDF, not a list of people. Send the list as CSV or XLSX."
        ]
        assert not work.session.scalar(select(func.count()).select_from(Import))

    def test_asks_for_a_file(self, browser, agency, coordinator):
        page = browser.submit("/workers/lists", agency=agency.id.hex)

        assert page.problems == ["Choose the file"]

    def test_changes_nobody(self, sent, work):
        sent(worker())

        assert not work.session.scalar(
            select(func.count()).select_from(Engagement).where(Engagement.kind == "agency")
        )


class TestWhose:
    def test_is_asked_of_whoever_acts_for_two(self, browser, agency, coordinator, send):
        other = DutyFactory(
            duty="agency_coordinator",
            person=coordinator,
            agency=AgencyFactory(name="Mercury Care"),
        ).agency

        assert "Whose list is it?" in browser.get("/workers/lists").main
        assert send(listed(worker()), to=other).status == 302
        assert [row[1] for row in browser.get("/workers/lists").rows()] == ["Mercury Care"]

    def test_is_never_another_agencys(self, send, work):
        send(listed(worker()), to=AgencyFactory())

        assert work.session.scalars(select(Source.name)).all() == ["Caretemps"]

    def test_another_agencys_list_is_as_none(self, browser, sent):
        url = sent(worker()).url
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=AgencyFactory()).person)
        none = browser.get("/workers/lists/00000000-0000-4000-8000-000000000000")

        page = browser.get(url)

        assert (page.status, page.main) == (none.status, none.main)
        assert browser.get("/workers/lists").rows() == []

    def test_is_no_managers_business(self, browser):
        browser.sign_in(DutyFactory(duty="line_manager").person)

        assert browser.get("/workers/lists").status == 403


class TestCouncil:
    @pytest.fixture
    def officer(self):
        return DutyFactory(duty="hr").person

    def test_hears_of_it_looks_and_takes_it_in(self, browser, officer, coordinator, sent, work):
        url = sent(worker(first="Nell", last="Ash")).url
        message = work.session.scalars(select(Message).filter_by(kind="agency_list")).one()
        made = work.session.scalars(select(Import)).one()

        browser.sign_in(officer)
        page = browser.get("/imports")
        assert message.person_id == officer.id
        assert "nobody has looked at it yet" in page.main
        assert browser.get(f"/imports/{made.id}").heading == "Caretemps has sent in its list"
        browser.submit(f"/imports/{made.id}/look")
        assert browser.get(f"/imports/{made.id}").heading == "1 person will be added"
        browser.submit(f"/imports/{made.id}/accept", invitations="held")

        browser.sign_in(coordinator)
        assert "taken in" in browser.get(url).main
        assert "Nell Ash" in browser.get("/workers").main

    def test_takes_nothing_in_that_nobody_has_looked_at(self, browser, officer, sent, work):
        sent(worker())
        made = work.session.scalars(select(Import)).one()
        browser.sign_in(officer)

        browser.submit(f"/imports/{made.id}/accept", invitations="held")

        assert made.accepted_at is None
        assert "Look at this list first" in browser.get(f"/imports/{made.id}").text

    def test_leaves_rows_of_others_out_when_it_looks_too(self, browser, officer, send, work):
        lines = listed(worker()).decode().splitlines()
        send(f"{lines[0]},Agency\r\n{lines[1]},Bluebell Staffing\r\n".encode())
        made = work.session.scalars(select(Import)).one()
        browser.sign_in(officer)

        browser.submit(f"/imports/{made.id}/look")

        assert browser.get(f"/imports/{made.id}").heading == "1 row cannot be read"

    def test_that_drops_it_is_no_mystery_to_the_agency(
        self, browser, officer, coordinator, sent, work
    ):
        url = sent(worker()).url
        made = work.session.scalars(select(Import)).one()
        browser.sign_in(officer)
        browser.submit(f"/imports/{made.id}/drop")
        browser.sign_in(coordinator)

        assert "did not take this list in" in browser.get(url).main


class TestAgain:
    def test_a_newer_list_takes_the_place_of_one_nobody_looked_at(self, browser, sent, work):
        sent(worker())
        sent(worker(), worker("900002"))

        older, newer = work.session.scalars(select(Import).order_by(Import.made_at, Import.id))
        waiting = [one for one in (older, newer) if one.dropped_at is None]
        assert [one.handed["rows"] for one in waiting] == [2]
        assert work.session.scalar(select(func.count()).select_from(Source)) == 1

    def test_the_same_people_are_known_once_taken_in(self, browser, coordinator, sent, work):
        sent(worker())
        made = work.session.scalars(select(Import)).one()
        browser.sign_in(DutyFactory(duty="hr").person)
        browser.submit(f"/imports/{made.id}/look")
        browser.submit(f"/imports/{made.id}/accept", invitations="held")
        browser.sign_in(coordinator)

        page = sent(worker())

        assert "1 known as your workers" in page.main


class TestAsksAsOftenForMany:
    def test_workers(self, browser, agency, sent):
        for _ in range(30):
            EngagementFactory(kind="agency", agency=agency, person=PersonFactory())

        assert browser.get(sent(worker()).url, most=10).status == 200
        assert browser.get("/workers/lists", most=10).status == 200

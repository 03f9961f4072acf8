"""Certificates of an agency's workers in one file, with an index."""

import csv
import io
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup

from lms.certificates import commands as award
from tests.support.factories import AgencyFactory, DutyFactory, EngagementFactory
from tests.support.factories.content import EditionFactory
from tests.support.factories.learning import CompletionFactory


@pytest.fixture
def agency(browser):
    agency = AgencyFactory(name="Caretemps")
    browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)
    return agency


@pytest.fixture
def certified(agency, work):
    edition = EditionFactory(title="Day-one essentials")

    def certified(first="Nell", last="Ash", **others):
        person = EngagementFactory(
            kind="agency", agency=agency, person__name=f"{first} {last}", **others
        ).person
        found = award.award(work, CompletionFactory(person=person, edition=edition).id)
        work.session.commit()
        return found

    return certified


def downloaded(browser, *people):
    query = "&".join(f"person={one.hex}" for one in people)
    answer = browser.client.get(f"/workers/certificates.zip?{query}")
    assert answer.mimetype == "application/zip"
    return ZipFile(io.BytesIO(answer.data))


def index(found):
    return list(csv.DictReader(io.StringIO(found.read("index.csv").decode("utf-8-sig"))))


class TestBundle:
    def test_holds_every_paper_and_an_index_that_leads_to_it(self, browser, certified):
        papers = [certified(), certified("Odd", "Ås")]

        found = downloaded(browser)

        rows = index(found)
        assert found.testzip() is None
        assert {row["Number"] for row in rows} == {one.number for one in papers}
        assert all(found.read(row["File"]).startswith(b"%PDF") for row in rows)
        page = BeautifulSoup(found.read("index.html"), "html5lib")
        links = [a["href"] for a in page.select("tbody a")]
        assert [row["File"] for row in rows] == links[::2]
        assert links[1].endswith(f"/verify/{rows[0]['Number']}")

    def test_holds_those_of_the_workers_ticked(self, browser, certified):
        wanted, _ = certified(), certified("Odd", "Ås")

        found = downloaded(browser, wanted.person_id)

        assert [row["Number"] for row in index(found)] == [wanted.number]

    def test_leaves_out_what_was_withdrawn(self, browser, certified, work):
        certified()
        gone = certified("Odd", "Ås")
        award.withdraw(work, gone.id, reason="Wrong person")
        work.session.commit()

        assert gone.number not in {row["Number"] for row in index(downloaded(browser))}

    def test_names_no_cell_that_a_spreadsheet_would_run(self, browser, certified):
        certified("=HYPERLINK(1)", "Ash")

        (row,) = index(downloaded(browser))

        assert row["Person"].startswith("'=")

    def test_of_nobody_says_so_on_the_page(self, browser, agency):
        answer = browser.client.get("/workers/certificates.zip")

        assert answer.location == "/workers"
        assert "None of these workers has a certificate yet" in browser.get("/workers").text

    def test_of_too_many_says_what_to_do(self, browser, certified, monkeypatch):
        monkeypatch.setattr("lms.web.manager.worker_papers.MOST", 1)
        certified()
        certified("Odd", "Ås")

        assert browser.client.get("/workers/certificates.zip").location == "/workers"
        assert "Tick the workers" in browser.get("/workers").text

    def test_is_not_for_others(self, browser, certified):
        certified()
        browser.sign_in(DutyFactory(duty="line_manager").person)

        assert browser.client.get("/workers/certificates.zip").status_code == 403


class TestInvitations:
    def test_go_to_everybody_not_reached_once(self, browser, agency, session):
        from lms.identity.models import Invitation

        for _ in range(2):
            EngagementFactory(kind="agency", agency=agency)
        EngagementFactory(kind="agency", agency=agency, person__email=None)
        EngagementFactory()
        assert "Invite 2 workers who were not reached" in browser.get("/workers").main

        for _ in range(2):
            assert browser.submit("/workers/invitations").location == "/workers"

        assert session.query(Invitation).count() == 2
        assert "Invite 2" not in browser.get("/workers").main

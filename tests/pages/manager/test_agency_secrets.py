"""One agency never learns that another's worker exists: every door is tried twice, in a register
without that worker and in one with them, and must give the same answer with the same questions."""

import io
import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import event, select

from lms.certificates import commands as award
from lms.content.models import Edition
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
from tests.support.factories.learning import CompletionFactory
from tests.support.factories.proof import InvitationFactory, ProofFactory
from tests.support.hr_lists import listed, starter

PERSON = UUID("0a0a0a0a-0000-4000-8000-000000000001")
INVITATION = UUID("0a0a0a0a-0000-4000-8000-000000000002")
ENGAGEMENT = UUID("0a0a0a0a-0000-4000-8000-000000000003")
CERTIFICATE = UUID("0a0a0a0a-0000-4000-8000-000000000004")
ADDRESS = "sorrel.hart@staff.example"
NUMBER = "W-4711"
IDS = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
TOKENS = re.compile(r'(name="csrf_token" value=")[^"]+')
"""They tell the second in which they were made, and nothing else."""


PAGES = (
    "/workers",
    "/workers?standing=overdue",
    "/workers/lists",
    f"/workers/certificates.zip?person={PERSON.hex}",
    "/people",
    "/people?state=all",
    "/people?q=Sorrel+Hart",
    f"/people?state=all&q={ADDRESS}",
    f"/people?state=all&q={NUMBER}",
    f"/people/{PERSON}",
    f"/people/{PERSON}/card",
    "/compliance",
    "/compliance?by=agency",
    "/compliance?by=unit",
    "/compliance/list",
    "/compliance/people",
    "/compliance/people?q=hart",
    "/compliance/starters",
    "/compliance/export.csv",
    "/compliance/people.csv",
    "/compliance/starters.csv",
    "/invitations",
    "/certificates",
    f"/certificates/{CERTIFICATE}",
    f"/certificates/{CERTIFICATE}/certificate.pdf",
    f"/engagements/{ENGAGEMENT}/end",
)
FORMS = (
    (f"/people/{PERSON}/invite", {"back": "workers"}),
    ("/invitations", {"chosen": INVITATION.hex, "when": "today"}),
    ("/workers/invitations", {}),
)


@pytest.fixture
def own(browser):
    """A coordinator with a worker of their own, in the team where the other will work."""
    agency = AgencyFactory(name="Caretemps")
    browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)
    team = UnitFactory(name="Court Team")
    requirement = RequirementFactory()
    EditionFactory()
    worker = EngagementFactory(kind="agency", agency=agency, unit=team)
    InvitationFactory(person=worker.person)
    ObligationFactory(engagement=worker, requirement=requirement, due_on=date(2026, 11, 20))
    return agency, team, requirement


@pytest.fixture
def theirs(own, work):
    """Makes the other agency's worker: whole, trained, invited, certified."""

    def make():
        _, team, requirement = own
        person = PersonFactory(
            id=PERSON, first_name="Sorrel", last_name="Hart", name="Sorrel Hart", email=ADDRESS
        )
        engagement = EngagementFactory(
            id=ENGAGEMENT,
            person=person,
            kind="agency",
            agency=AgencyFactory(name="Bluebell Staffing"),
            unit=team,
            reference=NUMBER,
            starts_on=date(2026, 11, 2),
        )
        held = ObligationFactory(engagement=engagement, requirement=requirement)
        InvitationFactory(id=INVITATION, person=person, sent_at=None, send_on=None)
        edition = work.session.scalars(select(Edition)).one()
        completion = CompletionFactory(person=person, edition=edition)
        ProofFactory(obligation_id=held.id, completion_id=completion.id)
        award.award(work, completion.id).id = CERTIFICATE
        work.session.commit()

    return make


@pytest.fixture
def asked(engine):
    """Every question put to the database, without what is asked for."""
    found = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def told(response):
    """All that an answer tells, ids made up for it left out."""
    text = response.get_data(as_text=True) if response.mimetype.startswith("text/") else ""
    where = IDS.sub("(id)", response.location or "")
    text = TOKENS.sub(r"\1(token)", text)
    return response.status_code, where, IDS.sub("(id)", text), response.mimetype


class TestNothingTellsOfAnotherAgencysWorker:
    @pytest.mark.parametrize("url", PAGES)
    def test_on_a_page(self, browser, theirs, asked, url):
        before, questions = told(browser.client.get(url)), list(asked)
        theirs()
        asked.clear()

        assert told(browser.client.get(url)) == before
        assert asked == questions

    @pytest.mark.parametrize(("url", "sent"), FORMS)
    def test_by_a_form(self, browser, theirs, asked, url, sent):
        before, questions = told(browser.client.post(url, data=sent)), list(asked)
        theirs()
        asked.clear()

        assert told(browser.client.post(url, data=sent)) == before
        assert asked == questions

    @pytest.mark.parametrize(
        "row",
        [
            {"email": ADDRESS},
            {"number": NUMBER, "assignment": NUMBER},
            {"first": "Sorrel", "last": "Hart", "start": "02/11/2026", "team": "Court Team"},
            {"first": "Sorrel", "last": "Hart", "email": ADDRESS, "assignment": NUMBER},
        ],
        ids=["address", "number", "name", "all"],
    )
    def test_in_the_answer_to_a_list(self, browser, theirs, asked, row):
        def send():
            asked.clear()
            content = listed(starter(**{"number": "900001", "contract": "Agency", **row}))
            sent = {"file": (io.BytesIO(content), "week.csv"), "agency": agency_of(browser)}
            answer = browser.client.post("/workers/lists", data=sent)
            sent["file"][0].close()
            answer.request.environ["wsgi.input"].close()
            return told(answer), told(browser.client.get(answer.location)), list(asked)

        before = send()
        # The second list takes the place of the first, which is a question more: a third is as
        # the second, so the register changes between those two.
        settled = send()
        theirs()

        again = send()
        assert before[1][0] == 200
        assert again == settled

    def test_in_a_download_of_certificates(self, browser, own, theirs, work):
        agency, *_ = own
        worker = EngagementFactory(kind="agency", agency=agency)
        edition = work.session.scalars(select(Edition)).one()
        completion = CompletionFactory(person=worker.person, edition=edition)
        award.award(work, completion.id)
        work.session.commit()
        before = browser.client.get("/workers/certificates.zip").data
        theirs()

        assert browser.client.get("/workers/certificates.zip").data == before
        url = f"/workers/certificates.zip?person={PERSON.hex}&person={worker.person_id.hex}"
        assert browser.client.get(url).data == before


class TestWhoLeft:
    """A worker who now works through another agency is as nobody to the first, after the grace."""

    @pytest.fixture
    def moved(self, own, work):
        agency, *_ = own
        before = EngagementFactory(
            kind="agency", agency=agency, starts_on=date(2026, 1, 5), ends_on=date(2026, 10, 1)
        )
        EngagementFactory(
            person=before.person,
            kind="agency",
            agency=AgencyFactory(),
            starts_on=date(2026, 10, 5),
        )
        return before.person

    def test_is_on_no_page(self, browser, moved):
        none = told(browser.client.get(f"/people/{PERSON}"))

        assert told(browser.client.get(f"/people/{moved.id}")) == none
        for url in ("/workers", "/people?state=all", f"/people?state=all&q={moved.last_name}"):
            assert f"/people/{moved.id}" not in browser.get(url).text

    def test_within_the_grace_shows_only_what_was_before(self, browser, own, work):
        agency, *_ = own
        before = EngagementFactory(
            kind="agency", agency=agency, starts_on=date(2026, 1, 5), ends_on=date(2026, 11, 13)
        )
        person = before.person
        person.first_signed_in_at = datetime(2026, 11, 20, 9, tzinfo=UTC)
        early, late = (
            award.award(
                work,
                CompletionFactory(
                    person=person,
                    edition=EditionFactory(module_slug=slug, title=slug.capitalize()),
                    completed_on=day,
                ).id,
            )
            for slug, day in (("induction", date(2026, 2, 2)), ("recording", date(2026, 11, 20)))
        )
        work.session.commit()

        page = browser.get(f"/people/{person.id}")

        assert "Induction" in page.main
        assert "Recording" not in page.main
        assert "20 November" not in page.main
        assert browser.get(f"/certificates/{early.id}").status == 200
        assert browser.get(f"/certificates/{late.id}").status == 404
        left = browser.get("/workers").text
        assert f"/certificates/{early.id}/" in left
        assert f"/certificates/{late.id}/" not in left


def agency_of(browser):
    return browser.get("/workers/lists").soup.select_one("[name=agency]")["value"]

from uuid import uuid4

import pytest

from lms.assignment import commands as assignment
from lms.content.events import EditionSeen
from lms.identity import commands as identity
from lms.kernel.events import Event
from lms.learning.events import CheckFailed
from lms.people import commands as people
from lms.web.auditor import said
from lms.web.office import history
from tests.support.factories import DutyFactory, EngagementFactory, UnitFactory
from tests.support.factories.content import EditionFactory


class TestTrail:
    @pytest.fixture
    def somebody(self, work):
        person = EngagementFactory().person
        identity.invite(work, person.id, send_on=None)
        work.session.commit()
        return person

    def test_tells_what_happened_in_words(self, browser, somebody):
        browser.sign_in(DutyFactory(duty="auditor").person)

        page = browser.get("/record")

        assert page.rows()[0][3] == somebody.name
        assert page.rows()[0][4] == "the site"

    def test_says_in_a_sentence_every_kind_of_event(self):
        kinds, known = [Event], set()
        while kinds:
            kind = kinds.pop()
            kinds += kind.__subclasses__()
            if kind.__module__.startswith("lms.") and hasattr(kind, "tag"):
                known.add(kind.tag)

        assert known > {"unit.moved", "person.joined"}
        assert known - said.SAID.keys() - history.SAID.keys() == set()

    def test_names_what_changed_and_where(self, browser, work):
        service = people.ensure_unit(work, "Children", "Family Help")
        team = people.ensure_unit(work, "Unplaced", "North")
        people.move_unit(work, team.id, parent_id=service.id)
        requirement = assignment.begin_requirement(
            work, name="Recording", module_slug="recording", due_days={"": 10}
        )
        assignment.end_requirement(work, requirement.id)
        edition = EditionFactory()
        work.record(EditionSeen(subject_id=edition.id, module_slug=edition.module_slug))
        work.session.commit()
        browser.sign_in(DutyFactory(duty="auditor").person)

        told = [row[2] for row in browser.get("/record").rows()]

        assert "North was moved under Family Help." in told
        assert "Requirement ‘Recording’ began: recording is asked from 24 November 2026." in told
        assert (
            "Requirement ‘Recording’ ended: it holds until the day before 24 November 2026."
            in told
        )
        said = f"Another edition of ‘Safeguarding induction’ was read: {edition.label}."
        assert said in told

    def test_is_narrowed_by_kind_person_and_day(self, browser, somebody, work, clock):
        people.ensure_unit(work, "Children")
        work.session.commit()
        browser.sign_in(DutyFactory(duty="auditor").person)

        units = browser.get("/record?about=unit.").rows()
        concerning = browser.get(f"/record?q={somebody.email}").rows()

        assert [row[2] for row in units] == ["Directorate Children made."]
        assert {row[3] for row in concerning} == {somebody.name}
        assert browser.get("/record?until=23/11/2026").rows() == []
        assert browser.get("/record?since=24/11/2026&until=24/11/2026").rows()

    def test_says_so_where_a_day_cannot_be_read(self, browser, somebody):
        browser.sign_in(DutyFactory(duty="auditor").person)

        page = browser.get("/record?since=31/02/2026")

        assert page.status == 422
        assert page.soup.select_one("[role=alert] a")["href"] == "#filter-since"

    def test_is_for_an_auditor_of_the_whole_council(self, browser, somebody):
        browser.sign_in(DutyFactory(duty="auditor", unit=UnitFactory()).person)

        for url in ("/record", "/record/check"):
            page = browser.get(url)
            assert page.status == 403
            assert "auditor of the whole council" in page.main

    def test_goes_on_behind_the_last(self, browser, work):
        for number in range(55):
            people.ensure_unit(work, f"Directorate {number}")
        work.session.commit()
        browser.sign_in(DutyFactory(duty="auditor").person)

        first = browser.get("/record?about=unit.")
        second = browser.get(first.links()["More events"])

        assert (len(first.rows()), len(second.rows())) == (50, 5)

    def test_can_be_checked(self, browser, somebody):
        browser.sign_in(DutyFactory(duty="auditor").person)

        assert browser.get("/record/check").heading == "The record is intact"

    def test_is_refused_to_hr(self, browser):
        browser.sign_in(DutyFactory(duty="hr").person)

        assert browser.get("/record").status == 403

    def test_names_nobody_who_did_not_pass(self, browser, work):
        person = EngagementFactory().person
        work.record(
            CheckFailed(subject_id=uuid4(), person_id=person.id, module_slug="risk-assessment")
        )
        work.session.commit()
        browser.sign_in(DutyFactory(duty="auditor").person)

        page = browser.get("/record")

        assert browser.get(f"/record?q={person.email}").rows() == []
        assert page.rows()[0][2:] == [
            "A knowledge check of risk-assessment was not passed.",
            "kept private",
            "kept private",
        ]
        assert person.name not in page.text

from uuid import uuid4

import pytest

from lms.identity import commands as identity
from lms.learning.events import CheckFailed
from tests.support.factories import DutyFactory, EngagementFactory


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

        assert page.rows()[0][2:] == [
            "A knowledge check of risk-assessment was not passed.",
            "kept private",
            "kept private",
        ]
        assert person.name not in page.text

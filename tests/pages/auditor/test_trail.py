import pytest

from lms.identity import commands as identity
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

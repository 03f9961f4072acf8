"""Inviting somebody, their card, and signing them out."""

from sqlalchemy import select

from lms.identity import commands as identity
from lms.identity.models import Invitation
from tests.pages.office.people.conftest import NOON
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
)


class TestInvite:
    def button(self, page):
        (form,) = [one for one in page.soup.select("form") if one["action"].endswith("/invite")]
        return {one["name"]: one["value"] for one in form.select("input[name]")}

    def test_sends_one_invitation_however_often_the_button_is_pressed(
        self, browser, hr, session, clock
    ):
        person = EngagementFactory().person
        sent = self.button(browser.get(f"/people/{person.id}"))
        clock.move(seconds=5)
        for _ in range(2):
            page = browser.submit(f"/people/{person.id}/invite", **sent)
            clock.move(seconds=1)

        assert page.location == f"/people/{person.id}"
        assert len(session.scalars(select(Invitation)).all()) == 1

    def test_sends_another_when_asked_on_a_new_page(self, browser, hr, session, clock):
        person = EngagementFactory().person
        for _ in range(2):
            sent = self.button(browser.get(f"/people/{person.id}"))
            clock.move(minutes=1)
            browser.submit(f"/people/{person.id}/invite", **sent)
            clock.move(minutes=1)

        assert len(session.scalars(select(Invitation)).all()) == 2

    def test_is_the_coordinators_too_and_nobody_elses(self, browser):
        agency = AgencyFactory()
        worker = EngagementFactory(kind="agency", agency=agency).person
        stranger = EngagementFactory().person
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)

        assert browser.submit(f"/people/{worker.id}/invite", seen="x").status == 302
        assert browser.submit(f"/people/{stranger.id}/invite").status == 404

    def test_without_an_address_says_what_to_do(self, browser, hr):
        person = EngagementFactory(person__email=None).person

        page = browser.submit(f"/people/{person.id}/invite")

        assert page.status == 409
        assert "print a sign-in card" in page.main


class TestSignOut:
    def test_ends_sessions_and_says_so(self, browser, hr):
        person = EngagementFactory().person

        page = browser.submit(f"/people/{person.id}/sign-out")

        assert person.signed_out_at == NOON
        assert "signed out on every device" in browser.get(page.location).main


class TestCard:
    def test_shows_a_code_once_that_lets_in(self, app, browser, manager, work):
        person = EngagementFactory(person__email=None, manager=manager).person
        assert "once, within 14 days" in browser.get(f"/people/{person.id}/card").main

        page = browser.submit(f"/people/{person.id}/card")

        code = page.soup.select_one(".o-code").get_text()
        assert "training.marlshire.example/sign-in/card" in page.main
        assert page.soup.select_one("img[src^='data:image/svg']")
        assert "It works once, until 8 December 2026, 12.00pm." in page.main
        work.settings = app.extensions["lms"].settings
        assert identity.use_card(work, code).id == person.id

    def test_is_refused_for_somebody_with_a_duty(self, browser, manager):
        person = EngagementFactory(person__email=None, manager=manager).person
        DutyFactory(person=person, duty="hr")

        page = browser.submit(f"/people/{person.id}/card")

        assert page.status == 403
        assert "Ask HR to print it" in page.main

    def test_of_another_team_is_as_for_nobody(self, browser, manager):
        assert browser.get(f"/people/{EngagementFactory().person_id}/card").status == 404

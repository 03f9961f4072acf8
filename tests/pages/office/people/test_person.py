"""A person, with everything that is known of them."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.identity import commands as identity
from lms.notifications.models import Message
from lms.people import commands
from tests.pages.office.people.conftest import NOON
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    GroupMemberFactory,
    ObligationFactory,
    PersonFactory,
    SettingFactory,
    UnitFactory,
)
from tests.support.factories.content import EditionFactory
from tests.support.factories.proof import InvitationFactory, ProofFactory


class TestPerson:
    def test_says_where_they_stand_and_what_they_owe(self, browser, hr):
        one = ObligationFactory(due_on=date(2026, 11, 20))
        InvitationFactory(person=one.engagement.person)

        page = browser.get(f"/people/{one.engagement.person_id}")

        assert page.heading == one.engagement.person.name
        assert page.rows()[0] == [
            "Safeguarding induction",
            "overdue",
            "20 November 2026",
            "Permanent engagement from 1 September 2026",
        ]
        assert "Invited on 1 September 2026. Not signed in yet." in page.main

    def test_shows_what_is_done(self, browser, hr):
        one = ObligationFactory()
        ProofFactory(obligation_id=one.id)
        one.engagement.person.first_signed_in_at = NOON

        page = browser.get(f"/people/{one.engagement.person_id}")

        assert page.rows()[0][1] == "done completed 10 September 2026"
        assert "Signed in for the first time on 24 November 2026" in page.main

    @pytest.mark.parametrize(
        ("person", "said"),
        [
            ({"email": None}, "There is no email address. Print a sign-in card"),
            ({}, "Not invited yet."),
            ({"bounced_at": NOON}, "came back on 24 November 2026"),
        ],
    )
    def test_says_what_stands_between_them_and_their_training(self, browser, hr, person, said):
        one = EngagementFactory(person=PersonFactory(**person))

        page = browser.get(f"/people/{one.person_id}")

        assert said in page.main
        assert page.soup.select_one(".o-card--unknown")

    @pytest.mark.parametrize(
        ("invitation", "said"),
        [
            ({"send_on": None}, "The invitation is held until somebody sends it."),
            ({"send_on": date(2026, 11, 30)}, "The invitation goes out on 30 November 2026."),
            ({"send_on": date(2026, 11, 24)}, "The invitation is on its way."),
        ],
    )
    def test_says_when_an_invitation_goes_out(self, browser, hr, invitation, said):
        one = EngagementFactory()
        InvitationFactory(person=one.person, sent_at=None, **invitation)

        assert said in browser.get(f"/people/{one.person_id}").main

    def test_shows_everything_of_an_engagement(self, browser, hr):
        one = EngagementFactory(
            kind="agency",
            agency=AgencyFactory(name="Caretemps"),
            setting=SettingFactory(name="Larkmead Academy"),
            job_title="Cover worker",
            manager=PersonFactory(name="Kofi Mensah"),
            reference="W-17",
            ends_on=date(2027, 1, 29),
        )

        said = browser.get(f"/people/{one.person_id}").main

        for part in (
            "Caretemps",
            "Larkmead Academy",
            "Cover worker",
            "Kofi Mensah",
            "reference W-17",
            "29 January 2027",
        ):
            assert part in said

    def test_says_what_was_so_from_when_and_when_it_was_learnt(self, browser, hr, manager, work):
        one = EngagementFactory(unit=UnitFactory(name="Fostering"), manager=manager)
        commands.change_engagement(
            work, one.id, unit=UnitFactory(name="Court Team"), since=date(2026, 10, 5)
        )

        browser.sign_in(hr)
        told = browser.get(f"/people/{one.person_id}").main
        browser.sign_in(manager)
        kept = browser.get(f"/people/{one.person_id}").main

        assert "Team Fostering" in told or "team Fostering" in told
        assert "5 October 2026 Team Court Team 24 November 2026, 12.00pm" in " ".join(told.split())
        assert "Fostering" not in kept

    def test_tells_hr_of_duties_groups_and_history(self, browser, hr, work):
        member = GroupMemberFactory(group__name="Writes risk assessments")
        EngagementFactory(person=member.person)
        commands.grant(work, member.person, duty="auditor")
        work.session.commit()

        said = browser.get(f"/people/{member.person_id}").main

        assert "Writes risk assessments" in said
        assert "Given the duty of auditor over the whole council." in said

    def test_leads_hr_to_exempting_and_pausing(self, browser, hr):
        one = ObligationFactory()
        address = f"/people/{one.engagement.person_id}"

        links = browser.get(address).links()

        for text in ("Exempt them from training", "Pause their clocks, or say that they are back"):
            assert browser.get(links[text]).status == 200

    def test_tells_a_manager_no_duties_groups_or_history(self, browser, manager, work):
        member = GroupMemberFactory(group__name="Writes risk assessments")
        EngagementFactory(person=member.person, manager=manager)

        page = browser.get(f"/people/{member.person_id}")

        assert "Writes risk assessments" not in page.main
        assert "What happened" not in page.main
        assert "Correct name or address" not in page.links()

    def test_shows_a_manager_their_part_only(self, browser, manager):
        own = ObligationFactory(
            engagement=EngagementFactory(manager=manager, unit__name="Court Team")
        )
        other = EngagementFactory(person=own.engagement.person, unit__name="Night Team")
        ObligationFactory(engagement=other, requirement__name="Night work")

        said = browser.get(f"/people/{own.engagement.person_id}").main

        assert "Court Team" in said
        assert "Night" not in said

    def test_asks_the_database_no_more_often_for_a_long_history(self, browser, hr, work):
        one = ObligationFactory()
        EditionFactory()
        for n in range(60):
            commands.correct(
                work,
                one.engagement.person_id,
                first_name=f"Ada{n}",
                last_name="Bowen",
                name=None,
                email="ada@marlshire.example",
                other_email=None,
            )
        work.session.commit()

        page = browser.get(f"/people/{one.engagement.person_id}", most=12)
        whole = browser.get(page.links()["Show the whole history"])

        assert len(whole.rows()) > len(page.rows())

    def test_is_the_same_answer_out_of_reach_as_for_nobody(self, browser, manager):
        stranger = EngagementFactory().person
        nobody = browser.get("/people/00000000-0000-4000-8000-000000000000")

        page = browser.get(f"/people/{stranger.id}")

        assert (page.status, page.main) == (nobody.status, nobody.main)
        assert page.status == 404

    def test_of_another_agencys_worker_is_as_for_nobody(self, browser):
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=AgencyFactory()).person)
        worker = EngagementFactory(kind="agency", agency=AgencyFactory()).person
        nobody = browser.get("/people/00000000-0000-4000-8000-000000000000")

        page = browser.get(f"/people/{worker.id}")

        assert (page.status, page.main) == (nobody.status, nobody.main)


class TestCorrect:
    def correct(self, browser, person, **others):
        values = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "name": person.name,
            "email": person.email,
            "other_email": "",
        }
        return browser.submit(f"/people/{person.id}/correct", **(values | others))

    def test_puts_a_name_right(self, browser, hr):
        person = EngagementFactory().person

        page = self.correct(browser, person, name="Ada B. Bowen")

        assert page.location == f"/people/{person.id}"
        assert browser.get(page.location).heading == "Ada B. Bowen"

    def test_of_an_address_asks_again_there(self, browser, hr, session, work):
        person = EngagementFactory().person
        identity.invite(work, person.id, send_on=work.today)
        session.commit()

        self.correct(browser, person, email="right@marlshire.example")

        page = browser.get(f"/people/{person.id}")
        assert "The invitation is on its way." in page.main
        assert len(session.scalars(select(Message)).all()) == 2

    def test_says_at_the_field_whose_address_it_is_not(self, browser, hr):
        person, other = EngagementFactory().person, PersonFactory()

        page = self.correct(browser, person, other_email=other.email)

        assert page.status == 422
        assert "already belongs to somebody" in page.problems[0]
        assert page.soup.select_one("#other_email-error")

    def test_keeps_what_was_typed(self, browser, hr):
        person = EngagementFactory().person

        page = self.correct(browser, person, first_name=" ", email="no address")

        assert page.problems == ["Enter the first name"]
        assert page.soup.select_one("#email")["value"] == "no address"

    def test_refuses_hr_the_address_of_an_administrator(self, browser, hr):
        person = DutyFactory(duty="administrator").person

        page = self.correct(browser, person, email="mine@marlshire.example")

        assert "holds the duty of administrator" in page.problems[0]

    def test_is_refused_to_a_manager(self, browser, manager):
        person = EngagementFactory(manager=manager).person

        assert browser.get(f"/people/{person.id}/correct").status == 403

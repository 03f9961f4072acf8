"""The list of people, one person's page, and what may be done from it."""

import inspect
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from lms.assignment import events as assignment_events
from lms.audit.models import AuditRow
from lms.certificates import events as certificate_events
from lms.identity import commands as identity
from lms.identity import events as identity_events
from lms.identity.models import Invitation
from lms.kernel.events import Event
from lms.learning import events as learning_events
from lms.notifications import events as message_events
from lms.notifications.models import Message
from lms.people import commands
from lms.people import events as people_events
from lms.web.office import history
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    GroupMemberFactory,
    ObligationFactory,
    PersonFactory,
    RequirementFactory,
    SettingFactory,
    UnitFactory,
)
from tests.support.factories.content import EditionFactory
from tests.support.factories.proof import InvitationFactory, ProofFactory

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def hr(browser):
    return browser.sign_in(DutyFactory(duty="hr").person)


@pytest.fixture
def manager(browser):
    return browser.sign_in(DutyFactory(duty="line_manager").person)


def engagement_form(engagement, **others):
    """What the page for changing an engagement would send if nothing was touched."""
    values = {
        "kind": engagement.kind,
        "unit": engagement.unit.id.hex if engagement.unit else "",
        "agency": engagement.agency_id.hex if engagement.agency_id else "",
        "setting": "",
        "job_title": engagement.job_title or "",
        "manager": "",
        "starts_on": engagement.starts_on.strftime("%d %m %Y"),
        "ends_on": engagement.ends_on.strftime("%d %m %Y") if engagement.ends_on else "",
        "submit": "1",
    }
    return values | others


class TestList:
    def test_finds_by_part_of_a_name_whatever_its_accents(self, browser, hr):
        person = PersonFactory(first_name="Zoë", last_name="O’Neill")
        EngagementFactory(person=person)
        EngagementFactory()

        page = browser.get("/people?q=zoe+oneill")

        assert [row[0] for row in page.rows()] == ["Zoë O’Neill"]

    @pytest.mark.parametrize("search", ["ZOE@marlshire.example", "004711-1", "004711"])
    def test_finds_by_address_and_number(self, browser, hr, search):
        person = PersonFactory(email="zoe@marlshire.example")
        EngagementFactory(person=person, reference="004711-1")
        EngagementFactory()

        page = browser.get("/people", most=12)
        assert len(page.rows()) == 3
        page = browser.get(f"/people?q={search}")

        assert [row[0] for row in page.rows()] == [person.name]

    def test_says_where_each_stands(self, browser, hr):
        late = ObligationFactory().engagement.person
        InvitationFactory(person=late)
        EngagementFactory(person__email=None)

        states = {row[0]: row[1] for row in browser.get("/people").rows()}

        assert states[late.name] == "overdue"
        assert "not enrolled no email address" in states.values()

    def test_is_narrowed_by_team_kind_and_when(self, browser, hr):
        unit = UnitFactory()
        below = EngagementFactory(unit=UnitFactory(parent=unit), kind="volunteer")
        coming = EngagementFactory(unit=unit, starts_on=date(2026, 12, 1))
        EngagementFactory(unit=unit)

        narrowed = browser.get(f"/people?unit={unit.id.hex}&kind=volunteer")
        later = browser.get("/people?state=coming")

        assert [row[0] for row in narrowed.rows()] == [below.person.name]
        assert later.heading == "People who are about to start"
        assert [row[0] for row in later.rows()] == [coming.person.name]

    def test_goes_on_where_a_page_ended(self, browser, hr):
        for _ in range(55):
            EngagementFactory()

        first = browser.get("/people")
        second = browser.get(first.links()["More people"])

        assert (len(first.rows()), len(second.rows())) == (50, 6)
        assert "Back to the first people" in second.links()

    def test_shows_a_manager_and_a_coordinator_own_people_only(self, browser, manager):
        own = EngagementFactory(manager=manager).person
        agency = AgencyFactory()
        worker = EngagementFactory(kind="agency", agency=agency).person

        assert [row[0] for row in browser.get("/people?state=all").rows()] == [own.name]
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)
        assert [row[0] for row in browser.get("/people?state=all").rows()] == [worker.name]

    def test_of_nobody_found_says_what_to_try(self, browser, hr):
        page = browser.get("/people?q=nemo")

        assert "Nobody was found" in page.main
        assert page.links()["Add them"] == "/people/add"

    def test_of_an_empty_register_says_where_to_begin(self, browser):
        browser.sign_in(DutyFactory(person=PersonFactory(), duty="hr").person)

        page = browser.get("/people")

        assert "Nobody is here yet" in page.main
        assert "/people/add" in page.links().values()

    def test_keeps_what_was_asked_when_it_means_nothing(self, browser, hr):
        page = browser.get("/people?unit=x&kind=x&state=x&after=x~y")

        assert page.status == 200


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


class TestEnd:
    def test_asks_for_the_day_and_says_what_follows(self, browser, manager):
        one = EngagementFactory(manager=manager)

        page = browser.get(f"/engagements/{one.id}/end")

        assert page.heading == f"End the engagement of {one.person.name} early"
        assert f"Permanent, {one.unit.name}, from 1 September 2026." in page.main
        assert "for 30 more days" in page.main
        assert "HR gives the engagement a later last day" in page.main

    def test_ends_it_and_twice_is_once(self, browser, manager, session):
        one = EngagementFactory(manager=manager)

        for _ in range(2):
            page = browser.submit(f"/engagements/{one.id}/end", ends_on=["30", "11", "2026"])

        assert page.location == f"/people/{one.person_id}"
        assert one.ends_on == date(2026, 11, 30)
        told = select(AuditRow).filter_by(tag="engagement.ended")
        assert len(session.scalars(told).all()) == 1
        said = browser.get(page.location).main
        assert "sign in for their certificates until 30 December 2026" in said

    @pytest.mark.parametrize(
        ("day", "problem"),
        [
            (["", "", ""], "Enter the last day, for example 30 11 2026"),
            (["31", "2", "2026"], "There is no day 31 2 2026 in the calendar."),
            (["1", "8", "2026"], "The last day cannot be before the first day"),
        ],
    )
    def test_says_what_is_wrong_with_a_day(self, browser, manager, day, problem):
        one = EngagementFactory(manager=manager)

        page = browser.submit(f"/engagements/{one.id}/end", ends_on=day)

        assert page.status == 422
        assert page.problems[0].startswith(problem)
        assert page.soup.select_one("#ends_on")["value"] == day[0]

    def test_of_another_managers_person_is_as_for_none(self, browser, manager):
        person = EngagementFactory(manager=manager).person
        other = EngagementFactory(person=person, manager=PersonFactory())
        none = browser.get("/engagements/00000000-0000-4000-8000-000000000000/end")

        page = browser.get(f"/engagements/{other.id}/end")

        assert (page.status, page.main) == (none.status, none.main)
        assert page.status == 404

    def test_is_refused_to_a_coordinator(self, browser):
        agency = AgencyFactory()
        one = EngagementFactory(kind="agency", agency=agency)
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)

        assert browser.get(f"/engagements/{one.id}/end").status == 403


class TestChange:
    def test_takes_back_an_end_too_early(self, browser, hr, work):
        RequirementFactory()
        one = EngagementFactory(ends_on=date(2026, 11, 20))

        page = browser.submit(f"/engagements/{one.id}/change", **engagement_form(one, ends_on=""))

        assert page.location == f"/people/{one.person_id}"
        assert one.ends_on is None
        assert "Safeguarding induction" in browser.get(page.location).main

    def test_shows_the_engagement_as_it_stands(self, browser, hr):
        boss = EngagementFactory(person__name="Kofi Mensah").person
        one = EngagementFactory(manager=boss, job_title="Cover worker")

        page = browser.get(f"/engagements/{one.id}/change")

        assert page.soup.select_one("#manager")["value"] == boss.email
        assert page.soup.select_one("#job_title")["value"] == "Cover worker"
        assert page.soup.select_one("#unit option[selected]")["value"] == one.unit_id.hex
        assert page.soup.select_one("#starts_on")["value"] == "1"

    def test_moves_to_another_team_and_manager(self, browser, hr):
        one, unit = EngagementFactory(), UnitFactory()
        boss = EngagementFactory(person__name="Kofi Mensah", person__sort_name="mensah kofi")

        browser.submit(
            f"/engagements/{one.id}/change",
            **engagement_form(one, unit=unit.id.hex, manager="Kofi Mensah"),
        )

        assert (one.unit_id, one.manager_id) == (unit.id, boss.person_id)

    def test_keeps_a_manager_nobody_touched_even_one_who_left(self, browser, hr):
        boss = PersonFactory()
        one = EngagementFactory(manager=boss)

        browser.submit(
            f"/engagements/{one.id}/change",
            **engagement_form(one, manager=boss.email, job_title="Clerk"),
        )

        assert (one.manager_id, one.job_title) == (boss.id, "Clerk")

    @pytest.mark.parametrize(
        ("wrong", "problem", "field"),
        [
            ({"manager": "Nemo"}, "Nobody who works here is called Nemo.", "manager"),
            ({"kind": "agency"}, "Choose the agency", "agency"),
            ({"new_agency": "Caretemps"}, "Choose ‘Agency’", "kind"),
            ({"kind": ""}, "Choose the kind of engagement", "kind"),
            ({"starts_on": "1 9 2062"}, "That is more than two years away", "starts_on"),
            ({"ends_on": "1 8 2026"}, "The last day cannot be before", "ends_on"),
        ],
    )
    def test_says_what_is_wrong_at_its_field(self, browser, hr, wrong, problem, field):
        one = EngagementFactory()

        page = browser.submit(f"/engagements/{one.id}/change", **engagement_form(one, **wrong))

        assert page.status == 422
        assert page.problems[0].startswith(problem)
        assert page.soup.select_one(f"#{field}-error")

    def test_is_refused_to_a_manager(self, browser, manager):
        one = EngagementFactory(manager=manager)

        assert browser.get(f"/engagements/{one.id}/change").status == 403

    def test_outside_an_officers_units_is_as_for_none(self, browser):
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        assert browser.get(f"/engagements/{EngagementFactory().id}/change").status == 404


class TestAnother:
    def test_is_added_once_however_often_it_is_sent(self, browser, manager):
        one = EngagementFactory(manager=manager, ends_on=date(2026, 11, 20))
        page = browser.get(f"/people/{one.person_id}/engagements/add")
        sent = engagement_form(one, key=page.soup.select_one("#key")["value"])
        sent |= {"starts_on": "30 11 2026", "ends_on": ""}

        for _ in range(2):
            page = browser.submit(f"/people/{one.person_id}/engagements/add", **sent)

        assert page.location == f"/people/{one.person_id}"
        begun = [each for each in one.person.engagements if each.source == "Manager"]
        assert [(each.starts_on, each.manager_id) for each in begun] == [
            (date(2026, 11, 30), manager.id)
        ]

    def test_of_somebody_elses_person_is_as_for_nobody(self, browser, manager):
        stranger = EngagementFactory()

        page = browser.get(f"/people/{stranger.person_id}/engagements/add")

        assert page.status == 404


class TestHistory:
    @pytest.mark.parametrize(
        "event",
        [
            one
            for module in (
                people_events,
                identity_events,
                learning_events,
                assignment_events,
                certificate_events,
                message_events,
            )
            for _, one in inspect.getmembers(module, inspect.isclass)
            if issubclass(one, Event) and one is not Event
        ],
        ids=lambda one: one.tag,
    )
    def test_has_a_sentence_for_every_event_of_a_person(self, event):
        arranging = (
            "unit.",
            "setting.",
            "agency.",
            "group.added",
            "group.changed",
            "requirement.",
            "token.",
        )

        told = event.tag in history.SAID or event.tag in history.QUIET

        assert told or event.tag.startswith(arranging)

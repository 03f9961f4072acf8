"""A manager adds a starter whom no list has brought."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.identity.models import Invitation
from lms.notifications.models import Message
from lms.people import queries
from lms.people.models import Engagement, Person
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)

TODAY = date(2026, 11, 24)


@pytest.fixture
def manager(browser):
    return browser.sign_in(DutyFactory(duty="line_manager").person)


@pytest.fixture
def unit():
    return UnitFactory(name="Court Team")


def key_of(browser):
    return browser.get("/people/add").soup.select_one("#key")["value"]


def add(browser, team, **others):
    values = {
        "first_name": "Zoë",
        "last_name": "O'Neill",
        "email": "zoe@home.example",
        "kind": "temporary",
        "unit": team.id.hex,
        "starts_on": ["30", "11", "2026"],
        "ends_on": ["", "", ""],
        "send": "now",
        "key": "0123456789",
        "submit": "1",
    }
    return browser.submit("/people/add", **(values | others))


def zoe(session):
    return queries.person_by_address(session, "zoe@home.example")


class TestAsking:
    def test_is_one_short_page_with_the_managers_team_chosen(self, browser, manager):
        team = EngagementFactory(manager=manager).unit

        page = browser.get("/people/add")

        assert page.heading == "Add a starter"
        assert page.soup.select_one("#unit option[selected]")["value"] == team.id.hex
        assert not page.soup.select("[name=who], [name=manager]")
        assert "You are their line manager." in page.main

    def test_lets_hr_name_another_manager_or_none(self, browser):
        browser.sign_in(DutyFactory(duty="hr").person)

        page = browser.get("/people/add")

        assert [one["value"] for one in page.soup.select("[name=who]")] == [
            "me",
            "other",
            "nobody",
        ]
        assert not page.soup.select("#unit option[selected]:not([value=''])")

    @pytest.mark.parametrize("duty", ["auditor", "author", "administrator"])
    def test_is_refused_to_others(self, browser, duty):
        browser.sign_in(DutyFactory(duty=duty).person)

        assert browser.get("/people/add").status == 403


class TestAdding:
    def test_enters_the_starter_in_the_managers_team(self, browser, manager, unit, session):
        RequirementFactory()

        page = add(browser, unit)

        person = zoe(session)
        (begun,) = person.engagements
        assert page.location == f"/people/{person.id}"
        assert (begun.source, begun.manager_id, begun.unit_id) == ("Manager", manager.id, unit.id)
        shown = browser.get(page.location)
        assert "An invitation goes to zoe@home.example now." in shown.main
        assert "Safeguarding induction" in shown.main

    def test_sends_the_invitation_now(self, browser, manager, unit, session):
        add(browser, unit)

        (message,) = session.scalars(select(Message)).all()
        assert (message.kind, message.facts["team"]) == ("invitation", "Court Team")

    def test_or_on_the_first_day(self, browser, manager, unit, session):
        add(browser, unit, send="first_day")

        (made,) = session.scalars(select(Invitation)).all()
        assert (made.send_on, made.due_at) == (date(2026, 11, 30), None)

    def test_at_once_where_the_first_day_is_past(self, browser, manager, unit, session):
        add(browser, unit, send="first_day", starts_on=["16", "11", "2026"])

        (made,) = session.scalars(select(Invitation)).all()
        assert made.send_on == TODAY

    def test_without_an_address_goes_on_to_the_card(self, browser, manager, unit, session):
        page = add(browser, unit, email="")

        person = session.scalars(select(Person).filter_by(last_name="O'Neill")).one()
        assert page.location == f"/people/{person.id}/card"
        card = browser.submit(page.location)
        assert card.soup.select_one(".o-code")

    def test_enters_agency_work_with_an_agency_of_the_list_or_a_new_one(
        self, browser, manager, unit, session
    ):
        agency = AgencyFactory(name="Caretemps")

        add(browser, unit, kind="agency", agency=agency.id.hex)
        add(
            browser,
            unit,
            kind="agency",
            agency="new",
            new_agency="Brightside",
            first_name="Ben",
            email="ben@home.example",
            key="9876543210",
        )

        made = session.scalars(select(Engagement).filter_by(kind="agency")).all()
        assert sorted(one.agency.name for one in made) == ["Brightside", "Caretemps"]

    def test_by_hr_names_the_manager_who_sees_them(self, browser, unit, session):
        browser.sign_in(DutyFactory(duty="hr").person)
        boss = EngagementFactory().person

        add(browser, unit, who="other", manager=boss.email)

        (begun,) = zoe(session).engagements
        assert (begun.source, begun.manager_id) == ("HR by hand", boss.id)
        browser.sign_in(boss)
        assert "Zoë O'Neill" in browser.get("/team").main

    def test_by_the_manager_of_a_unit_may_name_another_there(self, browser, session):
        service = UnitFactory(name="Service")
        team = UnitFactory(name="Team", parent=service)
        browser.sign_in(DutyFactory(duty="line_manager", unit=service).person)
        boss = EngagementFactory(unit=team).person

        page = add(browser, team, who="other", manager=boss.email)

        assert page.status == 302
        assert zoe(session).engagements[0].manager_id == boss.id

    def test_cannot_be_bent_to_another_managers_team(self, browser, manager, unit, session):
        boss = EngagementFactory().person

        add(browser, unit, who="other", manager=boss.email)

        assert zoe(session).engagements[0].manager_id == manager.id

    def test_outside_an_officers_units_is_refused(self, browser, unit, session):
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        page = add(browser, unit, who="nobody")

        assert page.status == 422
        assert zoe(session) is None


class TestProblems:
    @pytest.mark.parametrize(
        ("wrong", "problem", "field"),
        [
            ({"first_name": " "}, "Enter their first name", "first_name"),
            ({"email": "zoe"}, "Enter an email address in the correct format", "email"),
            ({"kind": ""}, "Choose the kind of engagement", "kind"),
            ({"kind": "agency"}, "Choose the agency", "agency"),
            ({"kind": "agency", "agency": "new"}, "Choose the agency", "new_agency"),
            ({"unit": ""}, "Choose the team", "unit"),
            ({"starts_on": ["31", "2", "2026"]}, "There is no day 31 2 2026", "starts_on"),
            ({"starts_on": ["", "", ""]}, "Enter the first day", "starts_on"),
            ({"ends_on": ["1", "11", "2026"]}, "The last day cannot be before", "ends_on"),
        ],
    )
    @pytest.mark.usefixtures("manager")
    def test_are_said_at_their_field_and_lose_nothing(self, browser, unit, wrong, problem, field):
        page = add(browser, unit, **wrong)

        assert page.status == 422
        assert page.problems[0].startswith(problem)
        assert page.soup.select_one(f"#{field}-error")
        assert page.soup.select_one("#last_name")["value"] == "O'Neill"
        assert page.soup.select_one("#key")["value"] == "0123456789"

    def test_leave_nothing_half_done(self, browser, manager, unit, session):
        add(browser, unit, kind="agency", agency="new", new_agency="Brightside", email="zoe")

        assert session.scalars(select(Person).filter_by(last_name="O'Neill")).all() == []
        assert queries.agencies(session) == []

    def test_of_a_manager_nobody_knows_is_said_there(self, browser, unit):
        browser.sign_in(DutyFactory(duty="hr").person)

        page = add(browser, unit, who="other", manager="Nemo")

        assert page.soup.select_one("#manager-error")


class TestSentTwice:
    def test_is_one_starter(self, browser, manager, unit, session):
        first = add(browser, unit)
        second = add(browser, unit)

        assert second.location == first.location
        assert len(zoe(session).engagements) == 1
        assert len(session.scalars(select(Message)).all()) == 1
        assert "in the register once" in browser.get(second.location).main

    def test_by_somebody_else_tells_nothing_of_the_first(self, browser, manager, unit):
        add(browser, unit)
        browser.sign_in(DutyFactory(duty="line_manager").person)

        page = add(browser, unit)

        assert page.location == "/people"
        assert "Zoë" not in browser.get(page.location).main

    def test_begins_with_another_key_each_time(self, browser, manager):
        assert key_of(browser) != key_of(browser)


class TestMightBeKnown:
    @pytest.fixture
    def known(self):
        person = PersonFactory(
            first_name="Zoe",
            last_name="ONeill",
            name="Zoe ONeill",
            sort_name="oneill zoe",
            email="zoe.private@marlshire.example",
        )
        EngagementFactory(
            person=person, kind="agency", agency=AgencyFactory(), unit__name="Night Team"
        )
        return person

    def test_is_asked_before_anything_is_added(self, browser, manager, unit, session, known):
        page = add(browser, unit)

        assert page.status == 422
        assert "Say whether it is the same person." in page.problems[0]
        assert "Zoe ONeill, agency, Night Team, from 1 September 2026" in page.main
        assert page.soup.select_one("#email")["value"] == "zoe@home.example"
        assert zoe(session) is None

    def test_tells_nothing_more_of_somebody_out_of_reach(self, browser, manager, unit, known):
        page = add(browser, unit)

        assert known.email not in page.text
        assert f"/people/{known.id}" not in page.text

    def test_offers_to_look_at_somebody_within_reach(self, browser, manager, unit, known, session):
        known.engagements[0].manager = manager
        session.commit()

        page = add(browser, unit)

        assert f"/people/{known.id}" in page.links().values()

    def test_adds_an_engagement_to_the_same_person(self, browser, manager, unit, session, known):
        page = add(browser, unit, same=known.id.hex)

        assert page.location == f"/people/{known.id}"
        assert len(known.engagements) == 2
        assert known.email == "zoe.private@marlshire.example"
        assert zoe(session) is None

    def test_adds_somebody_new_of_the_same_name(self, browser, manager, unit, session, known):
        page = add(browser, unit, same="new")

        assert page.location == f"/people/{zoe(session).id}"

    def test_keeps_the_question_while_something_else_is_put_right(
        self, browser, manager, unit, known
    ):
        page = add(browser, unit, same="new", kind="")

        assert page.problems == ["Choose the kind of engagement"]
        assert page.soup.select_one("[name=same][value=new][checked]")

    def test_claims_nobody_who_does_not_look_alike(self, browser, manager, unit, session):
        victim = EngagementFactory().person

        page = add(browser, unit, same=victim.id.hex)

        assert zoe(session).id != victim.id
        assert page.location == f"/people/{zoe(session).id}"
        assert len(victim.engagements) == 1

    def test_does_not_tell_whose_address_it_is(self, browser, manager, unit, known):
        page = add(browser, unit, first_name="Ben", last_name="Cole", email=known.email)

        assert "Whoever has that email address, known here under another name" in page.main
        assert "Zoe" not in page.main

    def test_refuses_somebody_new_with_an_address_that_is_taken(
        self, browser, manager, unit, known
    ):
        page = add(browser, unit, same="new", email=known.email)

        assert page.status == 422
        assert "already belongs to somebody" in page.problems[0]
        assert page.soup.select_one("#email-error")

    def test_says_so_where_the_engagement_is_known(self, browser, manager, unit, known):
        add(browser, unit, same=known.id.hex)

        page = add(browser, unit, same=known.id.hex, key="9999999999")

        assert "is in the register with this engagement" in page.problems[0]

    def test_prints_no_card_for_somebody_who_could_be_acted_as(
        self, browser, manager, unit, known
    ):
        DutyFactory(person=known, duty="hr")

        page = add(browser, unit, same=known.id.hex, send="card")

        assert browser.submit(page.location).status == 403

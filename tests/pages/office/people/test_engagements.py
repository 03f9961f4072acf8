"""Ending, changing and adding engagements."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.audit.models import AuditRow
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)


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

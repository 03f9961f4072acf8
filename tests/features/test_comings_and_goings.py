"""Stories of people who come, go, move and return: from the list to what they owe."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.assignment import commands as assignment
from lms.compliance import queries as compliance
from lms.compliance.rules import Status
from lms.identity.commands import links
from lms.intake import commands as intake
from lms.people import commands as people
from lms.people import queries
from tests.support.factories import EngagementFactory, RequirementFactory, UnitFactory
from tests.support.factories.learning import CompletionFactory
from tests.support.lists import row, upload


@pytest.fixture(autouse=True)
def asked(session):
    """The induction, of everybody; a proof carries over a year, over half of one for day one."""
    return RequirementFactory(), RequirementFactory(
        name="Day one", module_slug="day-one", carry_months=6
    )


@pytest.fixture
def person(work):
    """Somebody whom HR's list brought."""
    intake.bring_in(work, upload(row(1)))
    return queries.person_by_address(work.session, "row1@marlshire.example")


def at(work, day):
    work.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def states(work, person):
    """Status of what they owe today, by module; of the engagement that began last."""
    found = compliance.owed(work.session, person.id, work.today)
    latest = max((one.starts_on for one in found), default=None)
    return {one.module_slug: one.status for one in found if one.starts_on == latest}


class TestReturner:
    @pytest.mark.parametrize(
        ("back", "induction", "day_one"),
        [
            (date(2027, 4, 20), Status.DONE, Status.DONE),
            (date(2027, 9, 20), Status.DONE, Status.NOT_DUE),
            (date(2028, 2, 1), Status.NOT_DUE, Status.NOT_DUE),
        ],
    )
    def test_carries_a_certificate_as_long_as_the_requirement_says(
        self, work, person, asked, back, induction, day_one
    ):
        (one,) = person.engagements
        for slug in ("safeguarding-induction", "day-one"):
            CompletionFactory(person=person, module_slug=slug, completed_on=date(2026, 11, 20))
        people.end(work, one.id, ends_on=date(2026, 11, 24))
        for requirement in asked:
            requirement.repeat_months = 36
        at(work, back)

        intake.bring_in(
            work, upload(row(1, assignment_number="100001-2", start_date=f"{back:%d/%m/%Y}"))
        )

        assert states(work, person) == {"safeguarding-induction": induction, "day-one": day_one}

    def test_from_another_agency_keeps_the_record(self, work):
        intake.bring_in(
            work,
            upload(row(1, assignment_end_date="30/11/2026", contract_type="Agency")),
            source="Acorn",
            kind="agency",
        )
        person = queries.person_by_address(work.session, "row1@marlshire.example")
        CompletionFactory(
            person=person,
            module_slug="safeguarding-induction",
            completed_on=date(2026, 11, 20),
        )
        at(work, date(2026, 12, 14))

        intake.bring_in(
            work,
            upload(row(1, start_date="14/12/2026", contract_type="Agency")),
            source="Birch",
            kind="agency",
        )

        work.session.expire_all()
        assert [one.agency.name for one in person.engagements] == ["Acorn", "Birch"]
        assert states(work, person)["safeguarding-induction"] is Status.DONE


class TestAbsence:
    def test_pauses_the_clock_and_a_return_starts_it_anew(self, work, person):
        (one,) = person.engagements
        made = assignment.pause(work, one.id, reason="family_leave", from_on=work.today)
        at(work, date(2027, 6, 1))
        assert set(states(work, person).values()) == {Status.PAUSED}

        assignment.end_pause(work, made.id, on=work.today)

        owed = compliance.owed(work.session, person.id, work.today)
        assert {one.due_on for one in owed} == {date(2027, 6, 15)}

    def test_holds_for_what_a_move_brings_while_away(self, work, person):
        (one,) = person.engagements
        court = UnitFactory(name="Courts")
        RequirementFactory(name="Courts", module_slug="courts", unit=court)
        made = assignment.pause(work, one.id, reason="long_absence", from_on=work.today)
        at(work, work.today + timedelta(days=30))
        people.change_engagement(work, one.id, unit=court)
        assert states(work, person)["courts"] is Status.PAUSED
        at(work, date(2027, 6, 1))

        assignment.end_pause(work, made.id, on=work.today)

        (found,) = [
            one
            for one in compliance.owed(work.session, person.id, work.today)
            if one.module_slug == "courts"
        ]
        assert found.due_on == date(2027, 6, 15)

    def test_that_ends_with_the_engagement_owes_nothing(self, work, person):
        (one,) = person.engagements
        assignment.pause(work, one.id, reason="long_absence", from_on=work.today)
        people.end(work, one.id, ends_on=work.today)
        at(work, work.today + timedelta(days=1))

        assert states(work, person) == {}


class TestGrace:
    @pytest.mark.parametrize(("days", "may"), [(1, True), (30, True), (31, False)])
    def test_lets_in_for_thirty_days_after_the_last(self, work, days, may):
        one = EngagementFactory(ends_on=work.today)
        at(work, work.today + timedelta(days=days))

        assert links.may_come_in(work, one.person_id) is may

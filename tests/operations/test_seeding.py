from datetime import date, timedelta

from sqlalchemy import select

from lms.assignment import commands as assignment
from lms.assignment import queries
from lms.assignment.models import Obligation
from lms.content import reading
from lms.kernel import shipped
from lms.operations import seeding
from lms.people import commands as people
from lms.people import queries as register
from tests.support.factories import EngagementFactory, RequirementFactory

FOR_DSLS = {"dsl-role", "mentor-briefing"}
"""Nobody owes them until the council begins a requirement of its own."""


class TestSeed:
    def test_asks_for_the_modules_that_ship(self, work):
        assert seeding.seed(work) is True

        asked = [one.module_slug for one in queries.requirements(work.session)]
        folders = reading.module_folders(shipped.folder("modules"))
        assert set(asked) == {one.name for one in folders} - FOR_DSLS
        assert asked[0] == "day-one-essentials"

    def test_does_it_once(self, work):
        seeding.seed(work)

        assert seeding.seed(work) is False
        assert len(queries.requirements(work.session)) == 3

    def test_leaves_a_matrix_alone_though_it_has_ended(self, work):
        assignment.end_requirement(work, RequirementFactory().id)

        assert seeding.seed(work) is False

    def test_gives_agency_workers_less_time(self, work):
        seeding.seed(work)
        monday = date(2026, 11, 23)

        def due(kind):
            one = EngagementFactory(kind=kind, starts_on=monday)
            assignment.refresh(work, [one.id])
            wanted = select(Obligation.module_slug, Obligation.due_on)
            return dict(
                tuple(row) for row in work.session.execute(wanted.filter_by(engagement_id=one.id))
            )

        assert due("permanent") == {
            "day-one-essentials": monday,
            "safeguarding-induction": monday + timedelta(days=14),
        }
        assert due("agency")["safeguarding-induction"] == monday + timedelta(days=7)
        assert due("casual") == due("temporary") == due("agency")

    def test_asks_risk_assessment_of_those_who_write_them(self, work):
        seeding.seed(work)
        one = EngagementFactory(starts_on=date(2020, 1, 6))
        found = (one for one, _ in register.groups(work.session, work.today))
        group = next(one for one in found if one.name == seeding.WRITERS)

        people.add_to_group(work, group.id, one.person_id)

        owed = work.session.scalar(
            select(Obligation).filter_by(engagement_id=one.id, module_slug="risk-assessment")
        )
        assert (owed.begun_on, owed.due_on) == (work.today, date(2026, 12, 22))

from datetime import date

import pytest

from lms.kernel.errors import NotAllowed, NotFound
from lms.people import commands, errors, events, queries
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    AgencyFactory,
    EngagementFactory,
    PersonFactory,
    UnitFactory,
)

START = date(2026, 11, 30)


def begin(work, person=None, **others):
    values = {"kind": "permanent", "source": "HR", "starts_on": START}
    return commands.engage(work, person or PersonFactory(), **(values | others))


class TestEngage:
    def test_places_a_person(self, work):
        person, unit, manager = PersonFactory(), UnitFactory(), PersonFactory()

        engagement = begin(work, person, unit=unit, manager=manager, reference="7-1")

        assert person.engagements == [engagement]
        assert engagement.unit_id == unit.id
        assert engagement.placement.manager_id == manager.id

    def test_makes_the_manager_a_line_manager_once(self, work, session):
        manager = PersonFactory()

        begin(work, manager=manager)
        begin(work, manager=manager)

        assert [one.duty for one in queries.held_by(session, manager.id)] == ["line_manager"]

    def test_tells_what_began(self, work):
        engagement = begin(work, ends_on=date(2027, 1, 31))

        event = work.events[-1]
        assert isinstance(event, events.EngagementBegun)
        assert (event.subject_id, event.person_id) == (engagement.id, engagement.person_id)
        assert event.data() == {
            "kind": "permanent",
            "source": "HR",
            "starts_on": "2026-11-30",
            "ends_on": "2027-01-31",
        }

    def test_refuses_a_last_day_before_the_first(self, work):
        with pytest.raises(errors.EndsBeforeStart):
            begin(work, ends_on=date(2026, 11, 29))

    def test_refuses_agency_work_without_an_agency(self, work):
        with pytest.raises(errors.NeedsAgency) as refused:
            begin(work, kind="agency")

        assert refused.value.field == "agency"

    def test_refuses_a_reference_twice_in_one_list(self, work):
        EngagementFactory(source="HR", reference="000123-1")

        with pytest.raises(errors.ReferenceTaken, match="000123-1"):
            begin(work, reference="000123-1")
        begin(work, source="Caretemps", reference="000123-1")

    def test_lets_a_line_manager_add_only_their_own(self, work):
        manager = PersonFactory()
        work.actor = PersonActor(id=manager.id, duties=frozenset({HeldDuty("line_manager")}))

        with pytest.raises(NotAllowed):
            begin(work, manager=PersonFactory())
        assert begin(work, manager=manager).manager is manager


class TestChangeEngagement:
    def test_leaves_what_is_not_named(self, work):
        engagement = EngagementFactory(job_title="Cover worker", employee_number="000123")
        unit = UnitFactory()

        commands.change_engagement(work, engagement.id, unit=unit, job_title=None)

        assert engagement.unit is unit
        assert (engagement.job_title, engagement.employee_number) == (None, "000123")
        assert work.events[-1].changed == ["job_title", "unit"]

    def test_says_nothing_where_nothing_changed(self, work):
        engagement = EngagementFactory()

        commands.change_engagement(work, engagement.id, unit=engagement.unit, kind="permanent")

        assert not work.events

    def test_makes_a_new_manager_a_line_manager(self, work, session):
        engagement, manager = EngagementFactory(), PersonFactory()

        commands.change_engagement(work, engagement.id, manager=manager)

        assert queries.held_by(session, manager.id)

    def test_refuses_days_the_wrong_way_round(self, work):
        engagement = EngagementFactory(ends_on=date(2026, 12, 1))

        with pytest.raises(errors.EndsBeforeStart):
            commands.change_engagement(work, engagement.id, starts_on=date(2026, 12, 2))

    def test_refuses_to_take_the_agency_from_agency_work(self, work):
        engagement = EngagementFactory(kind="agency", agency=AgencyFactory())

        with pytest.raises(errors.NeedsAgency):
            commands.change_engagement(work, engagement.id, agency=None)

    def test_refuses_another_engagements_reference(self, work):
        taken = EngagementFactory(reference="1-1")

        with pytest.raises(errors.ReferenceTaken):
            commands.change_engagement(work, EngagementFactory().id, reference=taken.reference)

    def test_is_for_hr(self, work):
        work.actor = PersonActor(
            id=PersonFactory().id, duties=frozenset({HeldDuty("line_manager")})
        )

        with pytest.raises(NotAllowed):
            commands.change_engagement(work, EngagementFactory().id, job_title="x")


class TestEnd:
    def test_gives_it_an_earlier_last_day(self, work):
        engagement = EngagementFactory(ends_on=date(2027, 3, 31))

        commands.end(work, engagement.id, ends_on=date(2026, 11, 27))

        assert engagement.ends_on == date(2026, 11, 27)
        assert work.events[-1].data() == {"ends_on": "2026-11-27"}

    def test_does_nothing_the_second_time(self, work):
        engagement = EngagementFactory(ends_on=date(2027, 3, 31))

        commands.end(work, engagement.id, ends_on=date(2027, 3, 31))

        assert not work.events

    def test_refuses_a_later_day(self, work):
        engagement = EngagementFactory(ends_on=date(2026, 11, 1))

        with pytest.raises(errors.EndsEarlierAlready, match="1 November 2026"):
            commands.end(work, engagement.id, ends_on=date(2026, 11, 2))

    def test_refuses_a_day_before_the_first(self, work):
        engagement = EngagementFactory(starts_on=START)

        with pytest.raises(errors.EndsBeforeStart, match="never came"):
            commands.end(work, engagement.id, ends_on=date(2026, 11, 1))

    def test_is_a_line_managers_for_their_own_people(self, work):
        manager = PersonFactory()
        own, others = EngagementFactory(manager=manager), EngagementFactory()
        work.actor = PersonActor(id=manager.id, duties=frozenset({HeldDuty("line_manager")}))

        commands.end(work, own.id, ends_on=date(2026, 12, 1))
        with pytest.raises(NotAllowed):
            commands.end(work, others.id, ends_on=date(2026, 12, 1))

    def test_knows_that_there_is_no_such_engagement(self, work):
        with pytest.raises(NotFound):
            commands.end(work, PersonFactory().id, ends_on=START)


class TestManagersOf:
    def test_names_the_managers_of_what_runs(self, session):
        person = PersonFactory()
        now, before = PersonFactory(), PersonFactory()
        EngagementFactory(person=person, manager=now)
        EngagementFactory(
            person=person, manager=before, starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1)
        )
        EngagementFactory(person=person, manager=None)

        assert queries.managers_of(session, person.id, START) == [now]

"""Who was reached, who was missed: the figures add up, and each opens into its people."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.coverage import commands, queries
from lms.coverage.errors import HasStarted
from lms.coverage.queries import Asked, Those
from lms.coverage.rules import ENROLLED, MISSED, Gap, Known, Reached, Stage, stage_of
from lms.intake import commands as intake
from lms.people import queries as register
from tests.support.factories import AgencyFactory, EngagementFactory, PersonFactory, UnitFactory
from tests.support.factories.learning import CompletionFactory
from tests.support.factories.proof import InvitationFactory
from tests.support.lists import row, upload

DAY = date(2026, 11, 24)
THEN = datetime(2026, 11, 20, 9, tzinfo=UTC)
FACTS = ("signed_in", "opened", "reached", "has_address", "came_back", "waits")


def somebody(work, known, unit):
    """Somebody of whom these facts hold."""
    signed_in, opened, reached, has_address, came_back, waits = (known[one] for one in FACTS)
    person = PersonFactory(
        email=f"p{datetime.now(UTC).timestamp()}@staff.example" if has_address else None,
        first_signed_in_at=THEN if signed_in else None,
        bounced_at=THEN if came_back else None,
    )
    engagement = EngagementFactory(person=person, unit=unit)
    if reached:
        InvitationFactory(person=person, sent_at=THEN, opened_at=THEN if opened else None)
    if waits:
        InvitationFactory(person=person, sent_at=None, send_on=None)
    work.session.flush()
    return engagement


def covered(work, *, by=None, **asked):
    wanted = Asked(day=DAY, **asked)
    return queries.covered(work.session, wanted, queries.lists(work.session, DAY), by=by)


def behind(work, those, **asked):
    wanted = Asked(day=DAY, **asked)
    known = queries.lists(work.session, DAY)
    return [one for some in queries.every(work.session, wanted, known, those) for one in some]


class TestStages:
    @given(st.tuples(*(st.booleans() for _ in FACTS)))
    def test_are_one_for_everybody(self, facts):
        stage = stage_of(Known(**dict(zip(FACTS, facts, strict=True))))

        assert (stage in ENROLLED) != (stage in MISSED)

    @pytest.mark.slow
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(st.tuples(*(st.booleans() for _ in FACTS)), max_size=6))
    def test_in_sql_are_those_of_the_rule_and_add_up(self, work, everybody):
        team = UnitFactory()
        own = {"unit_path": team.path}
        wanted = {}
        for facts in everybody:
            known = dict(zip(FACTS, facts, strict=True))
            wanted[somebody(work, known, team).person_id] = stage_of(Known(**known))

        found = {one.person_id: one.stage for one in behind(work, Those(), **own)}
        figures = covered(work, **own)

        assert found == wanted
        assert figures.known == len(wanted) == figures.enrolled + figures.missed
        for stage in Stage:
            some = behind(work, Those(stages=(stage,)), **own)
            assert len(some) == figures.stages[stage]
        for by in ("kind", "unit", "agency", "week", "source"):
            same = covered(work, by=by, **own)
            assert sum(one.known for one in same.groups) == same.known == figures.known

    def test_are_as_of_the_day_asked(self, work):
        engagement = EngagementFactory(starts_on=date(2026, 11, 2))
        InvitationFactory(person=engagement.person, sent_at=THEN)
        before = Asked(day=date(2026, 11, 19))

        then = queries.covered(work.session, before, queries.lists(work.session, before.day))

        assert then.stages[Stage.WAITS] == 1
        assert covered(work).stages[Stage.INVITED] == 1


class TestGaps:
    def test_name_who_is_on_hrs_list_and_was_never_invited(self, work):
        missed = EngagementFactory(source="HR")
        InvitationFactory(person=EngagementFactory(source="HR").person)

        assert covered(work).gaps[Gap.HR_UNINVITED] == 1
        (line,) = behind(work, Those(gap=Gap.HR_UNINVITED))
        assert line.person_id == missed.person_id

    def test_name_who_came_in_and_is_on_no_list(self, work):
        came = EngagementFactory(source="Manager", person__first_signed_in_at=THEN)
        EngagementFactory(source="HR", person__first_signed_in_at=THEN)

        (line,) = behind(work, Those(gap=Gap.CAME_UNLISTED))
        assert line.person_id == came.person_id

    def test_name_who_is_on_an_agencys_list_and_not_on_hrs(self, work):
        agency = AgencyFactory(name="Caretemps")
        theirs = EngagementFactory(kind="agency", agency=agency, source="Caretemps")
        EngagementFactory(source="HR")

        (line,) = behind(work, Those(gap=Gap.NOT_ON_HR))
        assert line.person_id == theirs.person_id

    def test_name_whom_the_latest_file_of_their_list_left_out(self, work):
        intake.bring_in(work, upload(row(1), row(2)))
        intake.bring_in(work, upload(row(1)))

        found = covered(work)

        (line,) = behind(work, Those(gap=Gap.LEFT_OUT))
        assert (found.gaps[Gap.LEFT_OUT], found.known) == (1, 2)
        assert line.email == "row2@marlshire.example"

    def test_each_opens_into_as_many_people_as_it_says(self, work):
        for source in ("HR", "Manager", "Caretemps"):
            EngagementFactory(source=source)

        figures = covered(work)

        for gap in Gap:
            assert len(behind(work, Those(gap=gap))) == figures.gaps[gap]


class TestReach:
    def test_narrows_to_a_unit_and_to_own_people(self, work):
        team = UnitFactory()
        inside = EngagementFactory(unit=team)
        EngagementFactory()

        assert covered(work, unit_path=team.path).known == 1
        (line,) = behind(work, Those(), unit_path=team.path)
        assert line.person_id == inside.person_id


class TestFlow:
    def test_counts_each_starter_of_the_quarter_once_at_the_furthest(self, work):
        first = date(2026, 10, 1)
        known = EngagementFactory(starts_on=date(2026, 10, 5))
        invited = EngagementFactory(starts_on=date(2026, 10, 5))
        InvitationFactory(person=invited.person)
        came = EngagementFactory(starts_on=date(2026, 10, 5), person__first_signed_in_at=THEN)
        EngagementFactory(starts_on=date(2026, 9, 28))

        (permanent,) = queries.flow(work.session, Asked(day=DAY), first)

        assert permanent.furthest[Reached.KNOWN] == 1
        assert permanent.furthest[Reached.INVITED] == 1
        assert permanent.furthest[Reached.SIGNED_IN] == 1
        assert sum(permanent.furthest.values()) == permanent.at_least(Reached.KNOWN) == 3
        assert len({known.person_id, came.person_id, invited.person_id}) == 3

    def test_of_who_completed_something_is_further_than_signed_in(self, work):
        one = EngagementFactory(starts_on=date(2026, 10, 5), person__first_signed_in_at=THEN)
        CompletionFactory(person=one.person)

        (permanent,) = queries.flow(work.session, Asked(day=DAY), date(2026, 10, 1))

        assert permanent.at_least(Reached.SIGNED_IN) == 1


class TestMark:
    def test_ends_on_the_first_day_and_can_be_taken_back(self, work):
        engagement = EngagementFactory(starts_on=date(2026, 11, 2))
        before = covered(work).known

        made = commands.mark(work, engagement.id, reason="never_started")

        assert engagement.ends_on == engagement.starts_on
        assert covered(work).known == before - 1
        commands.take_back(work, made.id)
        assert engagement.ends_on is None
        assert covered(work).known == before

    def test_said_twice_is_once(self, work):
        engagement = EngagementFactory(starts_on=date(2026, 11, 2))

        first = commands.mark(work, engagement.id, reason="not_ours")

        assert commands.mark(work, engagement.id, reason="not_ours") is first

    def test_refuses_that_somebody_never_started_who_came(self, work):
        engagement = EngagementFactory(starts_on=date(2026, 11, 2))
        engagement.person.last_signed_in_at = datetime(2026, 11, 3, 9, tzinfo=UTC)

        with pytest.raises(HasStarted):
            commands.mark(work, engagement.id, reason="never_started")

    def test_of_several_goes_on_where_one_is_refused(self, work):
        came = EngagementFactory(starts_on=date(2026, 11, 2))
        came.person.last_signed_in_at = datetime(2026, 11, 3, 9, tzinfo=UTC)
        other = EngagementFactory(starts_on=date(2026, 11, 2))

        outcome = commands.mark_all(work, [came.id, other.id], reason="never_started")

        assert outcome.done == 1
        assert came.person.name in outcome.refused[0]
        assert register.engagement(work.session, other.id).ends_on == other.starts_on


def test_weeks_begin_on_mondays():
    from lms.coverage.rules import quarter_end, quarter_of, quarters, weeks

    assert {one.weekday() for one in weeks(DAY)} == {0}
    assert quarter_of(DAY) == date(2026, 10, 1)
    assert quarter_end(date(2026, 10, 1)) == date(2026, 12, 31)
    assert quarters(DAY, 3) == [date(2026, 10, 1), date(2026, 7, 1), date(2026, 4, 1)]
    assert all(quarter_of(one + timedelta(days=89)) == one for one in quarters(DAY))

"""The status in SQL is the status of the rule, on any day."""

from dataclasses import asdict
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.compliance import queries, rules
from lms.compliance.queries.asked import Asked, statuses
from lms.compliance.rules import Owing, Standing, Status
from lms.kernel.permissions import Reach
from tests.support.factories import (
    AgencyFactory,
    EngagementFactory,
    GroupFactory,
    ObligationFactory,
    PersonFactory,
    RequirementFactory,
)
from tests.support.factories.proof import (
    DueChangeFactory,
    ExemptionFactory,
    InvitationFactory,
    PauseFactory,
    ProofFactory,
)

TODAY = date(2026, 11, 24)
near = st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days))


class TestStatuses:
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        due=near,
        proof=st.none() | st.tuples(near, near, st.none() | near),
        change=st.none() | st.tuples(near, near),
        exempt=st.booleans(),
        paused=st.booleans(),
    )
    def test_are_what_the_rule_says(self, session, due, proof, change, exempt, paused):
        obligation = ObligationFactory(due_on=due)
        until, moved = None, due
        if proof:
            first, last, ended = proof
            ProofFactory(obligation_id=obligation.id, from_on=first, until_on=last, ended_on=ended)
            if first <= TODAY and (ended is None or ended > TODAY):
                until = last
        if change:
            from_on, new_due = change
            DueChangeFactory(obligation_id=obligation.id, from_on=from_on, due_on=new_due)
            if from_on <= TODAY:
                moved = max(due, new_due)
        if exempt:
            ExemptionFactory(obligation_id=obligation.id)
        if paused:
            PauseFactory(engagement_id=obligation.engagement_id)

        found = statuses(Asked(day=TODAY))
        said = session.execute(
            select(found.c.status, found.c.due_on).where(found.c.id == obligation.id)
        ).one()

        owing = Owing(due_on=moved, proven_until=until, exempt=exempt, paused=paused)
        assert said.status == rules.status_of(owing, TODAY, soon_days=5)
        assert said.due_on == rules.due_of(owing)

    def test_leave_out_what_had_not_begun_or_had_ended(self, session):
        ObligationFactory(begun_on=TODAY + timedelta(days=1))
        ObligationFactory(ended_on=TODAY)
        now = ObligationFactory(begun_on=TODAY)

        found = statuses(Asked(day=TODAY))

        assert session.scalars(select(found.c.id)).all() == [now.id]


def asked(**over):
    return Asked(day=TODAY, **over)


class TestCoverage:
    def test_counts_whom_an_invitation_reached_or_who_signed_in(self, session, clock):
        EngagementFactory()
        invited, bounced, signed = (EngagementFactory().person for _ in range(3))
        InvitationFactory(person=invited)
        InvitationFactory(person=bounced, bounced_at=clock())
        signed.first_signed_in_at = clock()
        session.commit()

        found = queries.coverage(session, asked())

        assert asdict(found) == {"known": 4, "enrolled": 2, "signed_in": 1}

    def test_counts_a_person_with_two_engagements_once(self, session):
        person = PersonFactory()
        EngagementFactory(person=person)
        EngagementFactory(person=person)

        assert queries.coverage(session, asked()).known == 1

    def test_leaves_out_who_has_left_or_not_begun(self, session):
        EngagementFactory(ends_on=date(2026, 11, 23))
        EngagementFactory(starts_on=date(2026, 11, 25))

        assert queries.coverage(session, asked()).known == 0

    def test_stays_what_it_was_on_a_past_day(self, session, clock):
        person = EngagementFactory().person
        InvitationFactory(person=person, sent_at=clock())

        before = queries.coverage(session, Asked(day=date(2026, 11, 23)))

        assert (before.known, before.enrolled) == (1, 0)


class TestFigures:
    def test_add_up(self, session):
        late = ObligationFactory(due_on=date(2026, 11, 23))
        ObligationFactory(due_on=date(2026, 11, 25), requirement=late.requirement)
        ObligationFactory(due_on=date(2027, 1, 4), requirement=late.requirement)
        met = ObligationFactory(requirement=late.requirement)
        ProofFactory(obligation_id=met.id)
        released = ObligationFactory(requirement=late.requirement)
        ExemptionFactory(obligation_id=released.id)

        (found,) = queries.figures(session, asked())

        assert (found.overdue, found.due_soon, found.not_due, found.done) == (1, 1, 1, 1)
        assert (found.exempt, found.paused, found.owed, found.people) == (1, 0, 4, 5)

    def test_are_told_by_agency(self, session):
        agency = AgencyFactory(name="Brightside Supply")
        ObligationFactory(engagement=EngagementFactory(kind="agency", agency=agency))

        (found,) = queries.figures(session, asked(), by="agency")

        assert (found.name, found.key, found.overdue) == ("Brightside Supply", agency.id.hex, 1)

    def test_show_a_coordinator_own_workers_only(self, session):
        own, other = AgencyFactory(), AgencyFactory()
        ObligationFactory(engagement=EngagementFactory(kind="agency", agency=own))
        ObligationFactory(engagement=EngagementFactory(kind="agency", agency=other))
        reach = Reach(agency_ids=frozenset({own.id}))

        (found,) = queries.figures(session, asked(reach=reach))

        assert found.people == 1


class TestStandings:
    def test_place_everybody_once(self, session):
        requirement = RequirementFactory()
        for due in (date(2026, 11, 23), date(2026, 11, 25), date(2027, 1, 4)):
            one = ObligationFactory(due_on=due, requirement=requirement)
            InvitationFactory(person=one.engagement.person)
        met = ObligationFactory(requirement=requirement)
        ProofFactory(obligation_id=met.id)
        InvitationFactory(person=met.engagement.person)
        InvitationFactory(person=EngagementFactory().person)
        ObligationFactory(requirement=requirement)

        found = queries.standings(session, asked())

        assert asdict(found) == dict.fromkeys([one.value for one in Standing], 1)
        assert sum(asdict(found).values()) == queries.coverage(session, asked()).known

    def test_open_into_the_people_behind_them(self, session):
        one = ObligationFactory(due_on=date(2026, 11, 23))
        InvitationFactory(person=one.engagement.person)

        found = queries.people_standing(session, asked(), queries.Those(standing=Standing.OVERDUE))

        assert [row.person_id for row in found.rows] == [one.person_id]


class TestLines:
    def test_are_paged_by_name(self, session):
        requirement = RequirementFactory()
        for _ in range(55):
            ObligationFactory(requirement=requirement)

        first = queries.lines(session, asked(), status=Status.OVERDUE)
        second = queries.lines(session, asked(), status=Status.OVERDUE, after=first.after)

        names = [row.sort_name for row in [*first.rows, *second.rows]]
        assert (len(first.rows), len(second.rows), second.after) == (50, 5, None)
        assert names == sorted(names)

    def test_stream_for_an_export(self, session):
        ObligationFactory()

        assert [row.status for row in queries.every_line(session, asked())] == [Status.OVERDUE]


class TestOwed:
    def test_shows_a_starter_what_the_first_day_will_ask(self, session):
        engagement = EngagementFactory(starts_on=date(2026, 12, 1))
        ObligationFactory(
            engagement=engagement, begun_on=date(2026, 12, 1), due_on=date(2026, 12, 15)
        )

        (one,) = queries.owed(session, engagement.person_id, TODAY)

        assert (one.status, one.due_on) == (Status.NOT_DUE, date(2026, 12, 15))

    def test_says_since_when_and_of_which_group(self, session):
        group = GroupFactory(name="Writes risk assessments")
        one = ObligationFactory(
            requirement=RequirementFactory(group=group), begun_on=date(2026, 10, 5)
        )

        (found,) = queries.owed(session, one.person_id, TODAY)

        assert (found.group, found.begun_on) == ("Writes risk assessments", date(2026, 10, 5))

    def test_knows_every_status_of_one_person_only(self, session):
        mine, others = EngagementFactory(), EngagementFactory()
        for engagement in (mine, others):
            done, moved, exempt = (ObligationFactory(engagement=engagement) for _ in range(3))
            ProofFactory(obligation_id=done.id)
            DueChangeFactory(obligation_id=moved.id, due_on=date(2027, 3, 1))
            ExemptionFactory(obligation_id=exempt.id)
        PauseFactory(engagement_id=others.id)

        found = {one.status for one in queries.owed(session, mine.person_id, TODAY)}
        paused = {one.status for one in queries.owed(session, others.person_id, TODAY)}

        assert found == {Status.DONE, Status.NOT_DUE, Status.EXEMPT}
        assert paused == {Status.PAUSED, Status.EXEMPT}

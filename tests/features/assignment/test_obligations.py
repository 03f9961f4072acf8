from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.assignment import commands
from lms.assignment.models import DueChange, Obligation, Proof
from lms.assignment.rules import Done
from tests.support.factories import (
    EngagementFactory,
    GroupFactory,
    GroupMemberFactory,
    PersonFactory,
    RequirementFactory,
)


def owed(session):
    wanted = select(Obligation).filter_by(ended_on=None).order_by(Obligation.due_on)
    return list(session.scalars(wanted))


def done(person, on, module_slug="safeguarding-induction"):
    return Done(
        completion_id=uuid4(), person_id=person.id, module_slug=module_slug, completed_on=on
    )


class TestRefresh:
    def test_gives_an_engagement_what_the_requirements_ask(self, work):
        RequirementFactory()
        engagement = EngagementFactory(kind="agency", starts_on=date(2026, 11, 23))

        commands.refresh(work, [engagement.id])

        (one,) = owed(work.session)
        assert (one.engagement_id, one.begun_on, one.due_on) == (
            engagement.id,
            date(2026, 11, 23),
            date(2026, 11, 30),
        )

    def test_changes_nothing_the_second_time(self, work):
        RequirementFactory()
        engagement = EngagementFactory()
        commands.refresh(work, [engagement.id])

        again = commands.refresh(work, [engagement.id])

        assert (again.begun, again.moved, again.ended) == ([], [], [])

    def test_moves_the_due_day_with_a_corrected_start(self, work):
        RequirementFactory()
        engagement = EngagementFactory(starts_on=date(2026, 11, 23))
        commands.refresh(work, [engagement.id])
        engagement.starts_on = date(2026, 11, 2)

        commands.refresh(work, [engagement.id], started_before={engagement.id: date(2026, 11, 23)})

        (one,) = owed(work.session)
        assert (one.begun_on, one.due_on) == (date(2026, 11, 2), date(2026, 11, 16))

    def test_ends_what_a_mover_no_longer_owes(self, work):
        RequirementFactory(kinds=["agency"])
        engagement = EngagementFactory(kind="agency")
        commands.refresh(work, [engagement.id])
        engagement.kind = "permanent"

        commands.refresh(work, [engagement.id], since=work.today)

        assert owed(work.session) == []

    def test_starts_a_movers_clock_on_the_day_of_the_move(self, work):
        RequirementFactory(module_slug="other")
        RequirementFactory(kinds=["agency"])
        engagement = EngagementFactory(kind="permanent")
        commands.refresh(work, [engagement.id])
        engagement.kind = "agency"

        commands.refresh(work, [engagement.id], since=work.today)

        begun = {one.module_slug: one.begun_on for one in owed(work.session)}
        assert begun == {"other": date(2026, 9, 1), "safeguarding-induction": work.today}

    def test_asks_only_the_group_that_a_requirement_names(self, work):
        group = GroupFactory()
        RequirementFactory(group_id=group.id)
        inside, outside = EngagementFactory(), EngagementFactory()
        GroupMemberFactory(group=group, person=inside.person, from_on=date(2026, 11, 2))

        commands.refresh(work, [inside.id, outside.id])

        (one,) = owed(work.session)
        assert (one.person_id, one.begun_on) == (inside.person_id, date(2026, 11, 2))

    def test_carries_a_proof_over_a_short_gap(self, work):
        RequirementFactory(carry_months=12)
        person = PersonFactory()
        EngagementFactory(person=person, starts_on=date(2026, 1, 5), ends_on=date(2026, 3, 31))
        again = EngagementFactory(person=person, starts_on=date(2026, 11, 2))

        commands.refresh(work, [again.id], done=[done(person, date(2026, 1, 20))])

        (proof,) = work.session.scalars(select(Proof)).all()
        assert (proof.from_on, proof.until_on) == (date(2026, 1, 20), date(2027, 1, 20))

    def test_does_not_carry_a_proof_over_a_long_gap(self, work):
        RequirementFactory(carry_months=6)
        person = PersonFactory()
        EngagementFactory(person=person, starts_on=date(2025, 9, 1), ends_on=date(2026, 3, 31))
        again = EngagementFactory(person=person, starts_on=date(2026, 11, 2))

        commands.refresh(work, [again.id], done=[done(person, date(2026, 1, 20))])

        assert work.session.scalars(select(Proof)).all() == []


class TestMeet:
    def test_meets_every_obligation_of_the_person_that_it_can(self, work):
        RequirementFactory()
        person = PersonFactory()
        posts = [EngagementFactory(person=person), EngagementFactory(person=person)]
        ended = EngagementFactory(person=person, ends_on=date(2026, 10, 1))
        commands.refresh(work, [one.id for one in [*posts, ended]])

        assert commands.meet(work, done(person, work.today)) == 2

    def test_leaves_other_people_alone(self, work):
        RequirementFactory()
        commands.refresh(work, [EngagementFactory().id])

        assert commands.meet(work, done(PersonFactory(), work.today)) == 0


class TestReopen:
    @pytest.fixture
    def fact(self, work):
        RequirementFactory()
        engagement = EngagementFactory()
        commands.refresh(work, [engagement.id])
        fact = done(engagement.person, date(2026, 9, 10))
        commands.meet(work, fact)
        return fact

    def test_makes_it_due_again_today(self, work, fact):
        assert commands.reopen(work, fact.completion_id) == 1

        (change,) = work.session.scalars(select(DueChange)).all()
        assert (change.from_on, change.due_on) == (work.today, work.today)

    def test_leaves_what_another_proof_still_meets(self, work, fact):
        other = Done(
            completion_id=uuid4(),
            person_id=fact.person_id,
            module_slug=fact.module_slug,
            completed_on=date(2026, 9, 20),
        )
        commands.meet(work, other)

        assert commands.reopen(work, fact.completion_id) == 0

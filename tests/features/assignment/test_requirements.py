from datetime import date

import pytest
from sqlalchemy import select

from lms.assignment import commands, errors, queries
from lms.assignment.models import DueChange, Exemption, Obligation, Proof, Requirement
from lms.assignment.rules import Audience
from lms.compliance import queries as compliance
from lms.compliance.queries import Asked
from lms.compliance.rules import Status
from lms.kernel.errors import Invalid, NotAllowed
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    EngagementFactory,
    GroupFactory,
    GroupMemberFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.factories.learning import CompletionFactory

TODAY = date(2026, 11, 24)


@pytest.fixture
def requirement(session):
    return RequirementFactory()


def terms(found, **other):
    names = ("name", "due_days", "kinds", "unit_id", "group_id", "repeat_months", "carry_months")
    return {name: getattr(found, name) for name in (*names, "basis")} | other


def held(session, engagement):
    wanted = select(Obligation).filter_by(engagement_id=engagement.id)
    return list(session.scalars(wanted.order_by(Obligation.begun_on, Obligation.ended_on)))


def status(session, day):
    rows = compliance.every_line(session, Asked(day=day))
    return [(one.status, one.due_on) for one in rows]


class TestChangeRequirement:
    def test_of_words_alone_changes_nothing_else(self, work, session, requirement):
        commands.refresh(work, [EngagementFactory().id])

        changed = commands.change_requirement(
            work, requirement.id, **terms(requirement, name="Induction", basis="Because.")
        )

        assert (changed, changed.name) == (requirement, "Induction")
        assert work.events[-1].data() == {"changed": ["name", "basis"]}
        assert len(session.scalars(select(Obligation)).all()) == 1

    def test_ends_one_and_begins_another(self, work, session, requirement):
        changed = commands.change_requirement(
            work, requirement.id, **terms(requirement, repeat_months=24)
        )

        assert (requirement.until_on, changed.from_on) == (TODAY, TODAY)
        assert (changed.replaces_id, changed.position) == (requirement.id, requirement.position)
        assert queries.requirements(session, day=TODAY) == [changed]

    def test_keeps_the_clock_of_whoever_owed_it(self, work, session, requirement):
        engagement = EngagementFactory(starts_on=date(2026, 11, 2))
        commands.refresh(work, [engagement.id])

        commands.change_requirement(
            work, requirement.id, **terms(requirement, due_days={"": 20}, repeat_months=24)
        )

        old, new = held(session, engagement)
        assert (old.ended_on, new.begun_on) == (TODAY, TODAY)
        assert new.due_on == date(2026, 11, 30)

    def test_does_not_make_late_what_is_late_any_less(self, work, session, requirement):
        engagement = EngagementFactory(starts_on=date(2026, 11, 2))
        commands.refresh(work, [engagement.id])

        first = commands.change_requirement(
            work, requirement.id, **terms(requirement, repeat_months=24)
        )
        commands.change_requirement(work, first.id, **terms(first, repeat_months=36))
        commands.refresh(work, [engagement.id])

        assert status(session, TODAY) == [(Status.OVERDUE, date(2026, 11, 16))]

    def test_leaves_past_days_their_answer(self, work, session, requirement):
        engagement = EngagementFactory(starts_on=date(2026, 11, 2))
        commands.refresh(work, [engagement.id])
        before = status(session, date(2026, 11, 20))

        commands.change_requirement(work, requirement.id, **terms(requirement, due_days={"": 30}))

        assert status(session, date(2026, 11, 20)) == before
        assert status(session, TODAY) == [(Status.NOT_DUE, date(2026, 12, 14))]

    def test_counts_what_was_done(self, work, session, requirement):
        completion = CompletionFactory(completed_on=date(2026, 10, 1))
        engagement = EngagementFactory(person=completion.person)
        commands.refresh(work, [engagement.id])

        commands.change_requirement(work, requirement.id, **terms(requirement, repeat_months=24))

        new = held(session, engagement)[-1]
        proof = session.scalars(select(Proof).filter_by(obligation_id=new.id)).one()
        assert proof.until_on == date(2028, 10, 1)

    def test_asks_whoever_is_new_to_it_from_today(self, work, session):
        requirement = RequirementFactory(kinds=["permanent"])
        engagement = EngagementFactory(kind="agency", starts_on=date(2026, 11, 2))
        commands.refresh(work, [engagement.id])

        commands.change_requirement(work, requirement.id, **terms(requirement, kinds=[]))

        (new,) = held(session, engagement)
        assert (new.begun_on, new.due_on) == (TODAY, date(2026, 12, 1))

    def test_lets_exemptions_and_later_due_days_hold(self, work, session, requirement):
        engagement = EngagementFactory()
        commands.refresh(work, [engagement.id])
        (old,) = held(session, engagement)
        commands.exempt(work, old.id, reason="Trained elsewhere", until_on=date(2027, 3, 1))
        session.add(
            DueChange(
                obligation_id=old.id,
                from_on=date(2026, 10, 1),
                due_on=date(2027, 1, 4),
                reason="returned",
                at=work.now,
            )
        )
        session.flush()

        commands.change_requirement(work, requirement.id, **terms(requirement, repeat_months=24))

        new = held(session, engagement)[-1]
        made = session.scalars(select(Exemption).filter_by(obligation_id=new.id)).one()
        assert (made.until_on, made.reason) == (date(2027, 3, 1), "Trained elsewhere")
        assert status(session, date(2027, 3, 2))[0][1] == date(2027, 1, 4)

    def test_moves_with_a_start_that_is_still_to_come(self, work, session, requirement):
        engagement = EngagementFactory(starts_on=date(2026, 12, 1))
        commands.refresh(work, [engagement.id])

        commands.change_requirement(work, requirement.id, **terms(requirement, due_days={"": 5}))

        new = next(one for one in held(session, engagement) if one.ended_on is None)
        assert (new.begun_on, new.due_on) == (date(2026, 12, 1), date(2026, 12, 8))

    def test_refuses_one_that_ended(self, work):
        requirement = RequirementFactory(until_on=date(2026, 11, 1))

        with pytest.raises(errors.AlreadyEnded):
            commands.change_requirement(work, requirement.id, **terms(requirement))

    def test_refuses_numbers_out_of_range(self, work, requirement):
        with pytest.raises(Invalid):
            commands.change_requirement(
                work, requirement.id, **terms(requirement, due_days={"": 999})
            )

    def test_is_for_an_officer_of_the_whole_council(self, work, session, requirement):
        held_duty = HeldDuty("hr", unit_path=UnitFactory().path)
        work.actor = PersonActor(id=PersonFactory().id, duties=frozenset({held_duty}))

        with pytest.raises(NotAllowed):
            commands.change_requirement(
                work, requirement.id, **terms(requirement, repeat_months=24)
            )
        with pytest.raises(NotAllowed):
            commands.end_requirement(work, requirement.id)
        assert session.scalars(select(Requirement)).one().until_on is None


class TestEndRequirement:
    def test_lets_nobody_owe_it_from_today(self, work, session, requirement):
        engagement = EngagementFactory()
        commands.refresh(work, [engagement.id])

        commands.end_requirement(work, requirement.id)

        (one,) = held(session, engagement)
        assert one.ended_on == TODAY
        assert status(session, TODAY) == []
        assert len(status(session, date(2026, 11, 23))) == 1

    def test_is_asked_of_no_later_starter(self, work, session, requirement):
        commands.end_requirement(work, requirement.id)
        engagement = EngagementFactory(starts_on=date(2026, 11, 2))

        commands.refresh(work, [engagement.id])

        assert held(session, engagement) == []

    def test_refuses_a_second_time(self, work, requirement):
        commands.end_requirement(work, requirement.id)

        with pytest.raises(errors.AlreadyEnded):
            commands.end_requirement(work, requirement.id)


class TestTouchedBy:
    def test_counts_those_in_every_audience(self, session):
        unit, group = UnitFactory(), GroupFactory()
        both = EngagementFactory(unit=unit, kind="agency")
        GroupMemberFactory(group=group, person=both.person)
        EngagementFactory(unit=unit, kind="agency")
        EngagementFactory(unit=unit, ends_on=date(2026, 11, 1))

        def audience(**other):
            facts = {"kinds": frozenset(), "unit_path": None, "group_id": None}
            return Audience(**{**facts, **other}, from_on=TODAY, until_on=None)

        def count(*wanted):
            return queries.touched_by(session, *wanted, day=TODAY)

        assert count(audience()) == 2
        assert count(audience(kinds=frozenset({"permanent"}))) == 0
        assert count(audience(unit_path=unit.path), audience(group_id=group.id)) == 1

"""Facts are dated twice: what was said on a day is said again, whatever we learn later."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.assignment import commands as assignment
from lms.assignment.models import Obligation, Pause, Proof
from lms.assignment.rules import Done
from lms.compliance import queries
from lms.compliance.queries import Asked
from lms.identity.models import Invitation
from lms.kernel.errors import Refusal
from lms.people import commands as people
from lms.people.models import Engagement
from tests.support.factories import (
    AgencyFactory,
    EngagementFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)

FIRST = date(2026, 11, 2)
"""A Monday on which the plays begin."""

GROUPS = ("", "unit", "kind", "agency", "requirement")


def said(session, day, **over):
    """All that is said about a day: figures of every kind, and who is behind them."""
    asked = Asked(day=day, **over)
    lines = queries.every_line(session, asked)
    return {
        "coverage": asdict(queries.coverage(session, asked)),
        "standings": asdict(queries.standings(session, asked)),
        **{by: [asdict(one) for one in queries.figures(session, asked, by=by)] for by in GROUPS},
        "lines": sorted((one.obligation_id, one.unit, one.due_on, one.status) for one in lines),
        "people": [
            (one.person_id, one.standing, one.unit, one.kind, one.starts_on)
            for one in queries.people_standing(session, asked).rows
        ],
        "starters": sorted(
            (one.engagement_id, one.come, one.unit)
            for some in queries.every_starter(
                session, asked, queries.Which(since=date(2026, 1, 1))
            )
            for one in some
        ),
    }


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


ACTS = (
    "begin",
    "move",
    "kind",
    "start",
    "end",
    "pause",
    "back",
    "pass",
    "reopen",
    "invite",
    "exempt",
    "agency",
)
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(-9, 6), st.booleans()),
    max_size=4,
)


class Play:
    """A few people, and what happens to them over some days."""

    def __init__(self, work):
        self.work, self.session = work, work.session
        self.units = [UnitFactory(), UnitFactory()]
        self.agencies = [AgencyFactory(), AgencyFactory()]
        self.people = [PersonFactory() for _ in range(3)]
        RequirementFactory(due_days={"": 3}, repeat_months=1)
        RequirementFactory(
            name="Of one team", module_slug="team", unit=self.units[0], due_days={"": 1}
        )

    def engagement(self, at):
        found = self.session.scalars(
            select(Engagement).order_by(Engagement.created_at, Engagement.reference)
        ).all()
        return found[at % len(found)].id if found else None

    def act(self, name, at, days, flag):
        with self.session.begin_nested() as savepoint:
            try:
                getattr(self, f"_{name}")(at, self.work.today + timedelta(days=days), flag)
            except Refusal:
                savepoint.rollback()
                self.session.expire_all()

    def _begin(self, at, day, flag):
        people.engage(
            self.work,
            self.people[at % 3],
            kind="permanent",
            source="HR",
            reference=uuid4().hex,
            starts_on=day,
            ends_on=day + timedelta(days=6) if flag else None,
            unit=self.units[at % 2],
        )

    def _change(self, at, **over):
        engagement = self.engagement(at)
        if engagement is not None:
            people.change_engagement(self.work, engagement, **over)

    def _move(self, at, day, flag):
        self._change(at, unit=self.units[flag], since=min(day, self.work.today))

    def _kind(self, at, _day, flag):
        self._change(at, kind="casual" if flag else "permanent")

    def _agency(self, at, _day, flag):
        self._change(at, kind="agency", agency=self.agencies[flag])

    def _start(self, at, day, _flag):
        self._change(at, starts_on=day)

    def _end(self, at, day, _flag):
        engagement = self.engagement(at)
        if engagement is not None:
            people.end(self.work, engagement, ends_on=day)

    def _pause(self, at, day, flag):
        engagement = self.engagement(at)
        if engagement is not None:
            until = day + timedelta(days=3) if flag else None
            assignment.pause(
                self.work, engagement, reason="long_absence", from_on=day, until_on=until
            )

    def _back(self, at, day, _flag):
        found = self.session.scalars(select(Pause).order_by(Pause.from_on, Pause.id)).all()
        if found:
            assignment.end_pause(self.work, found[at % len(found)].id, on=day)

    def _pass(self, at, day, flag):
        assignment.meet(
            self.work,
            Done(
                completion_id=uuid4(),
                person_id=self.people[at % 3].id,
                module_slug="team" if flag else "safeguarding-induction",
                completed_on=min(day, self.work.today),
            ),
        )

    def _reopen(self, at, _day, _flag):
        found = self.session.scalars(select(Proof).order_by(Proof.from_on, Proof.id)).all()
        if found:
            assignment.reopen(self.work, found[at % len(found)].completion_id)

    def _exempt(self, at, day, _flag):
        found = self.session.scalars(select(Obligation).order_by(Obligation.begun_on)).all()
        if found:
            assignment.exempt(
                self.work,
                found[at % len(found)].id,
                reason="Trained elsewhere this year",
                until_on=day,
            )

    def _invite(self, at, _day, _flag):
        now = self.work.now
        self.session.add(Invitation(person=self.people[at % 3], sent_at=now, made_at=now))
        self.session.flush()


class TestLaw:
    @pytest.mark.slow
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(days=st.lists(steps, min_size=1, max_size=5))
    def test_what_was_said_on_a_day_is_said_again(self, work, days):
        """Facts come in any order, late and early; each day's answer stays that day's answer."""
        begun, outer = work.now, work.session.get_bind()
        work.session.commit()
        with outer.begin_nested() as savepoint:
            play, answers = Play(work), {}
            for at, some in enumerate(days):
                day = FIRST + timedelta(days=2 * at)
                work.now = noon(day)
                for one in some:
                    play.act(*one)
                answers[day] = said(work.session, day)
            last = max(answers)
            for day, answer in answers.items():
                assert said(work.session, day, today=last, known_on=day) == answer
            work.session.rollback()
            savepoint.rollback()
        work.session.expunge_all()
        work.now = begun

    def test_holds_for_a_week_in_which_everything_comes_late(self, work):
        play, answers = Play(work), {}
        week = [
            [("begin", 0, 0, False), ("begin", 1, -9, False), ("invite", 0, 0, False)],
            [("move", 0, -9, True), ("start", 0, -5, False), ("pass", 1, -4, False)],
            [("pause", 1, -3, False), ("begin", 2, -9, True), ("kind", 0, 0, True)],
            [("back", 0, -2, False), ("reopen", 0, 0, False), ("move", 0, -6, False)],
            [("end", 0, -3, False), ("exempt", 2, 6, False), ("agency", 1, 0, True)],
        ]
        for at, some in enumerate(week):
            day = FIRST + timedelta(days=2 * at)
            work.now = noon(day)
            for one in some:
                play.act(*one)
            answers[day] = said(work.session, day)

        again = {day: said(work.session, day, today=max(answers), known_on=day) for day in answers}

        assert again == answers
        assert len({str(one["standings"]) for one in again.values()}) > 2


class TestLateFacts:
    def test_a_late_start_changes_what_is_true_and_not_what_was_said(self, work):
        before = work.today - timedelta(days=3)
        people.engage(work, PersonFactory(), kind="casual", source="HR", starts_on=before)

        now = queries.coverage(work.session, Asked(day=before, today=work.today))
        then = queries.coverage(work.session, Asked(day=before, today=work.today, known_on=before))

        assert (now.known, then.known) == (1, 0)

    def test_a_late_end_too(self, work):
        one = EngagementFactory()
        gone = work.today - timedelta(days=10)
        people.end(work, one.id, ends_on=gone)
        day = gone + timedelta(days=2)

        now = queries.coverage(work.session, Asked(day=day, today=work.today))
        then = queries.coverage(work.session, Asked(day=day, today=work.today, known_on=day))

        assert (now.known, then.known) == (0, 1)


class TestMovers:
    @pytest.fixture
    def moved(self, work):
        RequirementFactory()
        one = EngagementFactory(unit=UnitFactory(name="Fostering"))
        assignment.refresh(work, [one.id])
        people.change_engagement(work, one.id, unit=UnitFactory(name="Court Team"))
        return one

    def teams(self, work, day, **over):
        asked = Asked(day=day, today=work.today, **over)
        return [one.name for one in queries.figures(work.session, asked, by="unit")]

    def test_count_in_the_earlier_team_on_an_earlier_day(self, work, moved):
        yesterday = work.today - timedelta(days=1)

        assert self.teams(work, yesterday) == ["Fostering"]
        assert self.teams(work, work.today) == ["Court Team"]

    def test_count_where_they_had_been_once_that_is_learnt(self, work, moved):
        yesterday, monday = work.today - timedelta(days=1), work.today
        work.now += timedelta(days=7)
        third = UnitFactory(name="Duty Team")
        people.change_engagement(work, moved.id, unit=third, since=monday - timedelta(days=5))

        assert self.teams(work, yesterday) == ["Duty Team"]
        assert self.teams(work, yesterday, known_on=monday) == ["Fostering"]
        assert self.teams(work, monday, known_on=monday) == ["Court Team"]

    def test_are_not_moved_from_a_day_to_come(self, work, moved):
        with pytest.raises(Refusal, match="Enter today or an earlier day"):
            people.change_engagement(
                work, moved.id, unit=UnitFactory(), since=work.today + timedelta(days=1)
            )

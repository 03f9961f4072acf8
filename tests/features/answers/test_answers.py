from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.answers import commands, errors, queries, rules
from lms.answers.models import Report, TeamQuestion
from lms.audit.models import AuditRow
from lms.delivery.actors import NOBODY
from lms.kernel.days import is_working_day
from lms.kernel.errors import Invalid, NotAllowed
from lms.notifications.models import Message
from lms.people.models import Person
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import DutyFactory, EngagementFactory, PersonFactory

TODAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)
ADA = rules.Missing(
    first_name="Ada",
    last_name="Oyelaran",
    email="ada@marlshire.example",
    starts_on=date(2026, 11, 16),
    kind="agency",
    agency="Northway Care Staffing",
)


@pytest.fixture(autouse=True)
def on_tuesdays(work):
    """The clock of the tests stands on a Tuesday."""
    work.settings = work.settings.__class__(**{**vars(work.settings), "weekly_question": 2})


@pytest.fixture
def manager():
    return EngagementFactory(person=PersonFactory(first_name="Ines", last_name="Calloway")).person


@pytest.fixture
def starter(manager):
    return EngagementFactory(manager=manager, starts_on=date(2026, 11, 16))


@pytest.fixture
def asked(work, starter):
    commands.ask_managers(work)
    return work.session.scalars(select(TeamQuestion)).one()


def answer(work, asked, **said):
    """Answer as whoever holds the link, who is nobody to us."""
    actor, work.actor = work.actor, NOBODY
    try:
        return commands.answer(work, asked.id, rules.Answer(**{"is_complete": False, **said}))
    finally:
        work.actor = actor


class TestAsk:
    def test_names_who_started_lately_and_has_not_begun(self, work, asked, starter, manager):
        (message,) = work.session.scalars(select(Message).filter_by(kind="weekly"))

        assert message.person_id == manager.id
        assert message.facts["people"] == [[starter.person.name, "2026-11-16"]]

    def test_asks_once_a_week(self, work, asked):
        assert commands.ask_managers(work) == 0
        work.now += timedelta(days=7)
        assert commands.ask_managers(work) == 1

    def test_asks_on_its_day_only(self, work, starter):
        work.now += timedelta(days=1)

        assert commands.ask_managers(work) == 0

    def test_asks_nobody_without_people_or_address_or_who_has_left(self, work):
        EngagementFactory()
        gone = EngagementFactory(ends_on=TODAY - timedelta(days=1)).person
        EngagementFactory(manager=gone)
        silent = EngagementFactory(person=PersonFactory(email=None)).person
        EngagementFactory(manager=silent)

        assert commands.ask_managers(work) == 0

    @given(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.integers(1, 5))
    def test_asks_on_one_working_day_of_each_week(self, day, weekday):
        monday = rules.week_of(day)
        days = [monday + timedelta(days=n) for n in range(14)]

        asks = [one for one in days if rules.asks_on(one, weekday)]

        assert all(is_working_day(one) for one in asks)
        assert len(asks) in {1, 2, 3}

    @given(st.dates(date(2020, 1, 1), date(2026, 12, 31)))
    def test_can_be_turned_off(self, day):
        assert not rules.asks_on(day, 0)


class TestAnswer:
    def test_notes_that_nobody_is_missing(self, work, asked):
        answer(work, asked, is_complete=True)

        assert asked.is_complete
        assert queries.answers(work.session, TODAY) == queries.Answers(
            complete=1, changed=0, unanswered=0
        )

    def test_lets_what_it_says_of_people_wait_for_hr(self, work, asked, starter):
        left = rules.Left(engagement_id=starter.id, last_on=date(2026, 11, 20))

        answer(work, asked, missing=[ADA], left=[left])

        assert starter.ends_on is None
        assert not work.session.scalars(select(Person).filter_by(last_name="Oyelaran")).all()
        told = sorted((one.kind, one.name) for one in queries.waiting(work.session))
        assert told == [("left", starter.person.name), ("missing", "Ada Oyelaran")]
        assert queries.answers(work.session, TODAY).waiting == 2

    def test_says_nothing_of_anybody_it_did_not_name(self, work, asked):
        other = EngagementFactory()

        with pytest.raises(Invalid):
            answer(work, asked, left=[rules.Left(engagement_id=other.id, last_on=TODAY)])

    def test_replaces_what_still_waits(self, work, asked):
        answer(work, asked, missing=[ADA])
        answer(work, asked, is_complete=True)

        assert queries.waiting(work.session) == []
        assert asked.is_complete
        assert work.session.scalars(select(Report)).one().outcome == "replaced"

    def test_tells_hr_once_a_day(self, work, asked):
        officer = DutyFactory(duty="hr").person

        answer(work, asked, missing=[ADA])
        answer(work, asked, missing=[ADA])

        told = work.session.scalars(select(Message).filter_by(kind="reports")).all()
        assert [one.person_id for one in told] == [officer.id]

    def test_is_refused_once_its_time_is_over(self, work, asked):
        work.now += timedelta(days=15)

        with pytest.raises(errors.QuestionOver):
            answer(work, asked, is_complete=True)

    def test_names_nobody_in_the_record(self, work, asked):
        answer(work, asked, missing=[ADA])

        rows = work.session.scalars(select(AuditRow).where(AuditRow.tag.startswith("answers.")))
        assert "Oyelaran" not in str([one.data for one in rows])


class TestDecide:
    def test_ends_who_has_left(self, work, asked, starter):
        left = rules.Left(engagement_id=starter.id, last_on=date(2026, 11, 20))
        answer(work, asked, left=[left])

        commands.let_end(work, queries.waiting(work.session)[0].id)

        assert starter.ends_on == date(2026, 11, 20)
        assert queries.waiting(work.session) == []

    def test_whoever_never_came_ends_on_their_first_day(self, work, asked, starter):
        left = rules.Left(engagement_id=starter.id, last_on=date(2026, 11, 1))
        answer(work, asked, left=[left])

        commands.let_end(work, queries.waiting(work.session)[0].id)

        assert starter.ends_on == starter.starts_on

    def test_tells_the_manager_why_not(self, work, asked, manager):
        answer(work, asked, missing=[ADA])
        report = queries.waiting(work.session)[0]

        with pytest.raises(errors.ReasonNeeded):
            commands.refuse(work, report.id, reason=" ")
        commands.refuse(work, report.id, reason="She works for Health.")

        (message,) = work.session.scalars(select(Message).filter_by(kind="report_refused"))
        assert (message.person_id, message.facts["reason"]) == (
            manager.id,
            "She works for Health.",
        )

    def test_is_decided_once(self, work, asked):
        answer(work, asked, missing=[ADA])
        report = queries.waiting(work.session)[0]
        commands.refuse(work, report.id, reason="No.")

        with pytest.raises(errors.SettledAlready):
            commands.refuse(work, report.id, reason="No.")

    @pytest.mark.parametrize("duties", [(), (HeldDuty("line_manager"),), (HeldDuty("auditor"),)])
    def test_is_for_hr(self, work, asked, duties):
        answer(work, asked, missing=[ADA])
        work.actor = PersonActor(id=None, name="Somebody", duties=duties)

        with pytest.raises(errors.NoSuchReport):
            commands.refuse(work, queries.waiting(work.session)[0].id, reason="No.")
        with pytest.raises(NotAllowed):
            commands.ask_again(work, asked.id)

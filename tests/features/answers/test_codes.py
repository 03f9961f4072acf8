from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.answers import commands, errors, queries, rules
from lms.answers.models import Report
from lms.delivery.actors import NOBODY
from lms.intake.models import Source
from lms.kernel.errors import NotAllowed
from lms.notifications.models import Message
from lms.people.models import Person
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import EngagementFactory, UnitFactory

TODAY = date(2026, 11, 24)
ADA = rules.Missing(
    first_name="Ada",
    last_name="Oyelaran",
    email="ada@marlshire.example",
    starts_on=date(2026, 11, 23),
    kind="temporary",
)


@pytest.fixture
def unit():
    return UnitFactory(name="Court Team")


@pytest.fixture
def manager(unit):
    return EngagementFactory(unit=unit).person


@pytest.fixture
def code(work, unit, manager):
    return commands.make_code(work, unit.id, manager_id=manager.id)


def typed(work, code):
    return rules.code(work.settings.secret_key, code.id)


def join(work, code, text=None, **other):
    actor, work.actor = work.actor, NOBODY
    try:
        return commands.join(work, text or typed(work, code), replace(ADA, **other))
    finally:
        work.actor = actor


def as_manager(work, manager):
    duty = HeldDuty("line_manager")
    work.actor = PersonActor(id=manager.id, name=manager.name, duties=(duty,))


class TestJoin:
    def test_waits_for_the_manager_and_enters_nobody(self, work, code, manager):
        join(work, code)

        (waits,) = queries.waiting_for_manager(work.session, manager.id)
        assert (waits.name, waits.kind) == ("Ada Oyelaran", "joined")
        assert not work.session.scalars(select(Person).filter_by(last_name="Oyelaran")).all()
        (message,) = work.session.scalars(select(Message).filter_by(kind="joined"))
        assert message.person_id == manager.id

    def test_forgives_how_the_code_is_typed(self, work, code):
        text = typed(work, code).replace("-", " ").lower()

        assert join(work, code, text).code_id == code.id

    def test_the_same_sent_twice_is_one(self, work, code):
        assert join(work, code).id == join(work, code).id

    def test_is_heard_of_among_the_ways_in(self, work, code):
        join(work, code)

        assert work.session.scalars(select(Source).filter_by(way="code")).one().last_seen_at

    @pytest.mark.parametrize("text", ["0000-0000", "", "7F3K", "’; DROP"])
    def test_needs_a_code_that_there_is(self, work, code, text):
        with pytest.raises(errors.NoSuchCode):
            join(work, code, text or "-")

    def test_needs_a_code_that_still_works(self, work, code):
        work.now += timedelta(days=rules.CODE_DAYS + 1)

        with pytest.raises(errors.NoSuchCode):
            join(work, code)

    def test_is_bounded_for_each_code(self, work, code):
        code.most = 2
        for n in range(2):
            join(work, code, last_name=f"Number{n}")

        with pytest.raises(errors.NoSuchCode):
            join(work, code)

    def test_a_flood_is_stopped_until_tomorrow(self, work, code):
        for n in range(rules.CODE_A_DAY):
            join(work, code, last_name=f"Number{n}")

        with pytest.raises(errors.TooManyToday):
            join(work, code)
        work.now += timedelta(days=1, minutes=1)
        assert join(work, code)


class TestLeaked:
    def test_stops_at_once_and_refuses_everybody_by_it(self, work, code, manager):
        join(work, code)
        join(work, code, last_name="Nobody")

        commands.stop_code(work, code.id, refuse_waiting=True)

        assert queries.waiting_for_manager(work.session, manager.id) == []
        assert {one.outcome for one in work.session.scalars(select(Report))} == {"refused"}
        with pytest.raises(errors.NoSuchCode):
            join(work, code)
        with pytest.raises(errors.CodeOver):
            commands.stop_code(work, code.id, refuse_waiting=True)

    def test_a_new_code_takes_its_place(self, work, code, unit, manager):
        again = commands.make_code(work, unit.id, manager_id=manager.id)

        assert typed(work, again) != typed(work, code)
        with pytest.raises(errors.NoSuchCode):
            join(work, code)
        assert join(work, again)

    def test_another_manager_cannot_touch_it(self, work, code):
        as_manager(work, EngagementFactory().person)

        with pytest.raises(errors.NoSuchCode):
            commands.stop_code(work, code.id, refuse_waiting=False)

    def test_is_kept_as_what_nobody_can_read_back(self, work, code):
        assert typed(work, code).replace("-", "") not in code.code_hash


class TestConfirm:
    def test_is_for_the_manager_who_keeps_the_code(self, work, code, manager):
        report = join(work, code)
        begun = EngagementFactory()

        as_manager(work, EngagementFactory().person)
        with pytest.raises(errors.NoSuchReport):
            commands.entered(work, report.id, engagement_id=begun.id)
        as_manager(work, manager)
        commands.entered(work, report.id, engagement_id=begun.id)

        assert report.outcome == "entered"

    def test_goes_to_hr_after_five_working_days(self, work, code, manager):
        join(work, code)

        work.now += timedelta(days=6)
        assert commands.pass_on(work) == 0
        work.now += timedelta(days=1)
        assert commands.pass_on(work) == 1

        assert queries.waiting_for_manager(work.session, manager.id) == []
        assert [one.name for one in queries.waiting(work.session)] == ["Ada Oyelaran"]

    def test_a_code_is_made_by_who_manages_there(self, work, unit, manager):
        work.actor = PersonActor(id=manager.id, name=manager.name, duties=(HeldDuty("auditor"),))
        with pytest.raises(NotAllowed):
            commands.make_code(work, unit.id, manager_id=manager.id)

        as_manager(work, manager)
        assert commands.make_code(work, unit.id, manager_id=manager.id)
        with pytest.raises(NotAllowed):
            commands.make_code(work, unit.id, manager_id=EngagementFactory().person_id)

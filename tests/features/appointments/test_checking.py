from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.appointments import commands, errors, queries, rules
from lms.appointments.commands import Named
from lms.appointments.models import DslAppointment, DslCheck, DslTold, DslTraining
from lms.appointments.queries import CheckState
from lms.audit.models import AuditRow
from lms.delivery.actors import NOBODY
from lms.intake.models import Source
from lms.kernel.errors import Invalid, NotAllowed, NotFound
from lms.notifications.models import Message
from lms.people.models import Person
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    DslAppointmentFactory,
    DutyFactory,
    SettingFactory,
)

TODAY = date(2026, 11, 24)
MARA = rules.NewlyHeld(
    first_name="Mara",
    last_name="Quill",
    email="mara@larkmead.example",
    role="dsl",
    from_on=date(2026, 11, 2),
)


@pytest.fixture
def setting():
    return SettingFactory(name="Larkmead Academy", mailbox="office@larkmead.example")


@pytest.fixture
def lead(setting):
    return DslAppointmentFactory(setting=setting, role="dsl", confirmed_at=None)


@pytest.fixture
def check(work, setting):
    commands.ask_settings(work)
    return work.session.scalars(select(DslCheck).filter_by(setting_id=setting.id)).one()


def answer(work, check, *held, named=(), by="Petra Osei, office manager"):
    """Answer as somebody who holds the link and is nobody to us."""
    actor, work.actor = work.actor, NOBODY
    said = rules.Answer(answered_by=by, held=held, named=named)
    try:
        return commands.answer(work, check.id, said)
    finally:
        work.actor = actor


def still(appointment, **given):
    return rules.StillHeld(appointment_id=appointment.id, **given)


def waiting(work):
    return queries.waiting(work.session)


class TestAsk:
    def test_asks_each_open_setting_with_a_mailbox_once_a_year(self, work, setting, clock):
        SettingFactory(mailbox=None)
        SettingFactory(mailbox="old@closed.example", closed_on=TODAY)

        assert commands.ask_settings(work) == 1
        with pytest.raises(errors.NobodyToAsk):
            commands.ask_settings(work)

        (message,) = work.session.scalars(select(Message).filter_by(kind="dsl_check"))
        assert (message.setting_id, message.person_id) == (setting.id, None)
        assert set(message.facts) == {"check", "setting", "again"}

    def test_asks_anew_in_the_next_school_year(self, work, check):
        work.now += timedelta(days=300)

        assert commands.ask_settings(work) == 1

    def test_asks_once_more_after_two_weeks(self, work, check):
        work.now += timedelta(days=13)
        assert commands.remind_settings(work) == 0
        work.now += timedelta(days=1)
        assert commands.remind_settings(work) == 1
        assert commands.remind_settings(work) == 0

        again = [one.facts["again"] for one in work.session.scalars(select(Message))]
        assert sorted(again) == [False, True]

    def test_asks_nobody_again_who_has_answered(self, work, check):
        answer(work, check, named=[MARA])
        work.now += timedelta(days=20)

        assert commands.remind_settings(work) == 0

    def test_is_for_who_may_appoint(self, work, setting):
        work.actor = PersonActor(id=None, name="An auditor", duties=(HeldDuty("auditor"),))

        with pytest.raises(NotAllowed):
            commands.ask_settings(work)


class TestAnswer:
    def test_confirms_at_once_what_is_right(self, work, check, lead):
        answer(work, check, still(lead))

        assert lead.confirmed_at == work.now
        assert waiting(work) == []
        assert check.answered_by == "Petra Osei, office manager"

    def test_notes_training_as_the_school_tells(self, work, check, lead):
        answer(work, check, still(lead, done={"role": date(2026, 3, 4)}))

        (told,) = work.session.scalars(select(DslTraining))
        assert (told.kind, told.done_on, told.told_by) == ("role", date(2026, 3, 4), "school")
        assert told.told_by_id is None

    def test_lets_nobody_in_without_a_yes(self, work, check, lead):
        answer(work, check, still(lead, last_on=date(2026, 11, 1)), named=[MARA])

        assert lead.until_on is None
        assert not work.session.scalars(select(Person).filter_by(last_name="Quill")).all()
        assert [(one.kind, one.name) for one in waiting(work)] == [
            ("over", lead.person.name),
            ("new", "Mara Quill"),
        ]

    def test_replaces_what_still_waits(self, work, check, lead):
        answer(work, check, still(lead), named=[MARA])
        answer(work, check, still(lead), by="The head")

        assert waiting(work) == []
        (before,) = work.session.scalars(select(DslTold))
        assert before.outcome == "replaced"
        assert check.answered_by == "The head"

    def test_takes_nothing_of_another_settings_appointment(self, work, check):
        other = DslAppointmentFactory(confirmed_at=None)

        answer(work, check, still(other, last_on=TODAY))

        assert waiting(work) == []
        assert other.confirmed_at is None

    def test_is_heard_of_among_the_ways_in(self, work, check, lead):
        answer(work, check, still(lead))

        assert work.session.scalars(select(Source).filter_by(name="Schools")).one().last_seen_at

    def test_tells_the_coordinator_once_a_day(self, work, check):
        keeper = DutyFactory(duty="network_coordinator").person

        answer(work, check, named=[MARA])
        answer(work, check, named=[MARA])

        told = work.session.scalars(select(Message).filter_by(kind="dsl_answers")).all()
        assert [one.person_id for one in told] == [keeper.id]

    def test_is_refused_once_its_time_is_over(self, work, check):
        work.now += rules.CHECK_OPEN + timedelta(days=1)

        with pytest.raises(errors.CheckOver):
            answer(work, check, named=[MARA])

    @pytest.mark.parametrize(
        "wrong", [{"first_name": " "}, {"email": "nobody"}, {"last_name": "x" * 200}]
    )
    def test_refuses_what_cannot_be_somebody(self, work, check, wrong):
        named = rules.NewlyHeld(**{**vars(MARA), **wrong})

        with pytest.raises(Invalid):
            answer(work, check, named=[named])

    def test_names_nobody_in_the_record(self, work, check):
        answer(work, check, named=[MARA])

        rows = work.session.scalars(select(AuditRow).where(AuditRow.tag.startswith("dsl.")))
        assert "Quill" not in str([one.data for one in rows])

    def test_there_must_be_such_a_question(self, work, setting):
        with pytest.raises(NotFound):
            commands.answer(work, setting.id, rules.Answer(answered_by="Petra"))


class TestDecide:
    @pytest.fixture
    def told(self, work, check):
        answer(work, check, named=[MARA])
        return waiting(work)[0]

    def enter(self, work, told, **given):
        named = Named(first_name="Mara", last_name="Quill", email="mara@larkmead.example")
        said = {"named": named, "role": "dsl", "from_on": told.on, "instead": True, **given}
        return commands.enter(work, told.id, **said)

    def test_enters_whom_the_setting_named(self, work, told):
        made = self.enter(work, told)

        assert (made.person.name, made.named_by) == ("Mara Quill", "school")
        assert (told.outcome, waiting(work)) == ("entered", [])

    def test_decides_once(self, work, told):
        self.enter(work, told)

        with pytest.raises(errors.ToldAlready):
            commands.leave_out(work, told.id, reason="Not so.")

    def test_leaves_out_with_a_reason(self, work, told):
        with pytest.raises(errors.ReasonNeeded):
            commands.leave_out(work, told.id, reason="  ")
        commands.leave_out(work, told.id, reason="The head says it is not so.")

        assert (told.outcome, told.reason) == ("left_out", "The head says it is not so.")
        assert not work.session.scalars(select(DslAppointment)).all()

    def test_ends_what_is_over(self, work, check, lead):
        answer(work, check, still(lead, last_on=date(2026, 11, 20)))

        commands.let_end(work, waiting(work)[0].id)

        assert lead.until_on == date(2026, 11, 21)

    def test_is_for_who_may_appoint(self, work, told):
        work.actor = NOBODY

        with pytest.raises(NotAllowed):
            commands.leave_out(work, told.id, reason="Not so.")


def test_each_open_setting_is_in_one_state(work):
    """Asked, answered, waiting, not asked, without a mailbox: together they are all."""
    answered, waits, silent = (SettingFactory(mailbox=f"{n}@a.example") for n in range(3))
    commands.ask_settings(work)
    SettingFactory(mailbox=None)
    SettingFactory(mailbox="new@a.example")
    SettingFactory(closed_on=TODAY)
    answer(work, queries.check_of(work.session, answered.id, TODAY))
    answer(work, queries.check_of(work.session, waits.id, TODAY), named=[MARA])

    figures = queries.check_figures(work.session, TODAY)
    pages = {
        state: [one.name for one, _ in queries.page_of_checks(work.session, TODAY, state).rows]
        for state in CheckState
    }

    assert {key: len(some) for key, some in pages.items()} == figures.by_state
    assert set(figures.by_state.values()) == {1}
    assert pages[CheckState.UNANSWERED] == [silent.name]
    assert figures.settings == 5


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_school_year_runs_from_september_to_august(day):
    year = rules.school_year(day)

    assert date(year, 9, 1) <= day < date(year + 1, 9, 1)

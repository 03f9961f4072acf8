"""A DSL waits for a mentor, tells what suits, and waits no more."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.audit.models import AuditRow
from lms.kernel.errors import Invalid, NotAllowed, NotFound
from lms.mentoring import commands, queries
from lms.mentoring.commands import Suits
from lms.mentoring.errors import NotDsl, NotOpen
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import DslAppointmentFactory, DutyFactory, PersonFactory
from tests.support.factories.mentoring import (
    MentorNeedFactory,
    MentorProfileFactory,
    PairingFactory,
)

TODAY = date(2026, 11, 24)


def suits(**over):
    told = {"contexts": ["eal"], "days": ["fri", "mon"], "online": False, "aims": " To begin. "}
    return Suits(**{**told, **over})


class TestAppointed:
    def test_waits_from_the_day_on_which_the_council_hears_of_it(self, work, session, told):
        appointment = DslAppointmentFactory(from_on=date(2026, 11, 2))

        made = commands.appointed(work, appointment.id)

        assert (made.person_id, made.notified_on) == (appointment.person_id, TODAY)
        assert (made.setting_id, made.appointment_id) == (appointment.setting_id, appointment.id)
        assert made.told_at is None
        assert told() == ["mentoring.needed"]
        event = session.scalars(select(AuditRow).filter_by(tag="mentoring.needed")).one()
        assert event.data["by_appointment"] is True
        assert event.data["setting_id"] == str(appointment.setting_id)

    def test_waits_once(self, work):
        appointment = DslAppointmentFactory()
        need = commands.appointed(work, appointment.id)

        assert commands.appointed(work, appointment.id) is None
        commands.close(work, need.id, reason="own")
        assert commands.appointed(work, appointment.id) is None

    @pytest.mark.parametrize("over", [{"role": "deputy"}, {"until_on": TODAY}])
    def test_is_for_a_dsl_who_is_one_still(self, work, over):
        assert commands.appointed(work, DslAppointmentFactory(**over).id) is None

    def test_is_not_for_whoever_was_dsl_before(self, work):
        before = DslAppointmentFactory(from_on=date(2020, 9, 1), until_on=date(2026, 8, 31))
        now = DslAppointmentFactory(person=before.person)

        assert commands.appointed(work, now.id) is None

    def test_is_for_whoever_was_deputy_before(self, work):
        before = DslAppointmentFactory(role="deputy", from_on=date(2020, 9, 1))
        now = DslAppointmentFactory(person=before.person)

        assert commands.appointed(work, now.id) is not None

    def test_is_not_for_a_mentor_unless_they_took_it_back(self, work):
        profile = MentorProfileFactory(person=DslAppointmentFactory().person)
        (held,) = [queries.appointment_of(work.session, profile.person_id, TODAY)]
        assert commands.appointed(work, held.id) is None

        commands.withdraw(work, profile.person_id)

        assert commands.appointed(work, held.id) is not None


class TestAsk:
    def test_waits_from_today_and_tells_what_suits(self, work, told):
        appointment = DslAppointmentFactory(role="deputy")

        made = commands.ask(work, appointment.person_id, suits())

        assert (made.notified_on, made.told_at) == (TODAY, work.now)
        assert (made.days, made.online, made.aims) == (["mon", "fri"], False, "To begin.")
        assert told() == ["mentoring.needed", "mentoring.need_told"]

    def test_while_waiting_only_tells_and_keeps_the_day(self, work, told):
        need = MentorNeedFactory(notified_on=date(2026, 11, 2))

        again = commands.ask(work, need.person_id, suits())

        assert again.id == need.id
        assert again.notified_on == date(2026, 11, 2)
        assert told() == ["mentoring.need_told"]

    def test_after_it_was_closed_waits_anew(self, work):
        need = MentorNeedFactory()
        commands.close(work, need.id, reason="done")

        again = commands.ask(work, need.person_id, suits())

        assert again.id != need.id
        assert again.notified_on == TODAY

    def test_is_for_whoever_is_dsl_or_deputy_now(self, work):
        for person in (PersonFactory(), DslAppointmentFactory(until_on=TODAY).person):
            with pytest.raises(NotDsl):
                commands.ask(work, person.id, suits())

    @pytest.mark.parametrize(
        ("over", "field"),
        [({"contexts": ["moon"]}, "contexts"), ({"days": ["sun"]}, "days"), ({}, "aims")],
    )
    def test_refuses_what_cannot_be(self, work, over, field):
        person = DslAppointmentFactory().person
        told = over or {"aims": "x" * 501}

        with pytest.raises(Invalid) as refused:
            commands.ask(work, person.id, suits(**told))

        assert refused.value.field == field
        assert queries.need_of(work.session, person.id) is None


class TestClose:
    def test_is_ones_own(self, work, told):
        need = MentorNeedFactory()
        work.actor = PersonActor(id=need.person_id)

        commands.close(work, need.id, reason="own")

        assert (need.closed_at, need.closed_for) == (work.now, "own")
        assert queries.open_needs(work.session) == []
        assert told() == ["mentoring.need_closed"]

    def test_is_the_coordinators_and_nobody_elses(self, work, coordinator):
        need = MentorNeedFactory()
        work.actor = PersonActor(id=DutyFactory(duty="hr").person.id)
        with pytest.raises(NotAllowed):
            commands.close(work, need.id, reason="left")

        work.actor = coordinator
        assert commands.close(work, need.id, reason="left").closed_for == "left"

    @pytest.mark.parametrize("duty", ["hr", "auditor", "administrator", "line_manager"])
    def test_is_no_other_dutys(self, work, duty):
        person = DutyFactory(duty=duty).person
        work.actor = PersonActor(id=person.id, duties=frozenset({HeldDuty(duty)}))

        with pytest.raises(NotAllowed):
            commands.close(work, MentorNeedFactory().id, reason="left")

    def test_is_once_and_for_a_reason(self, work):
        need = MentorNeedFactory()
        with pytest.raises(Invalid):
            commands.close(work, need.id, reason="bored")
        commands.close(work, need.id, reason="own")
        with pytest.raises(NotOpen):
            commands.close(work, need.id, reason="own")
        with pytest.raises(NotFound):
            commands.close(work, uuid4(), reason="own")

    @pytest.mark.parametrize("reason", ["own", "left", "done"])
    @pytest.mark.parametrize("paired", [True, False])
    def test_ends_what_stands_and_frees_the_place(self, work, session, told, reason, paired):
        pairing = PairingFactory(paired_at=work.now if paired else None)
        assert queries.mentees_of(session, TODAY) == {pairing.mentor_id: 1}

        commands.close(work, pairing.need_id, reason=reason)

        assert (pairing.ended_for, pairing.ended_by) == (reason, "coordinator")
        assert queries.mentees_of(session, TODAY) == {}
        assert queries.declined(session) == []
        assert told() == ["mentoring.need_closed", "mentoring.ended"]

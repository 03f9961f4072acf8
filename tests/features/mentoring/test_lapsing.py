"""What time does: proposals nobody answered, mentors and new DSLs who left."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.appointments import commands as appointments
from lms.appointments.models import DslAppointment
from lms.mentoring import commands, queries
from lms.notifications.models import Message
from tests.support.factories import DslAppointmentFactory, DutyFactory, SettingFactory
from tests.support.factories.mentoring import MentorNeedFactory, PairingFactory
from tests.support.mentoring import mentor, waiting


@pytest.fixture
def sent(work):
    need, profile = waiting(work), mentor(work)
    return commands.send(work, need.id, profile.person_id)


def pair(work, sent):
    for side in ("mentor", "mentee"):
        commands.accept(work, sent.id, side=side)


def leave(work, person_id):
    """The appointment ends today, and tomorrow comes."""
    held = work.session.scalars(select(DslAppointment).filter_by(person_id=person_id)).one()
    appointments.end(work, held.id, last_on=work.today)
    work.now += timedelta(days=1)


def kinds(work):
    return list(work.session.scalars(select(Message.kind)))


def test_a_proposal_lapses_after_its_last_day_and_the_new_dsl_waits_on(work, sent):
    DutyFactory(duty="network_coordinator")
    work.now += timedelta(days=7)
    assert (work.today, commands.settle_pairings(work)) == (sent.lapses_on, 0)

    work.now += timedelta(days=1)

    assert commands.settle_pairings(work) == 1
    assert (sent.ended_for, sent.ended_by) == ("lapsed", "time")
    assert queries.need_of(work.session, sent.need.person_id) is not None
    assert kinds(work).count("mentor_ended") == 2
    assert "mentoring" in kinds(work)
    assert commands.settle_pairings(work) == 0


def test_a_pair_that_began_never_lapses(work, sent):
    pair(work, sent)
    work.now += timedelta(days=200)

    assert commands.settle_pairings(work) == 0


def test_a_mentor_who_left_leaves_the_new_dsl_waiting(work, sent):
    pair(work, sent)
    leave(work, sent.mentor_id)

    assert commands.settle_pairings(work) == 1

    assert sent.ended_for == "left"
    assert sent.need.closed_at is None


def test_a_new_dsl_who_left_waits_no_more(work, sent):
    leave(work, sent.need.person_id)

    assert commands.settle_pairings(work) == 2

    assert (sent.ended_for, sent.need.closed_for) == ("left", "left")


def test_each_end_is_told_once(work, sent, told):
    leave(work, sent.need.person_id)
    told()

    commands.settle_pairings(work)
    commands.settle_pairings(work)

    assert told() == ["mentoring.ended", "mentoring.need_closed"]


def test_whoever_moved_to_another_setting_waits_on(work, sent):
    leave(work, sent.need.person_id)
    DslAppointmentFactory(person=sent.need.person)

    assert commands.settle_pairings(work) == 0


def test_a_wait_at_a_setting_that_closed_is_over(work):
    need = MentorNeedFactory(setting__closed_on=work.today)

    assert commands.settle_pairings(work) == 1
    assert need.closed_for == "left"


def test_whoever_begins_soon_waits_and_keeps_what_was_proposed(work):
    setting = SettingFactory()
    soon = DslAppointmentFactory(setting=setting, from_on=date(2026, 12, 1))
    need = MentorNeedFactory(setting=setting, person=soon.person)
    pairing = PairingFactory(need=need)

    assert commands.settle_pairings(work) == 0
    assert (need.closed_at, pairing.ended_at) == (None, None)

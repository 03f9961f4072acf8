"""What time does to pairings, once a day."""

from datetime import date

import pytest

from lms.mentoring import commands, queries
from tests.support.factories import DslAppointmentFactory, SettingFactory
from tests.support.factories.mentoring import (
    MentorNeedFactory,
    MentorProfileFactory,
    PairingFactory,
)

TODAY = date(2026, 11, 24)
OVER = {"until_on": TODAY}


@pytest.fixture
def gone(session):
    """Somebody who is DSL nowhere since today."""
    return DslAppointmentFactory(**OVER).person


class TestSettlePairings:
    def test_ends_what_nobody_answered_after_its_last_day(self, work, told):
        last_day = PairingFactory(lapses_on=TODAY)
        over = PairingFactory(lapses_on=date(2026, 11, 23))
        PairingFactory(lapses_on=date(2026, 11, 23), paired_at=work.now)

        assert commands.settle_pairings(work) == 1
        assert commands.settle_pairings(work) == 0

        assert (over.ended_for, over.ended_by) == ("lapsed", "time")
        assert (last_day.ended_at, over.need.closed_at) == (None, None)
        assert told() == ["mentoring.ended"]

    def test_lets_whoever_lost_a_mentor_wait_on(self, work, gone):
        pairing = PairingFactory(mentor=MentorProfileFactory(person=gone).person)

        assert commands.settle_pairings(work) == 1

        assert (pairing.ended_for, pairing.ended_by) == ("left", "time")
        assert queries.open_needs(work.session) == [pairing.need]
        assert pairing.need.notified_on == date(2026, 11, 2)

    def test_ends_the_wait_and_the_pairing_of_whoever_left(self, work, gone, told):
        pairing = PairingFactory(need=MentorNeedFactory(person=gone), paired_at=work.now)

        assert commands.settle_pairings(work) == 2

        assert (pairing.ended_for, pairing.need.closed_for) == ("left", "left")
        assert told() == ["mentoring.ended", "mentoring.need_closed"]

    def test_leaves_whoever_moved_to_another_setting(self, work, gone):
        DslAppointmentFactory(person=gone)
        MentorNeedFactory(person=gone)

        assert commands.settle_pairings(work) == 0

    def test_closes_the_waits_at_a_setting_that_closed(self, work):
        need = MentorNeedFactory(setting__closed_on=TODAY)

        assert commands.settle_pairings(work) == 1
        assert need.closed_for == "left"

    def test_leaves_whoever_begins_soon(self, work):
        setting = SettingFactory()
        soon = DslAppointmentFactory(setting=setting, from_on=date(2026, 12, 1))
        need = MentorNeedFactory(setting=setting, person=soon.person)
        pairing = PairingFactory(need=need)

        assert commands.settle_pairings(work) == 0
        assert (need.closed_at, pairing.ended_at) == (None, None)

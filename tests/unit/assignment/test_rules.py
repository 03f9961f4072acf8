from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assignment import rules
from lms.assignment.rules import Audience, Change, Held, Spell
from lms.kernel.days import is_working_day

GROUP = uuid4()
days = st.dates(date(2020, 1, 1), date(2028, 12, 31))


def audience(**over):
    facts = {"kinds": frozenset(), "unit_path": None, "group_id": None, "until_on": None}
    return Audience(**{**facts, "from_on": date(2020, 1, 1), **over})


def spell(**over):
    facts = {"kind": "permanent", "unit_path": "/a/b/", "starts_on": date(2026, 9, 1)}
    return Spell(**{**facts, "ends_on": None, "groups": {}, **over})


class TestFirstDay:
    def test_is_the_start_of_the_engagement(self):
        assert rules.first_day(audience(), spell()) == date(2026, 9, 1)

    def test_is_later_for_a_later_requirement(self):
        later = audience(from_on=date(2026, 10, 1))

        assert rules.first_day(later, spell()) == date(2026, 10, 1)

    @pytest.mark.parametrize(
        "outside",
        [
            {"kinds": frozenset({"agency"})},
            {"unit_path": "/a/c/"},
            {"group_id": GROUP},
            {"until_on": date(2026, 9, 1)},
        ],
    )
    def test_is_none_outside_the_audience(self, outside):
        assert rules.first_day(audience(**outside), spell()) is None

    def test_counts_from_joining_the_group(self):
        grouped = audience(group_id=GROUP)

        assert rules.first_day(grouped, spell(groups={GROUP: date(2026, 11, 2)})) == date(
            2026, 11, 2
        )

    def test_is_none_where_the_engagement_ended_before(self):
        ended = spell(starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31))

        assert rules.first_day(audience(), ended) is None


class TestDueOn:
    def test_counts_working_days_after_the_start(self):
        monday = date(2026, 11, 23)

        assert rules.due_on(monday, {"": 10, "agency": 5}, "agency") == date(2026, 11, 30)
        assert rules.due_on(monday, {"": 10, "agency": 5}, "permanent") == date(2026, 12, 7)

    def test_leaves_out_bank_holidays(self):
        christmas_eve = date(2026, 12, 24)

        assert rules.due_on(christmas_eve, {"": 1}, "permanent") == date(2026, 12, 29)

    def test_counts_a_start_on_a_day_off_from_the_next_working_day(self):
        saturday = date(2026, 11, 21)

        assert rules.due_on(saturday, {"": 0}, "permanent") == date(2026, 11, 23)

    @given(begun=days, more=st.integers(0, 60))
    def test_is_a_working_day_not_before_the_start(self, begun, more):
        due = rules.due_on(begun, {"": more}, "permanent")

        assert due >= begun
        assert is_working_day(due)

    @given(begun=days, days_=st.integers(0, 60))
    def test_never_comes_earlier_for_a_later_start(self, begun, days_):
        tomorrow = begun + timedelta(days=1)

        assert rules.due_on(begun, {"": days_}, "x") <= rules.due_on(tomorrow, {"": days_}, "x")


class TestCountsUntil:
    def test_includes_the_day_itself(self):
        assert rules.counts_until(date(2026, 11, 24), 12) == date(2027, 11, 24)

    def test_ends_with_a_shorter_month(self):
        assert rules.counts_until(date(2024, 2, 29), 12) == date(2025, 2, 28)

    def test_is_far_away_where_nothing_lapses(self):
        assert rules.counts_until(date(2026, 11, 24), None) == date(9999, 12, 31)


class TestCarries:
    def carries(self, **over):
        facts = {
            "starts_on": date(2026, 9, 1),
            "last_end": date(2026, 3, 1),
            "carry_months": 6,
        }
        done_on = over.pop("done_on", date(2026, 1, 10))
        return rules.carries(done_on, **{**facts, **over})

    def test_over_a_gap_up_to_the_last_day(self):
        assert self.carries()
        assert not self.carries(last_end=date(2026, 2, 28))

    def test_not_over_a_longer_gap(self):
        assert not self.carries(last_end=date(2025, 12, 31))

    def test_from_an_engagement_still_running(self):
        assert self.carries(last_end=rules.FOR_EVER, done_on=date(2024, 1, 1))

    def test_counts_the_gap_from_the_completion_without_an_engagement(self):
        assert self.carries(last_end=None, done_on=date(2026, 3, 1))
        assert not self.carries(last_end=None, done_on=date(2026, 2, 27))


class TestBeginsOn:
    today = Change(today=date(2026, 11, 24))

    def test_is_the_first_day_where_nothing_was_owed(self):
        assert rules.begins_on(date(2026, 9, 1), [], spell(), self.today) == date(2026, 9, 1)

    def test_leaves_what_is_owed_alone(self):
        held = [Held(date(2026, 10, 5), None)]

        assert rules.begins_on(date(2026, 9, 1), held, spell(), self.today) == date(2026, 10, 5)

    def test_moves_with_a_corrected_start(self):
        held = [Held(date(2026, 9, 10), None)]
        change = Change(today=date(2026, 11, 24), started_before=date(2026, 9, 10))

        assert rules.begins_on(date(2026, 9, 1), held, spell(), change) == date(2026, 9, 1)

    def test_starts_anew_today_for_somebody_who_came_back_into_the_audience(self):
        held = [Held(date(2026, 9, 1), date(2026, 10, 1))]

        assert rules.begins_on(date(2026, 9, 1), held, spell(), self.today) == date(2026, 11, 24)

    def test_starts_with_the_move_for_somebody_who_moved_into_the_audience(self):
        moved = Change(today=date(2026, 11, 24), since=date(2026, 11, 20))

        assert rules.begins_on(date(2026, 9, 1), [], spell(), moved) == date(2026, 11, 20)

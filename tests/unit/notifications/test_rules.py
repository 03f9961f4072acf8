from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kernel.days import is_working_day
from lms.notifications import rules


class TestStage:
    @pytest.mark.parametrize(
        ("today", "stage"),
        [
            (date(2026, 11, 24), None),
            (date(2026, 11, 25), "before"),
            (date(2026, 11, 26), None),
            (date(2026, 11, 30), "today"),
            (date(2026, 12, 1), "after"),
            (date(2026, 12, 2), "manager"),
            (date(2026, 12, 3), None),
        ],
    )
    def test_comes_before_on_and_after_a_due_day(self, today, stage):
        assert rules.stage(date(2026, 11, 30), today) == stage

    @given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
    def test_is_before_on_one_working_day_only(self, due):
        days = [date.fromordinal(due.toordinal() - n) for n in range(1, 14)]
        working = [day for day in days if is_working_day(day)]

        if is_working_day(due):
            assert sum(rules.stage(due, day) == "before" for day in working) == 1

    @pytest.mark.parametrize(
        ("today", "stage"),
        [
            (date(2026, 11, 24), "before"),
            (date(2026, 11, 27), "today"),
            (date(2026, 11, 28), None),
            (date(2026, 11, 30), "after"),
            (date(2026, 12, 1), "manager"),
        ],
    )
    def test_comes_on_working_days_for_a_due_day_on_a_saturday(self, today, stage):
        assert rules.stage(date(2026, 11, 28), today) == stage

    @given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
    def test_comes_exactly_once_each_whatever_the_due_day(self, due):
        around = [date.fromordinal(due.toordinal() + n) for n in range(-20, 20)]
        told = [rules.stage(due, day) for day in around if is_working_day(day)]

        assert [one for one in told if one] == ["before", "today", "after", "manager"]


class TestDaysToTell:
    def test_is_today_where_the_last_were_written_yesterday_or_never(self):
        assert rules.days_to_tell(date(2026, 11, 23), date(2026, 11, 24)) == [date(2026, 11, 24)]
        assert rules.days_to_tell(None, date(2026, 11, 24)) == [date(2026, 11, 24)]

    def test_is_today_again_where_they_were_written_already(self):
        assert rules.days_to_tell(date(2026, 11, 24), date(2026, 11, 24)) == [date(2026, 11, 24)]

    def test_takes_in_the_working_days_that_were_missed(self):
        assert rules.days_to_tell(date(2026, 11, 19), date(2026, 11, 24)) == [
            date(2026, 11, 20),
            date(2026, 11, 23),
            date(2026, 11, 24),
        ]

    def test_looks_back_no_further_than_a_fortnight(self):
        assert rules.days_to_tell(date(2026, 1, 5), date(2026, 11, 24))[0] == date(2026, 11, 11)


class TestNextTry:
    def test_gives_up_at_last(self):
        waits = [rules.next_try(n) for n in range(1, 9)]

        assert waits[-1] is None
        assert waits[:-1] == sorted(waits[:-1])

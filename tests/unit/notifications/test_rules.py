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


class TestNextTry:
    def test_gives_up_at_last(self):
        waits = [rules.next_try(n) for n in range(1, 9)]

        assert waits[-1] is None
        assert waits[:-1] == sorted(waits[:-1])

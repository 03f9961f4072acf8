"""How often a list comes, and whether it is late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.intake.rules.rhythm import is_late, usual_days

FIRST = date(2026, 9, 7)


def days(*gaps):
    found = [FIRST]
    for gap in gaps:
        found.append(found[-1] + timedelta(days=gap))
    return found


class TestUsualDays:
    @pytest.mark.parametrize("some", [[], [FIRST], days(7), [FIRST] * 9])
    def test_is_not_known_of_too_few(self, some):
        assert usual_days(some) is None

    @given(st.integers(1, 60), st.integers(2, 20))
    def test_is_the_step_of_what_comes_evenly(self, step, times):
        assert usual_days(days(*[step] * times)) == step

    def test_does_not_mind_one_that_came_late_or_twice(self):
        assert usual_days([*days(7, 7, 9, 5, 7), FIRST, FIRST]) == 7

    def test_is_of_late(self):
        assert usual_days(days(*[30] * 10, *[7] * 8)) == 7


class TestLate:
    @pytest.mark.parametrize(
        ("age", "usual", "late"),
        [
            (8, 7, False),
            (9, 7, True),
            (2, 1, False),
            (3, 1, True),
            (38, 30, True),
            (99, None, False),
        ],
    )
    def test_gives_a_quarter_and_two_days_at_least(self, age, usual, late):
        assert is_late(age, usual) is late

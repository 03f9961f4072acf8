"""School days by term dates: what counts, and what stops a clock."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kernel.days import is_working_day
from lms.mentoring.rules import pairing, terms
from lms.mentoring.rules.pairing import Step

AUTUMN = (date(2026, 9, 1), date(2026, 10, 23))
WINTER = (date(2026, 11, 2), date(2026, 12, 18))
SPRING = (date(2027, 1, 5), date(2027, 3, 25))
YEAR = [AUTUMN, WINTER, SPRING]
DAYS = st.dates(date(2026, 6, 1), date(2027, 9, 1))
YEARS = st.sampled_from([[], [WINTER], YEAR, [SPRING, AUTUMN, WINTER]])


class TestIsSchoolDay:
    @pytest.mark.parametrize(
        ("day", "counts"),
        [
            (date(2026, 9, 1), True),
            (date(2026, 10, 23), True),
            (date(2026, 10, 24), False),
            (date(2026, 10, 26), False),
            (date(2026, 11, 2), True),
            (date(2026, 12, 18), True),
            (date(2026, 12, 21), False),
            (date(2026, 12, 25), False),
            (date(2027, 1, 4), False),
        ],
    )
    def test_lies_in_a_term(self, day, counts):
        assert terms.is_school_day(day, YEAR) is counts

    def test_is_no_bank_holiday_within_a_term(self):
        assert not terms.is_school_day(date(2027, 5, 3), [(date(2027, 4, 12), date(2027, 5, 28))])

    @pytest.mark.parametrize(
        ("day", "counts"), [(date(2026, 8, 27), True), (date(2026, 8, 31), False)]
    )
    def test_before_the_first_term_is_any_working_day(self, day, counts):
        assert terms.is_school_day(day, YEAR) is counts

    @pytest.mark.parametrize(
        ("day", "counts"), [(date(2027, 4, 1), True), (date(2027, 3, 29), False)]
    )
    def test_after_the_last_term_is_any_working_day(self, day, counts):
        assert terms.is_school_day(day, YEAR) is counts

    @given(DAYS)
    def test_without_term_dates_is_any_working_day(self, day):
        assert terms.is_school_day(day, []) is is_working_day(day)


class TestSchoolDaysAfter:
    @pytest.mark.parametrize(
        ("day", "number", "after"),
        [
            (date(2026, 11, 24), 0, date(2026, 11, 24)),
            (date(2026, 11, 24), 5, date(2026, 12, 1)),
            (date(2026, 11, 28), 1, date(2026, 11, 30)),
            (date(2026, 10, 21), 5, date(2026, 11, 4)),
            (date(2026, 10, 28), 1, date(2026, 11, 2)),
            (date(2026, 12, 17), 2, date(2027, 1, 5)),
            (date(2027, 3, 25), 2, date(2027, 3, 31)),
        ],
    )
    def test_leaves_out_holidays(self, day, number, after):
        assert terms.school_days_after(day, number, YEAR) == after

    @given(DAYS, st.integers(1, 30), YEARS)
    def test_is_a_school_day_so_many_later(self, day, number, year):
        after = terms.school_days_after(day, number, year)

        assert terms.is_school_day(after, year)
        assert terms.school_days_between(day, after, year) == number

    @given(DAYS, st.integers(0, 20), YEARS)
    def test_is_never_sooner_from_a_later_day(self, day, number, year):
        later = terms.school_days_after(day + timedelta(days=1), number, year)

        assert later >= terms.school_days_after(day, number, year)

    def test_comes_to_an_end_where_the_next_term_is_years_away(self):
        far = [AUTUMN, (date(2036, 9, 1), date(2036, 12, 1))]

        assert terms.school_days_after(AUTUMN[1], 1, far) > AUTUMN[1]


class TestSchoolDaysBetween:
    @pytest.mark.parametrize(
        ("first", "last", "number"),
        [
            (date(2026, 11, 24), date(2026, 11, 24), 0),
            (date(2026, 11, 24), date(2026, 11, 23), 0),
            (date(2026, 11, 24), date(2026, 11, 25), 1),
            (date(2026, 11, 24), date(2026, 12, 1), 5),
            (date(2026, 10, 23), date(2026, 11, 1), 0),
            (date(2026, 10, 23), date(2026, 11, 2), 1),
        ],
    )
    def test_counts_the_last_and_not_the_first(self, first, last, number):
        assert terms.school_days_between(first, last, YEAR) == number

    @given(DAYS, st.integers(0, 60), st.integers(0, 60), YEARS)
    def test_adds_up(self, day, one, two, year):
        middle = day + timedelta(days=one)
        end = middle + timedelta(days=two)

        both = terms.school_days_between(day, middle, year)
        assert both + terms.school_days_between(middle, end, year) == (
            terms.school_days_between(day, end, year)
        )


class TestLight:
    @pytest.mark.parametrize(
        ("waited", "light"),
        [(0, "green"), (7, "green"), (8, "amber"), (10, "amber"), (11, "red"), (300, "red")],
    )
    def test_turns_on_day_eight_and_on_day_eleven(self, waited, light):
        assert terms.light(waited) == light

    def test_stands_still_in_the_holidays(self):
        waited = terms.school_days_between(date(2026, 10, 14), date(2026, 11, 1), YEAR)

        assert (waited, terms.light(waited)) == (7, "green")


class TestStep:
    class Dated:
        def __init__(self, **at):
            self.paired_at, self.ended_at = at.get("paired_at"), at.get("ended_at")
            self.lapses_on = date(2026, 12, 1)

    @pytest.mark.parametrize(
        ("at", "day", "step"),
        [
            ({}, date(2026, 12, 1), Step.OFFERED),
            ({}, date(2026, 12, 2), Step.LAPSED),
            ({"paired_at": 1}, date(2027, 12, 2), Step.PAIRED),
            ({"paired_at": 1, "ended_at": 2}, date(2026, 11, 24), Step.ENDED),
            ({"ended_at": 2}, date(2026, 12, 2), Step.ENDED),
        ],
    )
    def test_goes_by_what_was_dated(self, at, day, step):
        assert pairing.step(self.Dated(**at), day) is step

    def test_has_words_for_every_end(self):
        assert set(pairing.CLOSED) <= set(pairing.ENDS)

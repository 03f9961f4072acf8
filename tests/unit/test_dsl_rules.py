from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.appointments import rules
from lms.appointments.rules import Away, Currency, Held, Need

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def held(role="dsl", **given):
    return Held(**{"role": role, "from_on": date(2026, 9, 1), "until_on": None, **given})


def away(*, is_covered, until_on=None):
    return Away(from_on=date(2026, 11, 1), until_on=until_on, is_covered=is_covered)


class TestNeed:
    @pytest.mark.parametrize(
        ("appointments", "need"),
        [
            ([], Need.NO_DSL),
            ([held("deputy")], Need.NO_DSL),
            ([held(until_on=TODAY)], Need.NO_DSL),
            ([held(from_on=TODAY + timedelta(days=1))], Need.NO_DSL),
            ([held()], Need.NO_DEPUTY),
            ([held(), held("deputy")], Need.NOTHING),
            ([held(away=(away(is_covered=False),)), held("deputy")], Need.AWAY),
            ([held(away=(away(is_covered=True),)), held("deputy")], Need.NOTHING),
            ([held(away=(away(is_covered=False, until_on=TODAY),))], Need.NO_DEPUTY),
            ([held(away=(away(is_covered=False),)), held()], Need.NO_DEPUTY),
        ],
    )
    def test_is_the_worst_there_is(self, appointments, need):
        assert rules.need(appointments, TODAY) == need


class TestCurrency:
    @pytest.mark.parametrize(
        ("done_on", "kind", "currency"),
        [
            (None, "role", Currency.UNKNOWN),
            (date(2024, 11, 24), "role", Currency.SOON),
            (date(2024, 11, 23), "role", Currency.LAPSED),
            (date(2025, 1, 22), "role", Currency.SOON),
            (date(2025, 1, 23), "role", Currency.CURRENT),
            (date(2025, 11, 23), "refresh", Currency.LAPSED),
            (date(2026, 1, 22), "refresh", Currency.SOON),
            (date(2026, 9, 1), "refresh", Currency.CURRENT),
        ],
    )
    def test_counts_months_and_warns_sixty_days_before(self, done_on, kind, currency):
        assert rules.currency(done_on, kind, TODAY) == currency

    @given(day=DAYS, done_on=DAYS, kind=st.sampled_from(sorted(rules.MONTHS)))
    def test_is_the_same_by_the_first_day_that_counts(self, day, done_on, kind):
        first = rules.first_that_counts(kind, day)
        later = rules.first_that_counts(kind, day + timedelta(days=rules.SOON_DAYS))

        by_days = (
            Currency.LAPSED
            if done_on < first
            else Currency.SOON
            if done_on < later
            else Currency.CURRENT
        )
        assert rules.currency(done_on, kind, day) == by_days

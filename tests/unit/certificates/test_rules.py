from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.rules import (
    ALPHABET,
    LAST_DAY,
    NEXT_UPDATE,
    Life,
    Standing,
    Until,
    counts_until,
    new_number,
    read_number,
    standing,
)
from lms.kernel.days import months_after

EIGHTY_BITS = st.binary(min_size=10, max_size=10)
NUMBERS = EIGHTY_BITS.map(lambda raw: new_number(lambda _: raw))
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
MONTHS = st.none() | st.integers(1, 120)
BLANKS = ["", " ", "-", "–", "\u00a0", " - ", "\t", "\u2011", "\u00ad", ".", "\r\n", "\u200b"]


@st.composite
def garbled(draw, number):
    """A number as somebody might type it who is in a hurry, but not wrong."""
    typed = []
    for sign in number.replace("-", ""):
        alike = {"0": "0Oo", "1": "1IiLl"}.get(sign, sign + sign.lower())
        typed += [draw(st.sampled_from(alike)), draw(st.sampled_from(BLANKS))]
    return draw(st.sampled_from(BLANKS)) + "".join(typed)


class TestNewNumber:
    def test_is_sixteen_signs_in_fours(self):
        assert new_number(lambda count: bytes(range(count))) == "000G-40R4-0M30-E209"

    def test_begins_with_zeros_where_the_bits_do(self):
        assert new_number(lambda _: bytes(10)) == "0000-0000-0000-0000"
        assert new_number(lambda _: b"\xff" * 10) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"

    def test_asks_for_eighty_bits(self):
        asked = []

        new_number(lambda count: asked.append(count) or bytes(count))

        assert asked == [10]

    @given(EIGHTY_BITS)
    def test_holds_all_of_them(self, raw):
        signs = new_number(lambda _: raw).replace("-", "")

        assert sum(ALPHABET.index(sign) << 5 * n for n, sign in enumerate(reversed(signs))) == (
            int.from_bytes(raw, "big")
        )

    def test_never_comes_twice(self):
        assert len({new_number() for _ in range(500)}) == 500


class TestReadNumber:
    @given(NUMBERS)
    def test_reads_what_is_printed(self, number):
        assert read_number(number) == number

    @given(st.data(), NUMBERS)
    def test_forgives_case_blanks_dashes_and_likenesses(self, data, number):
        assert read_number(data.draw(garbled(number))) == number

    @given(st.text())
    def test_gives_a_printed_number_or_nothing(self, text):
        number = read_number(text)

        assert number is None or read_number(number) == number

    @given(NUMBERS, st.integers(0, 15), st.sampled_from("Uu*%é/?ı"))
    def test_refuses_what_no_number_holds(self, number, place, sign):
        signs = list(number.replace("-", ""))
        signs[place] = sign

        assert read_number("".join(signs)) is None

    @pytest.mark.parametrize(
        "text",
        ["", "-", "7F3K", "7F3K-92QD-XM4T-8RW", "7F3K-92QD-XM4T-8RWPP", "ß" * 8, "٣" * 16],
    )
    def test_refuses_what_is_too_short_too_long_or_foreign(self, text):
        assert read_number(text) is None


class TestCountsUntil:
    def test_names_the_next_update_where_it_comes_first(self):
        until = counts_until(date(2026, 11, 23), repeat_months=12, valid_months=36)

        assert until == Until(date(2027, 11, 23), NEXT_UPDATE)

    def test_names_the_last_day_where_that_comes_first(self):
        until = counts_until(date(2026, 11, 23), repeat_months=24, valid_months=6)

        assert until == Until(date(2027, 5, 23), LAST_DAY)

    def test_names_the_update_where_both_fall_on_one_day(self):
        until = counts_until(date(2026, 11, 23), repeat_months=12, valid_months=12)

        assert until == Until(date(2027, 11, 23), NEXT_UPDATE)

    def test_says_nothing_where_neither_will_come(self):
        assert counts_until(date(2026, 11, 23), repeat_months=None) is None

    def test_ends_with_a_shorter_month(self):
        until = counts_until(date(2028, 2, 29), repeat_months=12)

        assert until == Until(date(2029, 2, 28), NEXT_UPDATE)

    @given(DAYS, MONTHS, MONTHS)
    def test_is_never_later_than_either(self, day, repeat, valid):
        until = counts_until(day, repeat_months=repeat, valid_months=valid)

        ends = [months_after(day, months) for months in (repeat, valid) if months is not None]
        assert (until.on if until else None) == min(ends, default=None)

    @pytest.mark.parametrize("months", [0, -1])
    def test_refuses_no_months_at_all(self, months):
        with pytest.raises(ValueError, match="positive"):
            counts_until(date(2026, 11, 23), repeat_months=months)
        with pytest.raises(ValueError, match="positive"):
            counts_until(date(2026, 11, 23), repeat_months=None, valid_months=months)


LIVES = st.builds(
    Life,
    expires_on=st.none() | DAYS,
    superseded_on=st.none() | DAYS,
    withdrawn_on=st.none() | DAYS,
)


class TestStanding:
    DAY = date(2027, 11, 23)
    BEFORE = DAY - timedelta(days=1)
    AFTER = DAY + timedelta(days=1)

    def test_is_valid_where_nothing_happened(self):
        assert standing(Life(), self.DAY) is Standing.VALID

    def test_counts_on_its_last_day_and_no_longer(self):
        life = Life(expires_on=self.DAY)

        assert standing(life, self.DAY) is Standing.VALID
        assert standing(life, self.AFTER) is Standing.EXPIRED

    def test_is_withdrawn_from_that_very_day(self):
        life = Life(withdrawn_on=self.DAY)

        assert standing(life, self.BEFORE) is Standing.VALID
        assert standing(life, self.DAY) is Standing.WITHDRAWN

    def test_is_superseded_from_that_very_day(self):
        life = Life(superseded_on=self.DAY, expires_on=self.BEFORE)

        assert standing(life, self.BEFORE) is Standing.VALID
        assert standing(life, self.DAY) is Standing.SUPERSEDED

    @given(LIVES, DAYS)
    def test_says_withdrawn_over_all_else(self, life, day):
        gone = life.withdrawn_on is not None and life.withdrawn_on <= day

        assert (standing(life, day) is Standing.WITHDRAWN) == gone

    @given(LIVES, DAYS, st.integers(0, 4000))
    def test_never_turns_valid_again(self, life, day, later):
        if standing(life, day) is not Standing.VALID:
            assert standing(life, day + timedelta(days=later)) is not Standing.VALID

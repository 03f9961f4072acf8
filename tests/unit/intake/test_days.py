from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.intake.rules import days

DAY = date(2026, 9, 4)


class TestDay:
    @pytest.mark.parametrize(
        "written",
        [
            "04/09/2026",
            "4/9/2026",
            "4/9/26",
            "04.09.2026",
            "04-09-2026",
            "04 09 2026",
            "2026-09-04",
            "2026/09/04",
            "2026-09-04T00:00:00",
            "2026-09-04 00:00:00",
            "2026-09-04T09:30:00.000Z",
            "2026-09-04T09:30:00+01:00",
            "04/09/2026 09:30",
            "04/09/2026 12:00:00 AM",
            "20260904",
            "4 Sep 2026",
            "4-Sep-26",
            "04-SEP-2026",
            "4 September 2026",
            "4th September 2026",
            "Friday 4 September 2026",
            "Fri, 4 Sept 2026",
            "September 4, 2026",
            "4Sep2026",
            "46269",
            "46269.0",
            "46269.5",
        ],
    )
    def test_is_read_as_the_british_write_it(self, written):
        assert days.day(written) == DAY

    @pytest.mark.parametrize("blank", ["", "00/00/0000", "0000-00-00", "00.00.0000", "00000000"])
    def test_is_none_for_a_blank(self, blank):
        assert days.day(blank) is None

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("31/02/2026", "There is no 31 February 2026"),
            ("29/02/2027", "There is no 29 February 2027"),
            ("31-Apr-2026", "There is no 31 April 2026"),
            ("00/09/2026", "not a date"),
            ("09/14/2026", "no month 14: dates are read as day, month, year"),
            ("2026-13-01", "no month 13"),
            ("soon", "not a date. Write it like 14/09/2026"),
            ("14/09", "not a date"),
            ("4 Foo 2026", "not a date"),
            ("12345678901", "not a date"),
            ("01/01/1900", "The year 1900 cannot be right"),
            ("04/09/2226", "The year 2226 cannot be right"),
            ("10000", "The year 1927 cannot be right"),
        ],
    )
    def test_says_what_is_wrong(self, written, said):
        with pytest.raises(days.BadDay, match=said):
            days.day(written)

    @given(st.dates(days.EARLIEST, days.LATEST))
    def test_comes_back_from_however_it_was_written(self, day):
        for shape in ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%Y%m%d"):
            assert days.day(day.strftime(shape)) == day

    @given(st.text(max_size=30))
    def test_is_a_day_or_a_sentence_for_anything(self, text):
        found = None
        with suppress(days.BadDay):
            found = days.day(text)

        assert found is None or days.EARLIEST <= found <= days.LATEST


class TestLastDay:
    @pytest.mark.parametrize(
        "written",
        [
            "",
            "ongoing",
            "Open ended",
            "TBC",
            "31/12/9999",
            "31-DEC-4712",
            "2999-12-31",
            "01/01/2099",
        ],
    )
    def test_is_none_where_there_is_no_end(self, written):
        assert days.last_day(written) is None

    def test_is_the_day(self):
        assert days.last_day("04/09/2026") == DAY

    def test_says_what_is_wrong(self):
        with pytest.raises(days.BadDay, match="There is no 31 June"):
            days.last_day("31/06/2026")

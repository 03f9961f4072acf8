from datetime import date

import pytest

from lms.kernel.errors import Invalid
from lms.people import errors, rules


class TestFold:
    @pytest.mark.parametrize(
        ("typed", "folded"),
        [
            ("O’Neill", "oneill"),
            ("ŚWIĄTEK-Łoś", "swiatek los"),
            ("  Ann   Marie ", "ann marie"),
            ("Sørensen", "sorensen"),
            ("Groß", "gross"),
            ("St. John", "st john"),
        ],
    )
    def test_leaves_what_two_people_would_both_type(self, typed, folded):
        assert rules.fold(typed) == folded


class TestSortName:
    def test_puts_the_surname_first(self):
        assert rules.sort_name("Zoë", "d'Arcy") == "darcy zoe"


class TestCleanName:
    def test_leaves_single_spaces(self):
        assert rules.clean_name("  Mary  Ann ", field="first_name") == "Mary Ann"

    @pytest.mark.parametrize("blank", [None, "", "  ", "–", "''"])
    def test_refuses_what_is_no_name(self, blank):
        with pytest.raises(Invalid, match="Enter the last name") as refused:
            rules.clean_name(blank, field="last_name")

        assert refused.value.field == "last_name"

    def test_refuses_a_whole_page(self):
        with pytest.raises(Invalid, match="120 characters"):
            rules.clean_name("x" * 121, field="name")


class TestNormalAddress:
    def test_is_trimmed_and_small(self):
        assert rules.normal_address(" Ann.Lee@Marlshire.Example ") == "ann.lee@marlshire.example"

    def test_is_none_for_a_blank(self):
        assert rules.normal_address("  ") is None

    @pytest.mark.parametrize("wrong", ["ann", "ann@", "ann lee@x.example", "a@b@c.example"])
    def test_refuses_what_is_none(self, wrong):
        with pytest.raises(errors.BadAddress, match="like name@example") as refused:
            rules.normal_address(wrong, field="other_email")

        assert refused.value.field == "other_email"


class TestCheckDays:
    def test_lets_a_spell_last_one_day(self):
        rules.check_days(date(2026, 9, 1), date(2026, 9, 1))

    def test_refuses_an_end_before_the_start(self):
        with pytest.raises(errors.EndsBeforeStart, match="1 September 2026"):
            rules.check_days(date(2026, 9, 1), date(2026, 8, 31))


class TestCheckScope:
    def test_lets_hr_be_over_a_unit(self):
        rules.check_scope("hr", over_unit=True, over_agency=False)

    def test_asks_a_coordinator_for_an_agency(self):
        with pytest.raises(errors.WrongScope, match="Choose the agency"):
            rules.check_scope("agency_coordinator", over_unit=False, over_agency=False)

    @pytest.mark.parametrize("duty", ["administrator", "approver", "author"])
    def test_keeps_some_duties_whole(self, duty):
        with pytest.raises(errors.WrongScope, match="whole council"):
            rules.check_scope(duty, over_unit=True, over_agency=False)

    def test_keeps_agencies_for_coordinators(self):
        with pytest.raises(errors.WrongScope, match="agency"):
            rules.check_scope("hr", over_unit=False, over_agency=True)


class TestCleanUrn:
    def test_takes_six_digits_however_spaced(self):
        assert rules.clean_urn(" 123 456 ") == "123456"

    def test_is_none_for_a_blank(self):
        assert rules.clean_urn("") is None

    def test_refuses_anything_else(self):
        with pytest.raises(Invalid, match="six digits"):
            rules.clean_urn("12345A")

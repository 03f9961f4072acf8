import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.intake.rules import cells
from lms.intake.rules.lines import address, shown
from lms.people import rules as people
from lms.people.errors import BadAddress


class TestValue:
    @pytest.mark.parametrize(
        ("field", "cell", "value"),
        [
            ("job_title", "  Social\n Worker ", "Social Worker"),
            ("job_title", "Team\u00a0Manager\u200b", "Team Manager"),
            ("job_title", "Rene\u0301e", "Renée"),
            ("job_title", "=1+1", "=1+1"),
            ("team", "N/A", ""),
            ("team", "-", ""),
            ("last_name", "Null", "Null"),
            ("last_name", "Na", "Na"),
            ("employee_number", "008829", "008829"),
            ("employee_number", "8829.0", "8829"),
            ("employee_number", "'008829", "008829"),
            ("employee_number", '="008829"', "008829"),
            ("employee_number", "NULL", ""),
            ("employee_number", "AB-12/3", "AB-12/3"),
            ("manager_number", "0", "0"),
        ],
    )
    def test_is_what_the_cell_says(self, field, cell, value):
        assert cells.value(field, cell) == value

    @pytest.mark.parametrize(
        ("field", "cell", "said"),
        [
            ("first_name", "A\x07da", "cannot be shown"),
            ("first_name", "A\x00da", "cannot be shown"),
            ("first_name", "A\u202eda", "cannot be shown"),
            ("first_name", "Ren\ufffde", "Letters were lost"),
            ("first_name", "x" * 121, "121 characters long; 120 is the most"),
            ("job_title", "x" * 5000, "5,000 characters long; 200 is the most"),
            ("employee_number", "9.45E+05", "shortened this number"),
            ("employee_number", "QQ 12 34 56 C", None),
            ("employee_number", "AB 12 34 56 C", "National Insurance number"),
        ],
    )
    def test_says_what_is_wrong(self, field, cell, said):
        if said is None:
            assert cells.value(field, cell) == cell
            return
        with pytest.raises(cells.BadCell, match=said):
            cells.value(field, cell)

    @given(st.text(max_size=60))
    def test_shows_nothing_hidden(self, text):
        try:
            found = cells.value("job_title", text)
        except cells.BadCell:
            return
        assert found.isprintable()
        assert "  " not in found


class TestPlainNumber:
    @pytest.mark.parametrize(
        ("number", "plain"),
        [
            ("008829", "8829"),
            ("008829-1", "8829-1"),
            ("bs 91998", "bs91998"),
            (None, ""),
            ("0", ""),
        ],
    )
    def test_is_the_same_for_the_same_number(self, number, plain):
        assert cells.plain_number(number) == plain


class TestAddress:
    @pytest.mark.parametrize(
        "written",
        [
            "Ann.Lee@Marlshire.example",
            "a+b@mail.example",
            "o'neill@x.example",
            "ann@münchen.example",
            "jürgen@x.example",
            "1@2.example",
            "a_b-c.d@sub.x.gov.uk",
        ],
    )
    def test_is_kept_as_by_hand(self, written):
        assert address(written) == people.normal_address(written)

    @pytest.mark.parametrize("written", ["mailto:ann@x.example", "ann@x.example;"])
    def test_leaves_out_what_mail_programs_add(self, written):
        assert address(written) == "ann@x.example"

    @pytest.mark.parametrize(
        "written",
        [
            "not an email",
            "a@b",
            "a..b@x.example",
            "@x.example",
            "a@x..example",
            ".a@x.example",
            "a@x.example b@x.example",
            "a@b.example\r\nBcc: c@d.example",
            "a@-x.example",
            "a@x.localhost",
        ],
    )
    def test_refuses_what_is_refused_by_hand(self, written):
        with pytest.raises(BadAddress):
            people.normal_address(written)
        with pytest.raises(BadAddress):
            address(written)

    @given(st.emails())
    def test_is_the_same_for_any(self, written):
        try:
            expected = people.normal_address(written)
        except BadAddress:
            with pytest.raises(BadAddress):
                address(written)
        else:
            assert address(written) == expected


class TestShown:
    def test_hides_nothing_and_is_short(self):
        assert shown("a\r\nb\u202e") == "a\\u000d\\u000ab\\u202e"
        assert len(shown("x" * 5000)) == 201

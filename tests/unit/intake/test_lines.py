from datetime import date

import pytest

from lms.intake import reading
from lms.intake.rules.fields import FIELDS
from lms.intake.rules.lines import Meaning, Reader

TABLE = reading.headings({}, {})
GOOD = {
    "Emp No": "008829",
    "First Name": "Ngozi",
    "Last Name": "Okafor",
    "Start Date": "14/09/2026",
    "Contract Type": "Permanent",
}


def read(cells, **means):
    """One row under the given headings."""
    columns = TABLE.columns(list(cells))
    reader = Reader(TABLE.by_field(columns), len(cells), Meaning(kinds=reading.kinds(), **means))
    return reader.line(2, list(cells.values()))


def faults(cells, **means):
    return [(one.column, one.value, one.reason) for one in read(cells, **means).faults]


class TestLine:
    def test_says_what_the_row_says(self):
        line = read(
            GOOD
            | {
                "Assignment Number": "008829-1",
                "Known As": "Zee",
                "Email": "Ngozi.Okafor@Marlshire.example",
                "Personal Email": "zee@mail.example",
                "Role": "Social Worker",
                "End Date": "13/03/2027",
            }
        )

        assert line.is_sound
        assert (line.first_name, line.last_name, line.name) == ("Ngozi", "Okafor", "Zee Okafor")
        assert (line.email, line.other_email) == (
            "ngozi.okafor@marlshire.example",
            "zee@mail.example",
        )
        assert (line.number, line.reference) == ("008829", "008829-1")
        assert (line.starts_on, line.ends_on) == (date(2026, 9, 14), date(2027, 3, 13))
        assert (line.kind, line.job_title) == ("permanent", "Social Worker")

    def test_keeps_nothing_but_what_may_be_kept(self):
        line = read(
            GOOD | {"Ethnicity": "X", "Salary": "1", "NI Number": "AB123456C", "Wibble": "y"}
        )

        assert set(line.told) <= {*FIELDS, "kind"}
        assert set(line.told.values()) == {"008829", "Ngozi", "Okafor", "2026-09-14", "permanent"}

    @pytest.mark.parametrize(
        ("name", "first", "last", "called"),
        [
            ("Okafor, Dr Ngozi (Zee)", "Ngozi", "Okafor", "Zee Okafor"),
            ("Mr Pieter van den Berg", "Pieter", "van den Berg", "Pieter van den Berg"),
        ],
    )
    def test_takes_a_whole_name_apart(self, name, first, last, called):
        line = read({"Name": name, "Start Date": "14/09/2026", "Contract Type": "Casual"})

        assert (line.first_name, line.last_name, line.name) == (first, last, called)

    @pytest.mark.parametrize(
        ("over", "fault"),
        [
            (
                {"Start Date": "31/02/2026"},
                ("Start Date", "31/02/2026", "There is no 31 February"),
            ),
            ({"Start Date": ""}, ("Start Date", "", "Enter the start date")),
            ({"Last Name": " "}, ("Last Name", "", "Enter the last name")),
            ({"First Name": "-"}, ("First Name", "-", "Enter the first name")),
            ({"Contract Type": "Zero hours??"}, ("Contract Type", "Zero hours??", "no contract")),
            ({"Contract Type": ""}, ("Contract Type", "", "Enter one of: Permanent, Fixed term")),
            ({"Email": "no"}, ("Email", "no", "Enter an email address")),
            ({"URN": "12"}, ("URN", "12", "A URN has six digits")),
            ({"End Date": "01/01/2020"}, ("End Date", "01/01/2020", "before the first")),
            ({"Leaving Date": "1/1/20"}, ("Leaving Date", "1/1/20", "before the first")),
            ({"End Date": "31/06/2027"}, ("End Date", "31/06/2027", "There is no 31 June")),
        ],
    )
    def test_names_the_column_the_value_and_what_to_do(self, over, fault):
        ((column, value, reason),) = faults(GOOD | over)

        assert (column, value) == fault[:2]
        assert fault[2] in reason

    def test_has_an_entry_a_fault_in_the_order_of_the_columns(self):
        found = faults(GOOD | {"Start Date": "soon", "First Name": "", "Email": "no"})

        assert [column for column, _, _ in found] == ["First Name", "Start Date", "Email"]

    def test_complains_once_of_a_cell_that_cannot_be_kept(self):
        assert len(faults(GOOD | {"Last Name": "x" * 121, "Contract Type": "y" * 121})) == 2

    def test_takes_the_second_column_where_the_first_is_blank(self):
        line = read(GOOD | {"Start Date": "", "Hire Date": "01/09/2026"})

        assert line.starts_on == date(2026, 9, 1)

    def test_counts_from_the_start_of_the_assignment(self):
        line = read(GOOD | {"Assignment Start": "01/10/2026"})

        assert line.starts_on == date(2026, 10, 1)

    def test_ends_with_the_earlier_of_two_last_days(self):
        line = read(GOOD | {"End Date": "31/03/2027", "Leaving Date": "31/12/2026"})

        assert line.ends_on == date(2026, 12, 31)

    def test_is_none_for_what_is_no_row(self):
        assert read(dict.fromkeys(GOOD, "")) is None
        assert read(dict.fromkeys(GOOD, "") | {"Emp No": "Total", "First Name": "39"}) is None
        assert read(dict.fromkeys(GOOD, "") | {"Emp No": "*** End of report ***"}) is None

    def test_refuses_a_row_out_of_step(self):
        cells = [*GOOD.values(), "one more"]
        reader = Reader(
            TABLE.by_field(TABLE.columns(list(GOOD))), len(GOOD), Meaning(kinds=reading.kinds())
        )

        (fault,) = reader.line(2, cells).faults
        assert "more cells than there are headings (5)" in fault.reason


WITHOUT_TYPE = {key: value for key, value in GOOD.items() if key != "Contract Type"}


class TestKind:
    @pytest.mark.parametrize(
        ("over", "means", "kind", "agency"),
        [
            ({}, {"kind": "volunteer"}, "volunteer", None),
            ({}, {"kind": "agency", "agency": "Brightside"}, "agency", "Brightside"),
            ({"Role": "Agency Social Worker"}, {}, "agency", None),
            ({"Agency": "Caretemps"}, {}, "agency", "Caretemps"),
            ({"Agency": "Caretemps"}, {"agency": "Brightside"}, "agency", "Caretemps"),
            ({"Contract Type": "Supply", "Agency": "Caretemps"}, {}, "agency", "Caretemps"),
            ({"Contract Type": "Supply"}, {}, "casual", None),
            ({"Contract Type": "Perm", "Agency": "Caretemps"}, {}, "permanent", None),
            ({"Contract Type": "Perm"}, {"kind": "agency", "agency": "B"}, "permanent", None),
        ],
    )
    def test_is_the_rows_own_then_the_lists_then_the_roles(self, over, means, kind, agency):
        line = read(WITHOUT_TYPE | over, **means)

        assert line.is_sound
        assert (line.kind, line.agency) == (kind, agency)

    def test_must_be_said_by_something(self):
        ((column, _, reason),) = faults(WITHOUT_TYPE | {"Role": "Volunteer Coordinator"})

        assert column == ""
        assert "Enter one of: Permanent" in reason

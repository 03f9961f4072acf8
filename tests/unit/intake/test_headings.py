import pytest

from lms.intake import reading
from lms.intake.reading.tables import shipped
from lms.intake.rules import headings as rules
from lms.intake.rules.fields import FIELDS
from lms.kernel.errors import Invalid

TABLE = reading.headings({}, {})


class TestField:
    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("Emp No", "employee_number"),
            ("Emp. No.", "employee_number"),
            ("EMPLOYEE_NUMBER", "employee_number"),
            ("EmployeeNumber", "employee_number"),
            ("Employee #", "employee_number"),
            ("Payroll No", "employee_number"),
            ("Person\nRef", "employee_number"),
            ("Worker Ref", "employee_number"),
            ("Forename(s)", "first_name"),
            ("Surname *", "last_name"),
            ("Family Name", "last_name"),
            ("Employee First Name", "first_name"),
            ("Preferred Name", "known_as"),
            ("Full Name", "full_name"),
            ("E-mail Address", "email"),
            ("EMailAddress", "email"),
            ("Worker E-Mail", "email"),
            ("Personal e-mail", "personal_email"),
            ("Dept", "service"),
            ("Org Unit", "team"),
            ("Client Team", "team"),
            ("Position Title", "job_title"),
            ("Role", "job_title"),
            ("Date Started", "start_date"),
            ("Hire Date", "start_date"),
            ("Start Date (dd/mm/yyyy)", "start_date"),
            ("Assignment Start", "assignment_start"),
            ("Leave Date", "leaving_date"),
            ("Contract End", "end_date"),
            ("Employee Type", "contract_type"),
            ("Assignment Category", "contract_type"),
            ("Line Manager", "manager_name"),
            ("Reports To", "manager_name"),
            ("Manager Email", "manager_email"),
            ("Line Manager Emp No", "manager_number"),
            ("School", "setting"),
            ("URN", "urn"),
            ("Agency", "agency"),
            ("Supplier", "agency"),
            ("Ethnicity", ""),
            ("NI Number", ""),
            ("DBS Certificate Number", ""),
            ("Grade", ""),
            ("Cost Centre", ""),
            ("Date of Birth", ""),
            ("Absence Reason", ""),
            ("Client", ""),
            ("Wibble", None),
            ("Dienstbeginn", None),
        ],
    )
    def test_is_what_a_column_holds(self, heading, field):
        assert TABLE.field(heading) == field

    def test_is_what_the_council_says_before_what_ships(self):
        table = reading.headings({"Client": "setting"}, {"wibble": "start_date", "role": ""})

        assert [table.field(one) for one in ("CLIENT", "Wibble", "Role")] == [
            "setting",
            "start_date",
            "",
        ]

    def test_refuses_a_field_that_is_not_read(self):
        with pytest.raises(Invalid, match=r"“Pay” holds salary"):
            reading.headings({"Pay": "salary"}, {})

    def test_ships_each_heading_once_and_fields_that_there_are(self):
        seen = {}
        for field, some in shipped().items():
            assert field in FIELDS or field == ""
            for one in some:
                assert seen.setdefault(rules.fold(one), field) == field, one


class TestByField:
    def test_prefers_the_surer_of_two_columns(self):
        columns = TABLE.columns(["Hire Date", "Start Date", "Email", "Work Email"])

        found = TABLE.by_field(columns)

        assert [one.heading for one in found["start_date"]] == ["Start Date", "Hire Date"]
        assert [one.heading for one in found["email"]] == ["Work Email", "Email"]

    def test_takes_a_name_beside_a_surname_for_the_first(self):
        found = TABLE.by_field(TABLE.columns(["Name", "Surname"]))

        assert set(found) == {"first_name", "last_name"}

    def test_reads_nothing_of_what_is_left_out(self):
        assert TABLE.by_field(TABLE.columns(["Salary", "Wibble", ""])) == {}


class TestHeaderAt:
    def test_is_below_titles_and_run_dates(self):
        rows = [
            ["Starters report"],
            ["Run date", "01/09/2026"],
            ["Emp No", "Surname", "Start Date"],
        ]

        assert rules.header_at(rows, TABLE) == 2

    def test_is_a_row_of_words_where_none_is_known(self):
        rows = [["Liste"], ["Vorname X", "Wer", "Beginn"], ["Ada", "Lovelace", "1.9.2026"]]

        assert rules.header_at(rows, TABLE) == 1

    @pytest.mark.parametrize(
        "rows", [[], [["a"]], [["1", "2", "3"]], [["a", "a", "b"]], [["a@b.example", "b", "c"]]]
    )
    def test_is_nowhere(self, rows):
        assert rules.header_at(rows, TABLE) is None


class TestMeant:
    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ("start_date", "start_date"),
            ("Start date", "start_date"),
            ("leave out", ""),
            ("", ""),
            ("pay", None),
        ],
    )
    def test_is_the_field_in_either_way_of_writing(self, said, field):
        assert rules.meant(said) == field


class TestMissing:
    def test_is_what_no_column_holds(self):
        assert rules.missing({"full_name", "start_date"}, needs_kind=False) == []
        assert rules.missing({"first_name"}, needs_kind=True) == [
            "last_name",
            "start_date",
            "contract_type",
        ]

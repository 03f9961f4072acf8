import pytest

from lms.intake import reading
from lms.intake.rules import kinds
from lms.people.rules import KINDS


class TestNamed:
    @pytest.mark.parametrize(
        ("words", "kind"),
        [
            ("Permanent", "permanent"),
            ("PERM", "permanent"),
            ("Permanent - Full Time", "permanent"),
            ("Permanent Contract.", "permanent"),
            ("FTC", "fixed_term"),
            ("Fixed-term", "fixed_term"),
            ("Fixed_Term", "fixed_term"),
            ("Fixed Term (Maternity Cover)", "fixed_term"),
            ("Temporary / Fixed Term", "fixed_term"),
            ("Temp", "temporary"),
            ("Interim", "temporary"),
            ("Bank", "casual"),
            ("Relief", "casual"),
            ("Zero hours", "casual"),
            ("Zero-Hours Contract", "casual"),
            ("As & when", None),
            ("Casual worker", "casual"),
            ("Supply", "casual"),
            ("Agency Worker", "agency"),
            ("Locum", "agency"),
            ("Agency (temporary)", "agency"),
            ("Placement", "student"),
            ("Student social worker", "student"),
            ("Apprenticeship", "apprentice"),
            ("Fixed Term - Apprentice", "apprentice"),
            ("Secondment", "secondee"),
            ("Seconded in", "secondee"),
            ("Volunteer", "volunteer"),
        ],
    )
    def test_is_the_kind_that_the_words_mean(self, words, kind):
        assert reading.kinds().named(words) == kind

    @pytest.mark.parametrize(
        "words",
        [
            "Zero hours??",
            "Permanent?",
            "Not permanent",
            "Non-permanent",
            "Full time",
            "Permanent or casual volunteer",
            "Permanent/Temporary",
            "Employee",
            "x" * 100,
        ],
    )
    def test_is_none_where_nobody_can_be_sure(self, words):
        assert reading.kinds().named(words) is None

    def test_knows_each_kind_by_its_own_name(self):
        for kind, words in KINDS.items():
            assert reading.kinds().named(kind) == reading.kinds().named(words) == kind


class TestOfRole:
    @pytest.mark.parametrize(
        ("role", "kind"),
        [
            ("Agency Social Worker", "agency"),
            ("Social Worker (Agency)", "agency"),
            ("Locum Social Worker", "agency"),
            ("Agency Liaison Officer", None),
            ("Agency Co-ordinator", None),
            ("Volunteer", "volunteer"),
            ("Volunteer Coordinator", None),
            ("Reading Volunteer", "volunteer"),
            ("Student Support Officer", None),
            ("Student Social Worker", "student"),
            ("Apprentice Administrator", "apprentice"),
            ("Apprenticeship Manager", None),
            ("Bank Support Worker", "casual"),
            ("Bankruptcy Adviser", None),
            ("Social Worker", None),
            ("", None),
        ],
    )
    def test_is_said_by_some_titles(self, role, kind):
        assert kinds.of_role(role) == kind

import pytest

from lms.intake.rules import names


class TestSplit:
    @pytest.mark.parametrize(
        ("whole", "parts"),
        [
            ("Ngozi Okafor", ("Ngozi", "Okafor", "")),
            ("Okafor, Ngozi", ("Ngozi", "Okafor", "")),
            ("OKAFOR, Dr Ngozi", ("Ngozi", "OKAFOR", "")),
            ("Dr. Ngozi Okafor", ("Ngozi", "Okafor", "")),
            ("Okafor, Ngozi (Zee)", ("Ngozi", "Okafor", "Zee")),
            ("Mary Ann Lee", ("Mary Ann", "Lee", "")),
            ("Pieter van den Berg", ("Pieter", "van den Berg", "")),
            ("Siân O'Neill-Smith", ("Siân", "O'Neill-Smith", "")),
            ("Smith Jones, Bo", ("Bo", "Smith Jones", "")),
            ("Mr Smith", ("Smith", "", "")),
            ("Cher", ("Cher", "", "")),
            ("", ("", "", "")),
            (",", ("", "", "")),
        ],
    )
    def test_takes_a_name_apart(self, whole, parts):
        assert names.split(whole) == parts


class TestCalled:
    @pytest.mark.parametrize(
        ("known_as", "name"),
        [("", "Ngozi Okafor"), ("Zee", "Zee Okafor"), ("Zee Okafor", "Zee Okafor")],
    )
    def test_is_the_name_somebody_goes_by(self, known_as, name):
        assert names.called("Ngozi", "Okafor", known_as) == name

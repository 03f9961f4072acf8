"""Whether somebody looks like a row: only ever a question, never an answer."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.intake.rules import likeness
from tests.unit.intake.test_matching import START, known, line, spell

TEAM, ANOTHER = uuid4(), uuid4()


def why(over=None, at=None, source="Agency", **spelt):
    return likeness.why_alike(
        line(**(over or {})),
        source,
        TEAM,
        known(),
        spell(**{"unit_id": TEAM, **spelt, **(at or {})}),
    )


class TestWhyAlike:
    @pytest.mark.parametrize("source", ["HR", "Agency"])
    def test_is_the_same_name_team_and_day_in_any_list(self, source):
        assert why(source=source) == "the same name, team and first day, under another number"

    def test_is_not_less_in_the_list_s_own_numbers(self):
        later = START + timedelta(1)

        assert why(source="HR", starts_on=later) is None
        assert why(source="HR", unit_id=ANOTHER) is None
        assert why({"last_name": "Okafro"}, source="HR") is None

    @pytest.mark.parametrize(
        ("over", "says"),
        [
            ({"starts_on": START - timedelta(31)}, "in the same team within a month"),
            ({"unit_id": ANOTHER}, "the same first day"),
            (
                {"unit_id": ANOTHER, "starts_on": date(2020, 1, 1), "ends_on": date(2026, 9, 1)},
                "had left not a month before",
            ),
        ],
    )
    def test_is_less_of_another_list(self, over, says):
        assert says in why(at=over)
        assert why(at=over).endswith("by another list")

    @pytest.mark.parametrize(
        "over",
        [
            {"unit_id": ANOTHER, "starts_on": START + timedelta(1)},
            {"starts_on": START + timedelta(32)},
            {"unit_id": ANOTHER, "starts_on": date(2020, 1, 1), "ends_on": START + timedelta(1)},
            {"unit_id": ANOTHER, "starts_on": date(2020, 1, 1), "ends_on": date(2026, 8, 1)},
        ],
    )
    def test_is_nothing_where_only_the_name_is_the_same(self, over):
        assert why(at=over) is None

    @pytest.mark.parametrize(
        "name",
        [
            {"last_name": "Okafro"},
            {"first_name": "N."},
            {"last_name": "Okafor-Bell"},
            {"first_name": "Ngozi Ann"},
        ],
    )
    def test_is_nearly_the_same_name_in_the_same_team(self, name):
        near = {"starts_on": START - timedelta(20)}

        assert why({**name, "email": None}, near).startswith("much the same name")
        assert why({**name, "email": None}, {"unit_id": ANOTHER}) is None
        assert why({**name, "email": None}, {"starts_on": START + timedelta(40)}) is None

    def test_is_nothing_where_names_differ_and_one_domain_has_a_mailbox_for_each(self):
        person = known(email="n.okafor@x.example")

        def why_of(row):
            return likeness.why_alike(row, "Agency", TEAM, person, spell(unit_id=TEAM))

        assert why_of(line(last_name="Okafro")) is None
        assert why_of(line(last_name="Okafro", email="ngozi@y.example")) is not None
        assert why_of(line()) is not None

    def test_is_no_nearly_the_same_name_where_nobody_knows_the_team(self):
        row, elsewhere = line(last_name="Okafro"), spell(unit_id=None)

        assert likeness.why_alike(row, "Agency", None, known(), elsewhere) is None


class TestAreNear:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("Zoë", "O'Neill"), ("Zoe", "ONeill")),
            (("Anna", "Nowak"), ("Nowak", "Anna")),
            (("Lukasz", "Müller"), ("Łukasz", "Muller")),
            (("Catherine", "Hale"), ("C", "Hale")),
            (("Maria", "Jones"), ("Maria", "Smith-Jones")),
        ],
    )
    def test_are(self, one, other):
        assert likeness.are_near(one, other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("Anna", "Nowak"), ("Anna", "Hale")),
            (("Anna", "Hale"), ("Ruth", "Hale")),
            (("Ann", "Lee"), ("Ian", "Lee")),
            (("Starter", "Person1"), ("Starter", "Person2")),
        ],
    )
    def test_are_not(self, one, other):
        assert not likeness.are_near(one, other)

    @given(st.tuples(*[st.text("abz é'-", min_size=1, max_size=8)] * 4))
    def test_are_near_both_ways(self, words):
        one, other = words[:2], words[2:]

        assert likeness.are_near(one, other) == likeness.are_near(other, one)
        assert likeness.are_near(one, one)

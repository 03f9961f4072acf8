"""What rules a pair out, and the six parts of a score."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.mentoring.errors import BadWeights
from lms.mentoring.rules.facts import BLOCKS, PARTS, County, Mentee, Mentor, Place, Weights
from lms.mentoring.rules.scoring import school_years, table
from tests.support.counties import AS_AT, county

HERE = Place(id="1", name="Ash Lane", phase="primary", trust="Marl Trust", east=0.0, north=0.0)
THERE = Place(id="2", name="Elm Row", phase="primary", trust="Marl Trust", east=3.0, north=4.0)
WEIGHTS = st.builds(Weights, **{part: st.floats(0, 1000) for part in PARTS})


def mentor(**over):
    facts = {
        "id": "m",
        "name": "Verity Quinn",
        "setting": HERE,
        "phases": frozenset({"primary"}),
        "dsl_since": date(2015, 9, 1),
        "role_training_on": date(2026, 1, 5),
        "annual_refresh_on": date(2026, 9, 2),
        "travel_km": 10,
        "days": frozenset({"mon"}),
    }
    return Mentor(**{**facts, **over})


def mentee(**over):
    facts = {
        "id": "e",
        "name": "Dylan Rahman",
        "setting": THERE,
        "notified_on": AS_AT - timedelta(days=9),
        "days": frozenset({"mon"}),
    }
    return Mentee(**{**facts, **over})


def held(ours=None, theirs=None, **more):
    return table(
        County(as_at=AS_AT, mentors=[ours or mentor()], mentees=[theirs or mentee()]), **more
    )


class TestBlocks:
    @pytest.mark.parametrize(
        ("ours", "theirs", "block"),
        [
            ({"setting": THERE}, {}, "same_setting"),
            ({"current": 2}, {}, "capacity"),
            ({"current": 5}, {}, "capacity"),
            ({"capacity": 0}, {}, "capacity"),
            ({"role_training_on": date(2024, 11, 22)}, {}, "role_training"),
            ({"role_training_on": None}, {}, "role_training"),
            ({"annual_refresh_on": date(2025, 11, 22)}, {}, "annual_refresh"),
            ({"annual_refresh_on": None}, {}, "annual_refresh"),
            ({"conflicts": frozenset({"e"})}, {}, "conflict"),
            ({}, {"declined": frozenset({"m"})}, "declined"),
            ({"suspended": True}, {}, "suspended"),
            ({"travel_km": 4.9}, {}, "no_way_to_meet"),
            ({"travel_km": 4.9, "online": True}, {}, "no_way_to_meet"),
            ({"travel_km": 4.9}, {"online": True}, "no_way_to_meet"),
            ({"setting": Place(id="3")}, {}, "no_way_to_meet"),
        ],
    )
    def test_rule_a_pair_out(self, ours, theirs, block):
        assert held(mentor(**ours), mentee(**theirs)).blocks(0, 0) == [block]

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            ({}, {}),
            ({"role_training_on": date(2024, 11, 23)}, {}),
            ({"annual_refresh_on": date(2025, 11, 23)}, {}),
            ({"travel_km": 5}, {}),
            ({"travel_km": 0, "online": True}, {"online": True}),
            ({"setting": Place(id="3"), "online": True}, {"online": True}),
            ({"conflicts": frozenset({"somebody"})}, {"declined": frozenset({"else"})}),
            ({"dsl_since": None, "phases": frozenset()}, {"days": frozenset({"fri"})}),
        ],
    )
    def test_let_a_pair_be(self, ours, theirs):
        assert held(mentor(**ours), mentee(**theirs)).blocks(0, 0) == []

    def test_say_all_that_is_in_the_way(self):
        ours = mentor(suspended=True, current=2, conflicts=frozenset({"e"}), setting=THERE)

        assert held(ours).blocks(0, 0) == ["same_setting", "capacity", "conflict", "suspended"]

    def test_know_trusts_only_where_a_council_asks(self):
        assert held().blocks(0, 0) == []
        assert held(blocks_trust=True).blocks(0, 0) == ["same_trust"]
        without = mentor(setting=Place(id="1", east=0.0, north=0.0))
        assert (
            held(
                without, mentee(setting=Place(id="2", east=0.0, north=0.0)), blocks_trust=True
            ).blocks(0, 0)
            == []
        )

    def test_add_tenths_of_kilometres_as_people_do(self):
        east = mentor(setting=Place(id="9", east=0.1, north=0.0), travel_km=0.2)

        assert held(east, mentee(setting=Place(id="8", east=0.3, north=0.0))).blocks(0, 0) == []


class TestParts:
    @pytest.mark.parametrize(
        ("ours", "theirs", "part", "points"),
        [
            ({}, {}, "phase", 30),
            ({"phases": frozenset({"secondary"})}, {}, "phase", 15),
            ({"phases": frozenset({"post_16"})}, {}, "phase", 0),
            ({"setting": Place(id="1", east=3.0, north=4.0)}, {}, "travel", 20),
            ({}, {}, "travel", 15),
            ({"travel_km": 5}, {}, "travel", 10),
            ({"travel_km": 5, "online": True}, {"online": True}, "travel", 15),
            ({"travel_km": 1}, {}, "travel", 0),
            ({"travel_km": 0, "setting": Place(id="1", east=3.0, north=4.0)}, {}, "travel", 20),
            ({"dsl_since": date(2023, 9, 1)}, {}, "experience", 20),
            ({"dsl_since": date(2023, 9, 2)}, {}, "experience", 15),
            ({"dsl_since": date(2025, 9, 1)}, {}, "experience", 5),
            ({"dsl_since": None}, {}, "experience", 0),
            ({}, {}, "context", 5),
            (
                {"contexts": frozenset({"eal"})},
                {"contexts": frozenset({"eal", "faith"})},
                "context",
                5,
            ),
            ({"contexts": frozenset({"eal"})}, {"contexts": frozenset({"eal"})}, "context", 10),
            ({}, {"contexts": frozenset({"eal"})}, "context", 0),
            ({}, {}, "capacity", 10),
            ({"current": 1}, {}, "capacity", 5),
            ({}, {"days": frozenset({"mon", "tue"})}, "preferences", 5),
            ({}, {"days": frozenset()}, "preferences", 5),
        ],
    )
    def test_are_weight_times_quality(self, ours, theirs, part, points):
        assert held(mentor(**ours), mentee(**theirs)).points(0, 0)[part] == points

    def test_sum_to_the_score(self):
        found = held()

        assert found.score[0, 0] == sum(found.points(0, 0).values()) == 90

    @given(st.integers(0, 10_000), WEIGHTS)
    def test_are_never_more_than_the_weight(self, seed, weights):
        try:
            points = weights.points()
        except BadWeights:
            return
        found = table(county(4, 5, seed=seed), weights)

        for at, part in enumerate(PARTS):
            assert (found.parts[at] <= points[part] + 0.5).all()

    @given(st.integers(0, 10_000))
    def test_are_better_or_the_same_the_nearer(self, seed):
        ours = mentor(travel_km=40)
        east = sorted((seed % 400) / 10 + n for n in (0, 1, 7))
        places = [
            mentee(id=str(n), setting=Place(id="x", east=at, north=0.0))
            for n, at in enumerate(east)
        ]

        found = table(County(as_at=AS_AT, mentors=[ours], mentees=places)).parts[1, :, 0]

        assert sorted(found, reverse=True) == list(found)

    def test_of_two_words_for_one_thing_only_proportions_count(self):
        twice = Weights(**{part: 2 * getattr(Weights(), part) for part in PARTS})

        assert (held(weights=twice).parts == held().parts).all()


class TestWeights:
    @pytest.mark.parametrize("bad", [-1, float("nan"), float("inf")])
    def test_must_be_numbers_from_nought(self, bad):
        with pytest.raises(BadWeights) as refused:
            held(weights=Weights(travel=bad))

        assert refused.value.field == "travel"
        assert "The weight of meeting must be nought or more" in str(refused.value)

    def test_must_come_to_something(self):
        with pytest.raises(BadWeights, match="All weights are nought"):
            held(weights=Weights(**dict.fromkeys(PARTS, 0)))


class TestSchoolYears:
    @pytest.mark.parametrize(
        ("since", "as_at", "years"),
        [
            (date(2024, 9, 1), date(2026, 8, 31), 2),
            (date(2024, 9, 1), date(2026, 8, 30), 1),
            (date(2024, 9, 2), date(2026, 11, 1), 1),
            (date(2026, 10, 1), date(2026, 11, 1), 0),
            (date(2027, 1, 1), date(2026, 11, 1), 0),
            (None, date(2026, 11, 1), 0),
        ],
    )
    def test_are_whole_ones_from_september(self, since, as_at, years):
        assert school_years(since, as_at) == years


def test_nothing_about_a_person_s_sex_origin_faith_age_or_health_is_asked():
    words = {name for one in (Mentor, Mentee) for name in one.__dataclass_fields__}

    assert not words & {"sex", "gender", "title", "ethnicity", "origin", "age", "born", "health"}
    assert set(BLOCKS) >= {"same_setting", "no_way_to_meet"}

"""The practice assessment: experts who differ, and no way round thinking."""

from random import Random
from statistics import mean

import pytest

from lms.practice import rules as practice
from lms.practice.rules import Assessment, Rating, compare, judge
from tests.content import guessing, prose

KINDS = ("good", "harmful", "useless")

SCORES = {
    "the longest": len,
    "the shortest": lambda text: -len(text),
    "the most commas": lambda text: text.count(","),
    "named staff": lambda text: text.count("Mr") + text.count("Ms"),
    "the soonest": lambda text: len(guessing.SOON.findall(text)),
    "the most reasons": lambda text: len(guessing.BECAUSE.findall(text)),
    "the fewest reasons": lambda text: -len(guessing.BECAUSE.findall(text)),
    "about J": lambda text: text.count("J "),
    "about K": lambda text: text.count("K "),
}


def texts(scenario, step, kind):
    return [one.text for one in scenario.step(step) if one.kind == kind]


def best(scenario, share, score):
    """Return in each step the share of the items that a habit likes best."""
    chosen = []
    for step in practice.STEPS:
        ranked = sorted(practice.shown(scenario.step(step)), key=lambda one: -score(one.text))
        chosen += [one.id for one in ranked[: round(share * len(ranked))]]
    return chosen


class TestExperts:
    def test_are_five_or_more(self, scenario):
        assert len(scenario.experts) >= 5
        assert len({one.role for one in scenario.experts}) == len(scenario.experts)

    def test_differ(self, scenario):
        everyone = {one.id for one in scenario.experts}
        split = [one for _, one in scenario.items() if 0 < len(one.experts) < len(everyone)]
        minority = {
            one
            for item in split
            for one in (item.experts if len(item.experts) < 3 else everyone - set(item.experts))
        }

        assert len(split) >= 5
        assert len(minority) >= 3

    def test_say_why_where_they_differ(self, scenario):
        for _, item in scenario.items():
            if 0 < len(item.experts) < len(scenario.experts):
                assert set(item.says) & set(item.experts), item.id
                assert set(item.says) - set(item.experts), item.id

    def test_each_made_a_good_assessment(self, scenario):
        for expert in scenario.experts:
            chosen = [one.id for _, one in scenario.items() if expert.id in one.experts]

            verdict = judge(scenario, chosen)

            assert verdict.good, (expert.name, verdict)


class TestItems:
    def test_of_every_kind_are_alike_in_length(self, scenario):
        for step in practice.STEPS:
            lengths = [
                mean(map(prose.words, found))
                for kind in KINDS
                if (found := texts(scenario, step, kind))
            ]

            assert max(lengths) <= 1.25 * min(lengths), step

    def test_can_be_read_on_a_phone(self, scenario):
        assert not [one.id for _, one in scenario.items() if prose.words(one.text) > 30]

    def test_tell_why_whichever_way_one_chose(self, scenario):
        assert not [one.id for _, one in scenario.items() if prose.words(one.told) < 15]

    def test_leave_no_hazard_without_a_control(self, scenario):
        acted_on = {one for control in scenario.controls for one in control.hazards}

        assert not [
            one.id for one in scenario.hazards if one.kind == "good" and one.id not in acted_on
        ]

    def test_leave_nobody_out(self, scenario):
        affected = {one for hazard in scenario.hazards for one in hazard.people}

        assert affected == {one.id for one in scenario.people}

    def test_hold_the_eight_hazards_and_something_kind_that_would_harm(self, scenario):
        kinds = [one.kind for one in scenario.hazards]

        assert kinds.count("good") >= 8
        assert all(texts(scenario, step, "harmful") for step in practice.STEPS)
        assert all(texts(scenario, step, "useless") for step in practice.STEPS)

    def test_say_that_it_is_for_no_real_child(self, scenario):
        assert "invented" in scenario.place
        assert "Never use this exercise for a real child" in scenario.outline


class TestWayRound:
    def test_is_not_to_choose_everything_or_nothing(self, scenario):
        everything = [one.id for one in practice.choices(scenario)]

        assert not judge(scenario, everything).good
        assert not judge(scenario, []).good

    def test_is_to_choose_what_is_good(self, scenario):
        good = [item.id for _, item in scenario.items() if item.kind == "good"]

        assert judge(scenario, good).good

    @pytest.mark.parametrize("share", [0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
    @pytest.mark.parametrize("habit", SCORES)
    def test_is_not_a_habit(self, scenario, habit, share):
        assert not judge(scenario, best(scenario, share, SCORES[habit])).good

    @pytest.mark.parametrize("many", range(1, 12))
    def test_is_not_the_first_few_of_each_step(self, scenario, many):
        chosen = [
            one.id for step in practice.STEPS for one in practice.shown(scenario.step(step))[:many]
        ]

        assert not judge(scenario, chosen).good

    def test_is_not_the_middle_of_each_step(self, scenario):
        chosen = []
        for step in practice.STEPS:
            shown = practice.shown(scenario.step(step))
            chosen += [one.id for one in shown[len(shown) // 4 : -(len(shown) // 4)]]

        assert not judge(scenario, chosen).good

    @pytest.mark.parametrize("likely", [0.2, 0.4, 0.6, 0.8])
    def test_is_not_chance(self, scenario, likely):
        ids = [one.id for one in practice.choices(scenario)]
        for seed in range(200):
            chance = Random(f"{likely} {seed}")  # noqa: S311 - guesses at an exercise

            assert not judge(scenario, [one for one in ids if chance.random() < likely]).good

    def test_is_not_the_middle_of_the_scale(self, scenario):
        hazards = [one.id for one in scenario.hazards if one.kind == "good"]
        middle = Rating(likelihood=3, impact=3, after_likelihood=3, after_impact=3)

        told = compare(
            scenario, Assessment(chosen=tuple(hazards), ratings=dict.fromkeys(hazards, middle))
        )

        before = [
            one.steps_away
            for hazard in told.hazards
            for one in hazard.ratings
            if one.what in {"likelihood", "impact"}
        ]
        assert len(before) == 2 * len(hazards)
        assert sum(one != 0 for one in before) > len(before) / 2

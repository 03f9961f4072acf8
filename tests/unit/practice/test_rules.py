from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.practice import rules
from lms.practice.rules import (
    Assessment,
    Control,
    Expert,
    Hazard,
    Item,
    Named,
    Promise,
    Rating,
    Reason,
    Scenario,
)

EVERYONE = ("amadi", "roe", "khan", "lowe", "byrne")


def item(name, kind="good", experts=None, make=Item, **over):
    if experts is None:
        experts = EVERYONE if kind == "good" else ()
    return make(id=name, text=f"Text of {name}", kind=kind, experts=experts, told="Why.", **over)


def hazard(name, kind="good", **over):
    rated = {
        "people": ("j", "others"),
        "likelihood": (3, 4),
        "impact": (4, 4),
        "after_likelihood": (2, 2),
        "after_impact": (4, 4),
        "reasons": (
            Reason(id="r1", text="She said so.", good=True, told="It counts."),
            Reason(id="r2", text="Nobody complained.", good=False, told="Silence is not safety."),
        ),
    }
    return item(name, kind, make=Hazard, **({**rated, **over} if kind == "good" else over))


def control(name, kind="good", **over):
    held = {"hazards": ("h1",), "rung": "adult", "owners": ("deputy",), "by": "friday"}
    return item(name, kind, make=Control, **({**held, **over} if kind == "good" else over))


def scenario(**over):
    parts = {
        "id": "club",
        "title": "The club",
        "place": "An invented school",
        "sensitive": "",
        "outline": "Invented.",
        "experts": tuple(Expert(id=one, name=one.title(), role="Lead") for one in EVERYONE),
        "people": (Named(id="j", text="J"), Named(id="others", text="Other children")),
        "owners": (Named(id="deputy", text="Deputy head"), Named(id="all", text="Everyone")),
        "days": tuple(Named(id=one, text=one) for one in ("today", "friday", "none")),
        "first": (item("f1"), item("f-bad", "harmful")),
        "hazards": (hazard("h1"), hazard("h2"), hazard("h-no", "useless")),
        "controls": (
            control("c1"),
            control("c2"),
            control("c3", experts=("amadi", "roe"), says={"khan": "Too much."}),
            control("c-bad", "harmful"),
            control("c-asked", "harmful", experts=("roe", "amadi"), unless="J asks for it"),
            control("c-one", "harmful", experts=("roe",), unless="J asks for it"),
            control("c-no", "useless"),
        ),
        "views": (item("v1"), item("v-no", "useless")),
        "reviews": (item("w1"), item("w-none", "useless")),
        "core": ("c1", "h1"),
    }
    return Scenario(**{**parts, **over})


GOOD = ("f1", "h1", "h2", "c1", "c2", "c3", "v1", "w1")
EVERYTHING = tuple(one.id for one in rules.choices(scenario()))


class TestLevel:
    @pytest.mark.parametrize(
        ("likelihood", "impact", "level"),
        [
            (1, 1, "low"),
            (2, 2, "low"),
            (1, 4, "low"),
            (1, 5, "medium"),
            (5, 1, "medium"),
            (3, 3, "medium"),
            (2, 5, "high"),
            (3, 4, "high"),
            (3, 5, "very high"),
            (5, 5, "very high"),
            (None, 4, "very high"),
            (None, 2, "medium"),
            (2, None, "medium"),
            (None, None, "very high"),
        ],
    )
    def test_sorts_by_both(self, likelihood, impact, level):
        assert rules.level(likelihood, impact) == level

    @given(st.integers(1, 5) | st.none())
    def test_never_calls_the_gravest_impact_low(self, likelihood):
        assert rules.level(likelihood, 5) != "low"

    @given(st.integers(1, 5), st.integers(1, 5))
    def test_never_sinks_when_a_rating_rises(self, likelihood, impact):
        order = ["low", "medium", "high", "very high"]
        here = order.index(rules.level(likelihood, impact))

        assert order.index(rules.level(min(likelihood + 1, 5), impact)) >= here
        assert order.index(rules.level(likelihood, min(impact + 1, 5))) >= here

    @given(st.integers(1, 5))
    def test_scores_the_unknown_as_likely(self, impact):
        assert rules.level(None, impact) == rules.level(4, impact)

    @pytest.mark.parametrize("rating", [0, 6, -1])
    def test_refuses_what_is_not_on_the_scale(self, rating):
        with pytest.raises(ValueError, match="from 1 to 5"):
            rules.level(rating, 3)


class TestChoices:
    def test_lists_every_item_with_its_step(self):
        choices = rules.choices(scenario())

        assert {one.id for one in choices} == {item.id for _, item in scenario().items()}
        assert [one.about for one in choices if one.id.startswith("h")] == ["hazards"] * 3

    def test_tells_nothing_of_their_worth(self):
        assert {*vars(rules.choices(scenario())[0])} == {"id", "text", "about"}
        controls = [one.id for one in rules.choices(scenario()) if one.about == "controls"]
        assert controls != [one.id for one in scenario().controls]

    def test_keeps_one_order(self):
        backwards = scenario(controls=scenario().controls[::-1])

        assert rules.choices(backwards) == rules.choices(scenario())


class TestJudge:
    def test_calls_all_that_is_good_good(self):
        verdict = rules.judge(scenario(), GOOD)

        assert verdict.good
        assert sorted(verdict.matched) == sorted(GOOD)
        assert verdict.missed == verdict.harmful == verdict.useless == ()

    def test_is_not_content_with_ticking_everything(self):
        verdict = rules.judge(scenario(), EVERYTHING)

        assert not verdict.good
        assert verdict.harmful == ("f-bad", "c-bad", "c-one")
        assert verdict.useless == ("h-no", "c-no", "v-no", "w-none")

    def test_is_not_content_with_ticking_nothing(self):
        verdict = rules.judge(scenario(), ())

        assert not verdict.good
        assert verdict.matched == ()
        assert set(verdict.missed) == set(GOOD) - {"c3"}

    def test_forgives_no_harm(self):
        assert not rules.judge(scenario(), (*GOOD, "c-bad")).good

    def test_marks_nobody_wrong_where_experts_differ(self):
        assert rules.judge(scenario(), (*GOOD, "c-asked")).good
        without = rules.judge(scenario(), [one for one in GOOD if one != "c3"])
        assert without.good
        assert without.missed == ()

    def test_takes_a_condition_of_one_expert_alone_for_harm(self):
        assert rules.judge(scenario(), (*GOOD, "c-one")).harmful == ("c-one",)

    @pytest.mark.parametrize("core", ["c1", "h1"])
    def test_needs_what_cannot_be_left_out(self, core):
        assert not rules.judge(scenario(), [one for one in GOOD if one != core]).good

    def test_needs_most_of_each_step(self):
        many = scenario(controls=tuple(control(f"c{at}") for at in range(1, 6)), core=("c1", "h1"))
        chosen = ["f1", "h1", "h2", "v1", "w1"]

        assert rules.judge(many, [*chosen, "c1", "c2", "c3"]).good
        assert not rules.judge(many, [*chosen, "c1", "c2"]).good

    def test_allows_less_than_a_third_of_useless_ones(self):
        assert rules.judge(scenario(), (*GOOD, "c-no", "h-no", "v-no")).good
        assert not rules.judge(scenario(), (*GOOD, "c-no", "h-no", "v-no", "w-none")).good

    def test_ignores_what_it_does_not_know(self):
        assert rules.judge(scenario(), (*GOOD, "zzz", "zzz", "c1")) == rules.judge(
            scenario(), GOOD
        )

    @given(st.sets(st.sampled_from(EVERYTHING)))
    def test_puts_each_choice_in_one_place(self, chosen):
        verdict = rules.judge(scenario(), chosen)
        told = [*verdict.matched, *verdict.harmful, *verdict.useless]

        assert len(told) == len(set(told))
        assert set(told) | {"c-asked"} >= chosen >= set(told)
        assert not set(verdict.missed) & chosen

    @given(st.sets(st.sampled_from(EVERYTHING)))
    def test_never_calls_harm_good(self, chosen):
        verdict = rules.judge(scenario(), chosen)

        assert not (verdict.good and verdict.harmful)
        assert not (verdict.good and not {"c1", "h1"} <= chosen)


def assessed(chosen=GOOD, *, rating=None, promise=None):
    rated = Rating(
        people=("j", "others"),
        likelihood=3,
        impact=4,
        reason="r1",
        after_likelihood=2,
        after_impact=4,
    )
    return Assessment(
        chosen=tuple(chosen),
        ratings={"h1": rating or rated},
        promises={"c1": promise or Promise(owner="deputy", by="today")},
    )


class TestCompare:
    def test_tells_who_chose_an_item_and_why(self):
        told = {one.id: one for one in rules.compare(scenario(), assessed()).matched}

        assert told["c3"].experts == ("Amadi", "Roe")
        assert told["c3"].of == 5
        assert told["c3"].says == (("Khan", "Too much."),)
        assert told["c3"].disputed
        assert told["c1"].core

    def test_shows_what_is_disputed_whether_chosen_or_not(self):
        disputed = rules.compare(scenario(), assessed(["c-asked"])).disputed

        assert [(one.id, one.chosen) for one in disputed] == [("c3", False), ("c-asked", True)]
        assert disputed[1].unless == "J asks for it"

    def test_says_what_keeps_it_from_being_good(self):
        because = rules.compare(scenario(), assessed(["c-bad", "f-bad", "c-no"])).because

        assert because[0] == "2 choices would do harm."
        assert "Something that cannot be left out is missing: Text of c1" in because
        assert "What could go wrong: you chose 0 of the 2 that count." in because
        assert because[-1] == "1 of your 3 choices change nothing for any child."

    def test_finds_nothing_against_the_experts_own_ratings(self):
        (told,) = rules.compare(scenario(), assessed()).hazards

        assert told.people_missed == ()
        assert told.reason.good
        assert not [one for one in told.ratings if one.steps_away]
        assert (told.before, told.after) == ("high", "medium")
        assert not told.without_controls

    def test_finds_ratings_far_from_every_expert(self):
        rating = Rating(people=("j",), likelihood=1, impact=5, reason="r2")

        (told,) = rules.compare(scenario(), assessed(rating=rating)).hazards

        away = {one.what: one.steps_away for one in told.ratings}
        assert away == {"likelihood": -2, "impact": 1, "after_likelihood": 0, "after_impact": 0}
        assert [one.what for one in told.ratings if one.far] == ["likelihood"]
        assert told.people_missed == ("Other children",)
        assert not told.reason.good
        assert [one.id for one in told.better_reasons] == ["r1"]

    def test_notices_a_risk_that_sinks_by_itself(self):
        without = [one for one in GOOD if not one.startswith("c")]

        (told,) = rules.compare(scenario(), assessed(without)).hazards

        assert told.without_controls

    @pytest.mark.parametrize(
        ("promise", "owner_weak", "by_weak"),
        [
            (Promise(owner="all", by="today"), True, False),
            (Promise(owner="deputy", by="none"), False, True),
            (Promise(), True, True),
        ],
    )
    def test_finds_weak_owners_and_days(self, promise, owner_weak, by_weak):
        weak = rules.compare(scenario(), assessed(["c1"], promise=promise)).weak_promises

        assert [(one.id, one.owner_weak, one.by_weak) for one in weak] == [
            ("c1", owner_weak, by_weak)
        ]
        assert weak[0].better_owners == ("Deputy head",)
        assert weak[0].latest == "friday"

    @pytest.mark.parametrize("by", ["today", "friday"])
    def test_is_content_with_the_latest_sensible_day_or_sooner(self, by):
        promise = Promise(owner="deputy", by=by)

        assert rules.compare(scenario(), assessed(["c1"], promise=promise)).weak_promises == ()


class TestAssessment:
    def test_can_be_kept_and_read_again(self):
        assert Assessment.from_plain(assessed().plain()) == assessed()
        assert Assessment.from_plain({}) == Assessment()


class TestFitting:
    def test_leaves_out_what_the_scenario_does_not_know(self):
        given_assessment = Assessment(
            chosen=("c1", "zzz", "c1"),
            ratings={
                "h1": Rating(people=("j", "zzz"), likelihood=9, impact=0, reason="zzz"),
                "zzz": Rating(),
            },
            promises={"c1": Promise(owner="zzz", by="today"), "h1": Promise()},
        )

        assert rules.fitting(scenario(), given_assessment) == Assessment(
            chosen=("c1",),
            ratings={"h1": Rating(people=("j",))},
            promises={"c1": Promise(by="today")},
        )

    def test_changes_nothing_that_fits(self):
        assert rules.fitting(scenario(), assessed()) == assessed()


class TestUnfinished:
    def test_names_what_is_still_to_be_said(self):
        chosen = Assessment(
            chosen=("h1", "c1"), ratings={"h1": Rating(people=("j",), likelihood=2)}
        )

        gaps = rules.unfinished(scenario(), chosen)

        assert [(one.item_id, one.field) for one in gaps] == [
            ("h1", "impact"),
            ("h1", "reason"),
            ("h1", "after_likelihood"),
            ("h1", "after_impact"),
            ("c1", "owner"),
            ("c1", "by"),
        ]
        assert gaps[0].message == "Choose how much harm it would do"

    def test_asks_no_reason_where_there_is_none_to_pick(self):
        bare = scenario(hazards=(replace(hazard("h1"), reasons=()),))

        gaps = rules.unfinished(bare, Assessment(chosen=("h1",)))

        assert "reason" not in {one.field for one in gaps}

    def test_finds_nothing_when_all_is_said(self):
        assert rules.unfinished(scenario(), assessed(["h1", "c1"])) == ()

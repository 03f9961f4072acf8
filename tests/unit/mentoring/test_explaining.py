"""Why these two, why not another, and what would help whoever is left without."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.mentoring.rules import explaining
from lms.mentoring.rules.best import best_set
from lms.mentoring.rules.facts import County, Place
from lms.mentoring.rules.scoring import table
from tests.support.counties import AS_AT, county
from tests.unit.mentoring.test_scoring import HERE, THERE, held, mentee, mentor


def of(mentors, mentees):
    return table(County(as_at=AS_AT, mentors=mentors, mentees=mentees))


class TestFits:
    def test_says_what_each_part_rests_on(self):
        ours = mentor(current=1, contexts=frozenset({"eal", "boarding"}))
        theirs = mentee(contexts=frozenset({"boarding", "faith"}), days=frozenset({"mon", "fri"}))

        assert explaining.fits(held(ours, theirs), 0, 0) == {
            "phase": "knows primary",
            "travel": "5 km apart, within the 10 km they travel",
            "experience": "11 full school years as DSL",
            "context": "both know boarding",
            "capacity": "1 of 2 places taken",
            "preferences": "both can on Monday",
        }

    @pytest.mark.parametrize(
        ("ours", "theirs", "part", "said"),
        [
            (
                {"phases": frozenset({"secondary"})},
                {},
                "phase",
                "does not know primary, but secondary",
            ),
            ({"phases": frozenset()}, {}, "phase", "no phase named"),
            (
                {"online": True, "travel_km": 1},
                {"online": True},
                "travel",
                "online suits both; 5 km apart, too far to travel",
            ),
            ({"setting": Place(id="9")}, {}, "travel", "how far apart is not known"),
            ({"dsl_since": date(2025, 9, 1)}, {}, "experience", "1 full school year as DSL"),
            ({"dsl_since": None}, {}, "experience", "not known"),
            ({}, {}, "context", "no context named"),
            (
                {},
                {"contexts": frozenset({"eal", "island"})},
                "context",
                "not English as an additional language and island",
            ),
            ({"days": frozenset()}, {}, "preferences", "not Monday"),
        ],
    )
    def test_says_what_is_missing(self, ours, theirs, part, said):
        assert explaining.fits(held(mentor(**ours), mentee(**theirs)), 0, 0)[part] == said


class TestNextBest:
    def test_says_how_much_less_and_for_what(self):
        other = mentor(id="n", name="Bo Hale", phases=frozenset({"post_16"}))
        found = of([mentor(), other], [mentee()])
        chosen = best_set(found)

        (second,) = explaining.next_best(found, chosen, chosen[0])

        assert found.mentors[second.mentor].name == "Bo Hale"
        assert second.why == "30 points fewer, most of all for phase"

    def test_says_whom_a_better_one_helps_instead(self):
        best, good = mentor(id="a", capacity=1), mentor(id="b", travel_km=5)
        choosy = mentee(id="1", name="Cy Foy", declined=frozenset({"b"}))
        found = of([best, good], [choosy, mentee(id="2")])
        chosen = best_set(found)

        (second,) = explaining.next_best(found, chosen, chosen[1])

        assert second.why == "helps Cy Foy instead, which is better for all together"

    def test_says_where_it_is_all_the_same(self):
        found = of([mentor(id="a"), mentor(id="b")], [mentee()])
        chosen = best_set(found)

        (second,) = explaining.next_best(found, chosen, chosen[0])

        assert second.why == "fits as well; the other pairings together are no better"

    @given(st.integers(0, 10_000))
    def test_are_at_most_two_who_may_be_paired(self, seed):
        found = table(county(6, 6, seed=seed))
        chosen = best_set(found)

        for one in chosen:
            others = explaining.next_best(found, chosen, one)
            assert len(others) <= 2
            assert all(found.allowed[one.mentee, each.mentor] for each in others)
            assert all(each.mentor != one.mentor and each.why for each in others)


class TestReason:
    def test_is_that_there_are_no_mentors(self):
        assert explaining.reason(of([], [mentee()]), 0) == "There are no mentors."

    def test_is_that_all_places_go_to_others(self):
        found = of([mentor(capacity=1)], [mentee(id="1"), mentee(id="2")])

        assert explaining.reason(found, 1) == (
            "1 mentor could help, and all their places go to others. One more place with Verity "
            "Quinn would do."
        )

    def test_counts_what_is_in_the_way_and_names_the_smallest_change(self):
        lapsed = mentor(id="a", annual_refresh_on=date(2025, 9, 1))
        own = mentor(id="b", name="Bo Hale", setting=THERE)

        assert explaining.reason(of([lapsed, own], [mentee()]), 0) == (
            "No mentor may be paired with them: 1 no refresh in the last 12 months and 1 of the "
            "same setting. Verity Quinn could, if they did this year's refresh."
        )

    @pytest.mark.parametrize(
        "ours",
        [{"setting": THERE}, {"suspended": True, "capacity": 0}, {"conflicts": frozenset({"e"})}],
    )
    def test_is_a_new_mentor_where_no_one_change_would_do(self, ours):
        found = explaining.reason(held(mentor(**ours)), 0)

        assert found.endswith("A new mentor is needed.")

    @given(st.integers(0, 10_000))
    def test_s_smallest_change_helps(self, seed):
        found = table(county(4, 4, seed=seed))
        for at, one in enumerate(found.mentees):
            said = explaining.reason(found, at)
            changed = [
                name for name, how in explaining.MENDABLE.items() if said.endswith(f"{how}.")
            ]
            if changed:
                assert any(
                    found.blocks(at, column) == changed for column in range(len(found.mentors))
                ), one


class TestGaps:
    def test_is_one_mentor_for_as_many_as_are_near(self):
        near = [
            mentee(id=str(n), setting=replace(THERE, id=str(n), east=3.0 + n)) for n in range(4)
        ]
        far = mentee(id="9", setting=replace(HERE, id="far", east=500.0))
        other = mentee(id="8", setting=replace(THERE, id="x", phase="special"))
        found = of([], [*near, far, other])

        first, *rest = explaining.gaps(found, range(6))

        assert (first.phase, len(first.mentees)) == ("primary", 3)
        assert sorted(at for one in (first, *rest) for at in one.mentees) == list(range(6))
        assert {one.phase for one in rest} == {"primary", "special"}

    def test_is_nothing_where_everybody_is_paired(self):
        assert explaining.gaps(held(), []) == []

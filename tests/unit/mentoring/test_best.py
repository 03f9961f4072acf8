"""The best whole set: never worse than any other, and the same in any order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.mentoring.rules.best import best_set
from lms.mentoring.rules.facts import County
from lms.mentoring.rules.scoring import table
from tests.support.counties import AS_AT, by_solver, county, first_come, worth
from tests.unit.mentoring.test_scoring import mentee, mentor

COUNTIES = st.builds(county, st.integers(0, 7), st.integers(0, 9), seed=st.integers(0, 100_000))


def pairs(found):
    return [(one.mentee, one.mentor) for one in found]


def named(county, **more):
    held = table(county)
    return {
        held.mentees[one.mentee].id: held.mentors[one.mentor].id for one in best_set(held, **more)
    }


class TestBestSet:
    @given(COUNTIES)
    def test_keeps_to_the_rules(self, county):
        held = table(county)

        found = best_set(held)

        assert all(held.allowed[one.mentee, one.mentor] for one in found)
        assert len({one.mentee for one in found}) == len(found)
        for at, each in enumerate(held.mentors):
            assert sum(one.mentor == at for one in found) <= each.places

    @given(COUNTIES)
    def test_is_worth_what_an_independent_solver_finds(self, county):
        held = table(county)

        assert worth(held, pairs(best_set(held))) == by_solver(held)

    @pytest.mark.parametrize("seed", range(3))
    def test_is_so_in_a_larger_county(self, seed):
        held = table(county(40, 60, seed=seed))
        found = worth(held, pairs(best_set(held)))

        assert found == by_solver(held)
        assert found >= worth(held, first_come(held))

    @given(COUNTIES, st.randoms())
    def test_is_the_same_in_any_order(self, county, chance):
        mentors, mentees = list(county.mentors), list(county.mentees)
        chance.shuffle(mentors)
        chance.shuffle(mentees)

        turned = replace(county, mentors=mentors, mentees=mentees)

        assert named(turned) == named(county)

    @given(COUNTIES, st.data())
    def test_leaves_what_was_sent(self, county, data):
        before = named(county)
        kept = data.draw(st.lists(st.sampled_from(sorted(before)), unique=True)) if before else []
        sent = [(before[one], one) for one in kept]
        more = replace(
            county, mentors=[*county.mentors, mentor(id="new", capacity=3, online=True)]
        )

        after = named(more, sent=sent)

        assert {one: after[one] for one in kept} == {one: before[one] for one in kept}

    def test_pairs_more_rather_than_better(self):
        # One fits the first best, and is the only one for the second.
        good, lonely = mentor(id="a", capacity=1), mentor(id="b", capacity=1, phases=frozenset())
        first = mentee(id="1")
        second = mentee(id="2", declined=frozenset({"b"}))

        found = named(County(as_at=AS_AT, mentors=[good, lonely], mentees=[first, second]))

        assert found == {"1": "b", "2": "a"}

    def test_lets_whoever_waited_longest_go_first(self):
        only = mentor(capacity=1)
        new = mentee(id="1", notified_on=AS_AT)
        old = mentee(id="2", days=frozenset({"fri"}))

        assert named(County(as_at=AS_AT, mentors=[only], mentees=[new, old])) == {"2": only.id}

    def test_goes_by_points_where_all_else_is_equal(self):
        near, far = mentor(id="far", travel_km=1000), mentor(id="near", capacity=1)
        far = replace(near, setting=replace(near.setting, id="x", east=900.0))

        found = named(County(as_at=AS_AT, mentors=[far, mentor(id="near")], mentees=[mentee()]))

        assert found == {"e": "near"}

    @pytest.mark.parametrize(
        "some",
        [
            {"mentors": []},
            {"mentees": []},
            {"mentors": [], "mentees": []},
            {"mentors": [mentor(capacity=0)]},
            {"mentors": [mentor(capacity=1, current=3)]},
        ],
    )
    def test_is_nobody_where_nobody_is_free(self, some):
        full = {"mentors": [mentor()], "mentees": [mentee()], **some}

        assert named(County(as_at=AS_AT, **full)) == {}

    def test_takes_a_place_for_what_was_sent_even_where_rules_say_otherwise_now(self):
        busy = mentor(capacity=1, suspended=True)
        waiting = County(as_at=AS_AT, mentors=[busy], mentees=[mentee(), mentee(id="f")])

        assert named(waiting, sent=[(busy.id, "e")]) == {"e": busy.id}

from collections import Counter
from datetime import UTC, datetime, timedelta
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment import rules
from lms.assessment.rules import Check, Drawn, Option, Question

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OUTCOMES = ("notice", "act", "tell", "write")


def option(name, *, right=False, text=None):
    return Option(id=name, text=text or f"Option {name}", right=right, why="Because.")


def question(name="q1", kind="one", *, must=False, outcome="notice", options=None, section="01-a"):
    given_options = {
        "one": (option("a", right=True), option("b"), option("c"), option("d")),
        "many": (option("a", right=True), option("b", right=True), option("c"), option("d")),
        "order": tuple(option(one) for one in "abcd"),
    }[kind]
    return Question(
        id=name,
        kind=kind,
        section=section,
        outcome=outcome,
        difficulty="easy",
        must=must,
        tried="Not yet.",
        text="What do you do first?",
        options=options or given_options,
    )


def check(**over):
    return Check(**{"ask": 4, "must_ask": 1, "pass_percent": 80, "minutes": 5, **over})


def bank(size=24, *, must_every=3, kinds=("one", "many", "order")):
    return [
        question(
            f"q{at:02}",
            kinds[at % len(kinds)],
            must=at % must_every == 0,
            outcome=OUTCOMES[(at // must_every) % len(OUTCOMES)],
            section=f"0{at % 4}-s",
        )
        for at in range(size)
    ]


checks = st.integers(1, 8).flatmap(
    lambda ask: st.builds(check, ask=st.just(ask), must_ask=st.integers(0, min(ask, 8)))
)
seeds = st.integers(0, 2**64)


class TestDraw:
    @given(seeds, checks)
    def test_asks_exactly_as_many_as_it_should(self, seed, given_check):
        questions = {one.id: one for one in bank()}

        drawn = rules.draw(questions.values(), given_check, seed)

        asked = [questions[one.question_id] for one in drawn]
        assert len(asked) == len({one.id for one in asked}) == given_check.ask
        assert sum(one.must for one in asked) == given_check.must_ask

    @given(seeds, checks)
    def test_draws_the_same_from_the_same_seed(self, seed, given_check):
        assert rules.draw(bank(), given_check, seed) == rules.draw(bank(), given_check, seed)

    @given(seeds)
    def test_shows_every_option_once_and_no_order_question_solved(self, seed):
        questions = {one.id: one for one in bank()}

        for one in rules.draw(questions.values(), check(ask=12, must_ask=4), seed):
            asked = questions[one.question_id]
            assert sorted(one.option_ids) == sorted(o.id for o in asked.options)
            assert asked.kind != "order" or one.option_ids != asked.right

    @given(seeds)
    def test_spreads_them_over_the_outcomes(self, seed):
        questions = {one.id: one for one in bank()}

        drawn = rules.draw(questions.values(), check(ask=8, must_ask=0), seed)

        asked = Counter(questions[one.question_id].outcome for one in drawn)
        assert set(asked.values()) == {2}

    @given(seeds, seeds)
    def test_asks_other_questions_the_second_time(self, first_seed, second_seed):
        first = {one.question_id for one in rules.draw(bank(), check(), first_seed)}

        second = rules.draw(bank(), check(), second_seed, avoid=first)

        assert not first & {one.question_id for one in second}

    def test_asks_them_again_when_there_are_no_others(self):
        everything = {one.id for one in bank()}

        assert len(rules.draw(bank(), check(), 1, avoid=everything)) == 4

    def test_puts_the_right_option_in_every_place(self):
        questions = bank(kinds=("one",))

        places = Counter(
            one.option_ids.index("a")
            for seed in range(250)
            for one in rules.draw(questions, check(), seed)
        )

        assert set(places) == {0, 1, 2, 3}
        assert all(200 < count < 300 for count in places.values())

    def test_draws_each_question_about_as_often_as_another(self):
        counts = Counter(
            one.question_id
            for seed in range(500)
            for one in rules.draw(bank(kinds=("one",)), check(ask=6, must_ask=2), seed)
        )

        assert len(counts) == 24
        assert all(80 < count < 175 for count in counts.values())

    @pytest.mark.parametrize("given_check", [check(ask=60), check(ask=10, must_ask=9)])
    def test_refuses_a_bank_that_is_too_small(self, given_check):
        with pytest.raises(ValueError, match="the bank has"):
            rules.draw(bank(), given_check, 1)

    def test_can_be_kept_and_read_again(self):
        drawn = Drawn("q01", ("c", "a", "b"))

        assert drawn.plain() == {"question": "q01", "options": ["c", "a", "b"]}
        assert Drawn.from_plain(drawn.plain()) == drawn


class TestMark:
    @pytest.mark.parametrize(
        ("kind", "chosen", "right"),
        [
            ("one", ["a"], True),
            ("one", ["b"], False),
            ("one", ["a", "b"], False),
            ("one", ["a", "a"], False),
            ("one", ["zzz"], False),
            ("one", [], False),
            ("many", ["b", "a"], True),
            ("many", ["a"], False),
            ("many", ["a", "b", "c"], False),
            ("many", ["a", "b", "a"], False),
            ("many", [], False),
            ("order", ["a", "b", "c", "d"], True),
            ("order", ["b", "a", "c", "d"], False),
            ("order", ["a", "b", "c"], False),
            ("order", [], False),
        ],
    )
    def test_knows_no_half_marks(self, kind, chosen, right):
        assert rules.mark(question(kind=kind), chosen) is right

    @given(st.sampled_from(rules.KINDS), st.lists(st.sampled_from("abcd")))
    def test_is_true_for_nothing_but_the_right_answer(self, kind, chosen):
        asked = question(kind=kind)

        fits = (
            chosen == list(asked.right)
            if kind == "order"
            else sorted(chosen) == sorted(asked.right)
        )
        assert rules.mark(asked, chosen) is fits


class TestResult:
    def asked(self, *, wrong=(), unanswered=(), given_check=None):
        questions = bank(8, must_every=4)
        drawn = [Drawn(one.id, tuple(o.id for o in one.options)) for one in questions]
        answers = {one.id: list(one.right) for one in questions if one.id not in unanswered}
        answers |= {one: ["z"] for one in wrong}
        return rules.result(questions, given_check or check(ask=8), drawn, answers)

    def test_passes_with_everything_right(self):
        result = self.asked()

        assert (result.right, result.of, result.passed) == (8, 8, True)
        assert result.must_missed == result.sections_to_reread == ()

    def test_fails_below_the_percentage(self):
        assert self.asked(wrong=["q01"]).passed
        assert not self.asked(wrong=["q01", "q02"]).passed

    def test_passes_at_exactly_the_percentage(self):
        assert self.asked(wrong=["q01", "q02"], given_check=check(ask=8, pass_percent=75)).passed

    def test_fails_with_one_that_must_be_right(self):
        result = self.asked(wrong=["q04"])

        assert result.right == 7
        assert result.must_missed == ("q04",)
        assert not result.passed

    def test_counts_what_was_not_answered_as_wrong(self):
        assert self.asked(unanswered=["q01"]) == self.asked(wrong=["q01"])

    def test_names_each_section_to_read_again_once(self):
        result = self.asked(wrong=["q01", "q02", "q05"])

        assert result.sections_to_reread == ("01-s", "02-s")

    def test_never_passes_on_nothing(self):
        assert not rules.result([], check(pass_percent=1), [], {}).passed

    @given(st.sets(st.sampled_from([f"q{at:02}" for at in range(8)])))
    def test_adds_up(self, wrong):
        result = self.asked(wrong=wrong)

        assert result.right == 8 - len(wrong)
        assert result.passed is (len(wrong) <= 1 and not wrong & {"q00", "q04"})

    def test_makes_guessing_pass_about_as_often_as_chance_says(self):
        questions = bank(kinds=("one",))
        given_check = check(ask=4, must_ask=1, pass_percent=50)
        # The must item, and at least one of the other three, each one in four.
        expected = 0.25 * (1 - 0.75**3)

        passes = sum(self.guess(questions, given_check, seed).passed for seed in range(3000))

        assert abs(passes / 3000 - expected) < 0.025

    def test_makes_guessing_a_real_check_hopeless(self):
        questions = bank(30, must_every=4, kinds=("one",))
        given_check = check(ask=10, must_ask=2)
        others = sum(comb(8, k) * 0.25**k * 0.75 ** (8 - k) for k in range(6, 9))
        assert 0.25**2 * others < 0.0003

        assert sum(self.guess(questions, given_check, seed).passed for seed in range(1000)) <= 3

    def guess(self, questions, given_check, seed):
        chance = Random(f"guess {seed}")  # noqa: S311 - guesses at a check
        drawn = rules.draw(questions, given_check, seed)
        answers = {one.question_id: [chance.choice(one.option_ids)] for one in drawn}
        return rules.result(questions, given_check, drawn, answers)


class TestNextStep:
    def step(self, fails, *, minutes=0, talk_settled=False):
        return rules.next_step(
            fails, NOW - timedelta(minutes=minutes), NOW, talk_settled=talk_settled
        )

    def test_lets_a_first_attempt_begin(self):
        step = rules.next_step(0, None, NOW, talk_settled=False)

        assert (step.kind, step.reread) == ("open", False)

    def test_lets_a_second_attempt_begin_at_once(self):
        assert self.step(1).kind == "open"

    def test_waits_half_an_hour_after_two_fails(self):
        step = self.step(2, minutes=29)

        assert step.kind == "wait"
        assert step.opens_at == NOW + timedelta(minutes=1)
        assert step.reread

    def test_opens_after_the_wait_and_asks_to_read_again(self):
        step = self.step(2, minutes=30)

        assert (step.kind, step.opens_at, step.reread) == ("open", None, True)

    def test_asks_for_a_talk_after_three_however_long_ago(self):
        assert self.step(3, minutes=100_000).kind == "talk"

    def test_opens_again_once_the_talk_was_had(self):
        assert self.step(3, talk_settled=True).kind == "open"

    def test_begins_to_count_anew_after_the_talk(self):
        kinds = [self.step(fails, talk_settled=True).kind for fails in (3, 4, 5)]

        assert kinds == ["open", "open", "wait"]
        assert self.step(6, talk_settled=False).kind == "talk"

    @given(st.integers(3, 50))
    def test_never_opens_while_a_talk_is_owed(self, fails):
        assert self.step(fails, minutes=1000).kind == "talk"


class TestAsksForTalk:
    def test_is_so_after_every_third_fail(self):
        assert [fails for fails in range(8) if rules.asks_for_talk(fails)] == [3, 6]


class TestRightIsLongest:
    def test_counts_only_what_is_longer_than_every_other(self):
        long, longer = "Tell the lead", "Tell the lead now"

        def of(right, wrong):
            options = (option("a", right=True, text=right), option("b", text=wrong), option("c"))
            return question(options=options)

        assert rules.right_is_longest(of(longer, long))
        assert not rules.right_is_longest(of(long, long))
        assert not rules.right_is_longest(of(long, longer))
        assert not rules.right_is_longest(question(kind="many"))

    def test_has_a_fair_share(self):
        three = question(options=(option("a", right=True), option("b"), option("c")))

        share = rules.fair_share_of_longest([question(), three, question(kind="order")])

        assert share == pytest.approx(0.7)

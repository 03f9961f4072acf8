"""The knowledge checks ask for judgement: knowing nothing passes no more often than chance."""

import re
from random import Random
from statistics import mean

import pytest

from lms.assessment import rules as assessment
from tests.content import guessing, prose

PLAYED = 400


def plays(module, choose):
    """Tell in how many of many attempts a way of choosing passes."""
    questions = {one.id: one for one in module.questions}
    passed = 0
    for seed in range(PLAYED):
        chance = Random(f"{module.slug} {seed}")  # noqa: S311 - guesses at a check
        drawn = assessment.draw(module.questions, module.check, seed)
        answers = {
            one.question_id: choose(questions[one.question_id], one.option_ids, chance)
            for one in drawn
        }
        passed += assessment.result(module.questions, module.check, drawn, answers).passed
    return passed


def single(module):
    return [one for one in module.questions if one.kind == "one"]


class TestGuessing:
    @pytest.mark.slow
    @pytest.mark.parametrize("habit", guessing.HABITS)
    def test_does_not_pass(self, module, habit):
        passed = plays(module, lambda *asked: guessing.choose(habit, *asked))

        assert passed <= PLAYED / 50

    @pytest.mark.parametrize("habit", guessing.HABITS)
    def test_finds_hardly_more_than_its_share(self, module, habit):
        assert mean(guessing.hits(habit, one) for one in single(module)) <= 0.4

    def test_is_beaten_by_knowing(self, module):
        assert plays(module, lambda question, ids, chance: list(question.right)) == PLAYED

    def test_meets_other_questions_the_second_time(self, module):
        for seed in range(20):
            first = {d.question_id for d in assessment.draw(module.questions, module.check, seed)}
            again = assessment.draw(module.questions, module.check, seed + 1000, avoid=first)

            assert len(first & {d.question_id for d in again}) <= module.check.ask / 3


class TestBank:
    def test_holds_three_times_what_is_asked(self, module):
        must = [one for one in module.questions if one.must]

        assert len(module.questions) >= 3 * module.check.ask
        assert len(must) >= 3 * module.check.must_ask

    def test_asks_three_times_or_more_about_each_outcome(self, module):
        about = [one.outcome for one in module.questions]

        assert not [one.id for one in module.outcomes if about.count(one.id) < 3]

    def test_asks_about_each_section(self, module):
        assert {one.section for one in module.questions} >= {
            one.id for one in module.sections if one.id != "06-worked-example"
        }

    def test_sends_nobody_back_to_a_section_that_does_not_teach_it(self, module):
        assert not [
            one.id
            for one in module.questions
            if one.outcome not in module.section(one.section).outcomes
        ]

    def test_spreads_right_options_over_every_length(self, module):
        places = [
            sorted(len(option.text) for option in one.options).index(
                len(one.option(one.right[0]).text)
            )
            for one in single(module)
        ]

        assert all(places.count(place) <= 0.4 * len(places) for place in set(places))

    def test_spreads_right_options_over_every_place(self, module):
        places = [
            [option.id for option in one.options].index(one.right[0]) for one in single(module)
        ]

        assert all(places.count(place) <= 0.4 * len(places) for place in set(places))

    def test_says_who_got_it_wrong_when_it_was_tried(self, module):
        assert all(one.tried for one in module.questions)


class TestQuestion:
    def test_has_options_alike_in_length(self, module):
        for question in single(module):
            lengths = [len(one.text) for one in question.options]

            assert max(lengths) <= 1.5 * min(lengths), question.id

    def test_explains_each_option(self, module):
        for question in module.questions:
            whys = [one.why for one in question.options]

            assert min(map(prose.words, whys)) >= 4, question.id
            assert len(set(whys)) == len(whys), question.id

    def test_asks_something(self, module):
        assert not [
            one.id
            for one in module.questions
            if not one.text.endswith(("?", "? Choose all.", " Choose all.", "in order."))
            and not (one.kind == "order" and " order" in one.text)
            and not (one.kind == "many" and "Choose all" in one.text)
        ]

    def test_asks_for_what_is_so_and_not_for_what_is_not(self, module):
        refused = ("except", "which is not", "which of these is not", "least likely", " NOT ")

        assert not [
            one.id for one in module.questions for word in refused if word in one.text.lower()
        ]

    def test_leaves_always_and_never_out_of_options(self, module):
        options = [option.text.lower() for one in module.questions for option in one.options]
        said = [text for text in options if re.search(r"\b(?:always|never)\b", text)]

        assert len(said) <= 0.02 * len(options), said

"""Every module that ships reads without a fault, and cannot be passed by guessing."""

from pathlib import Path
from random import Random

import pytest

from lms.assessment import rules as assessment
from lms.content import reading, rules
from lms.content.errors import BadModule
from lms.practice import rules as practice

MODULES = Path(__file__).parents[2] / "modules"
SLUGS = [folder.name for folder in reading.module_folders(MODULES)]
PLAYED = 400


@pytest.fixture(scope="module", params=SLUGS)
def module(request):
    faults = ""
    try:
        return reading.read_module(MODULES / request.param)
    except BadModule as bad:
        faults = str(bad)
    pytest.fail(faults, pytrace=False)


def test_the_three_modules_ship():
    assert {"day-one-essentials", "safeguarding-induction", "risk-assessment"} <= set(SLUGS)


class TestModule:
    def test_draws_every_block(self, module):
        for section in module.sections:
            assert rules.render(section, module.glossary)

    def test_can_be_stored_without_loss(self, module):
        assert reading.from_plain(reading.to_plain(module)) == module

    @pytest.mark.parametrize("word", ["peer-on-peer", "peer on peer", "annex a", "lscb", " & "])
    def test_uses_no_word_that_a_careful_lead_would_refuse(self, module, word):
        assert not [one.id for one in module.sections if word in one.text.lower()]

    def test_never_raises_its_voice(self, module):
        assert not [one.id for one in module.sections if "!" in one.text.replace("![", "")]


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


def by_chance(question, ids, chance):
    if question.kind == "order":
        return chance.sample(ids, len(ids))
    if question.kind == "many":
        return chance.sample(ids, chance.randint(1, len(ids)))
    return [chance.choice(ids)]


def the_longest(question, ids, chance):
    return [max(ids, key=lambda one: len(question.option(one).text))]


def the_shortest(question, ids, chance):
    return [min(ids, key=lambda one: len(question.option(one).text))]


def the_first(question, ids, chance):
    return [ids[0]]


class TestCheck:
    @pytest.mark.parametrize("choose", [by_chance, the_longest, the_shortest, the_first])
    def test_cannot_be_passed_without_knowing(self, module, choose):
        assert plays(module, choose) <= PLAYED / 50

    def test_is_passed_by_knowing(self, module):
        assert plays(module, lambda question, ids, chance: list(question.right)) == PLAYED

    def test_asks_other_questions_the_second_time(self, module):
        for seed in range(20):
            first = {d.question_id for d in assessment.draw(module.questions, module.check, seed)}
            again = assessment.draw(module.questions, module.check, seed + 1000, avoid=first)

            assert len(first & {d.question_id for d in again}) <= module.check.ask / 3


class TestScenario:
    def test_is_no_exercise_in_ticking(self, module):
        for scenario in module.scenarios:
            everything = [one.id for one in practice.choices(scenario)]
            good = [item.id for _, item in scenario.items() if item.kind == "good"]

            assert not practice.judge(scenario, everything).good
            assert not practice.judge(scenario, []).good
            assert practice.judge(scenario, good).good

    def test_calls_what_each_expert_chose_good(self, module):
        for scenario in module.scenarios:
            for expert in scenario.experts:
                chosen = [one.id for _, one in scenario.items() if expert.id in one.experts]

                verdict = practice.judge(scenario, chosen)

                assert verdict.good, (expert.name, verdict)

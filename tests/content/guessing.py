"""Habits of people who pass tests without knowing: what each of them would choose."""

import re
from collections.abc import Callable, Sequence
from random import Random

from lms.assessment.rules import Question

Score = Callable[[str, Question], float]
"""How much a habit likes an option's text, beside the others."""

SMALL = re.compile(
    r"\b(?:the|an?|to|of|and|in|is|it|that|your?|s?he|hers?|his|for|on|with|as|at|be|by|what|do|i|"
    r"they|this|was|so|not|has|have|are|or|if|who|which)\b"
)
ROUTES = re.compile(
    r"\b(DSL|deputy|deputies|front door|LADO|999|head teacher|manager|emergency duty team)\b"
)
SOON = re.compile(r"\b(today|now|at once|first|before)\b", re.IGNORECASE)
BECAUSE = re.compile(r"\b(so that|because|since|as|so|if|until|once|when)\b")


def _telling(text: str) -> set[str]:
    return set(re.findall(r"\w+", SMALL.sub(" ", text.lower())))


def _others(text: str, question: Question) -> list[str]:
    return [one.text for one in question.options if one.text != text]


def _away_from_the_middle(text: str, question: Question) -> float:
    lengths = sorted(len(one.text) for one in question.options)
    half = len(lengths) // 2
    return -abs(len(text) - (lengths[half] + lengths[~half]) / 2)


def _second_longest(text: str, question: Question) -> float:
    longer = sum(len(one) > len(text) for one in _others(text, question))
    return -abs(longer - 1)


HABITS: dict[str, Score] = {
    "at random": lambda text, question: 0,
    "the longest": lambda text, question: len(text),
    "the second longest": _second_longest,
    "the shortest": lambda text, question: -len(text),
    "the middle in length": _away_from_the_middle,
    "the most commas": lambda text, question: text.count(","),
    "the fewest commas": lambda text, question: -text.count(","),
    "the most 'and'": lambda text, question: len(re.findall(r"\band\b", text)),
    "whoever is told": lambda text, question: len(ROUTES.findall(text)),
    "the soonest": lambda text, question: len(SOON.findall(text)),
    "told and soon": lambda text, question: len(ROUTES.findall(text)) + len(SOON.findall(text)),
    "the most reasons": lambda text, question: len(BECAUSE.findall(text)),
    "the fewest reasons": lambda text, question: -len(BECAUSE.findall(text)),
    "most like the question": lambda text, question: len(_telling(text) & _telling(question.text)),
    "most like the others": lambda text, question: sum(
        len(_telling(text) & _telling(one)) for one in _others(text, question)
    ),
    "least like the others": lambda text, question: (
        -sum(len(_telling(text) & _telling(one)) for one in _others(text, question))
    ),
}


def choose(habit: str, question: Question, shown: Sequence[str], chance: Random) -> list[str]:
    """Return what somebody with a habit answers; ties, and what it cannot help with, by chance."""
    if question.kind == "order":
        return chance.sample(shown, len(shown))
    score = HABITS[habit]
    ranked = sorted(
        ((score(question.option(one).text, question), chance.random(), one) for one in shown),
        reverse=True,
    )
    if question.kind == "many":
        return [one for _, _, one in ranked[: chance.randint(2, len(shown))]]
    return [ranked[0][2]]


def hits(habit: str, question: Question) -> float:
    """Return how likely a habit is to find the one right option; ties are shared out."""
    score = HABITS[habit]
    liked = {one.id: score(one.text, question) for one in question.options}
    best = [one for one, much in liked.items() if much == max(liked.values())]
    return sum(one in question.right for one in best) / len(best)

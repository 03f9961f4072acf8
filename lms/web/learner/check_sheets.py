"""What a knowledge check looks like: as it is asked, as it was sent, as it is told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from lms.assessment import rules as assessment
from lms.assessment.rules import Check, Drawn, Question
from lms.content.rules import ModuleContent, inline
from lms.learning import queries

if TYPE_CHECKING:
    from lms.learning.models import Attempt

ANSWER, WAS = "a-", "was-"
"""Before a question's id: the field with what is chosen, and the one with what was when drawn."""

SENTENCES = re.compile(r"(?<=[.!?:'’”\"*])\s+(?=[A-Z'‘“\"*])")
HOW = {
    "one": "Choose one.",
    "many": "Choose all that are right; there is more than one.",
    "order": "Put these in order, the first at the top.",
}

NOTHING = Markup()
marked = lru_cache(4096)(inline)
"""An author's line as HTML; the same few hundred lines are drawn again and again."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One option as a page shows it; what it is worth is told only after handing in."""

    id: str
    text: Markup
    chosen: bool
    right: bool = False
    why: Markup = NOTHING
    place: int = 0
    """In an order question: where it was put, from 1."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One question of an attempt."""

    number: int
    id: str
    kind: str
    scene: Markup
    """What leads up to the question; may be empty."""

    asks: Markup
    """The question itself: the last sentence."""

    choices: tuple[Choice, ...]
    is_answered: bool
    was: str
    """What is kept now, as the form carries it."""

    must: bool = False
    is_right: bool = False
    section_id: str = ""
    section_title: str = ""

    @property
    def how(self) -> str:
        """How it is answered."""
        return HOW[self.kind]

    @property
    def chosen(self) -> list[Markup]:
        """The words of what is chosen, in order."""
        return [one.text for one in self.choices if one.chosen] if self.is_answered else []


def needed(check: Check) -> int:
    """Return how many right answers are a pass."""
    return ceil(check.pass_percent * check.ask / 100)


def asked(
    whole: ModuleContent, attempt: "Attempt", answers: Mapping[str, Sequence[str]]
) -> list[Sheet]:
    """Return the questions of an attempt with what is chosen so far, and nothing of the key."""
    return [
        _asked(number, whole.question(one.question_id), one, answers.get(one.question_id, ()))
        for number, one in enumerate(queries.drawn_of(attempt), 1)
    ]


def told(
    whole: ModuleContent, attempt: "Attempt", answers: Mapping[str, Sequence[str]]
) -> list[Sheet]:
    """Return the questions of an attempt that was handed in, each explained."""
    return [
        _told(
            number, whole, whole.question(one.question_id), answers.get(one.question_id, ()), one
        )
        for number, one in enumerate(queries.drawn_of(attempt), 1)
    ]


def stem(text: str) -> tuple[str, str]:
    """Return a question's text as what leads up to it, and the question: its last sentence."""
    parts = SENTENCES.split(" ".join(text.split()))
    while len(parts) > 1 and parts[-1].count("*") % 2:
        parts[-2:] = [" ".join(parts[-2:])]
    return " ".join(parts[:-1]), parts[-1]


def sent(form: MultiDict[str, str]) -> dict[str, list[str]]:
    """Return what a form changes: question id → options chosen.

    A page carries what was kept when it was drawn. A question that it still shows like that was
    not touched there, so that an old page in another window takes nothing back.
    """
    names = {name.removeprefix(ANSWER) for name in form if name.startswith(ANSWER)}
    names |= {name.removeprefix(WAS) for name in form if name.startswith(WAS)}
    changed: dict[str, list[str]] = {}
    for name in names:
        chosen = [one for one in form.getlist(ANSWER + name) if one]
        was = form.get(WAS + name)
        if was is None or was.split() != chosen:
            changed[name] = chosen
    return changed


def moved(order: Sequence[str], option: str, direction: str) -> list[str]:
    """Return ``order`` with one option a place up or down; anything else leaves it as it is."""
    made = list(order)
    step = {"up": -1, "down": 1}.get(direction)
    if step is None or option not in made:
        return made
    at = made.index(option)
    to = min(max(at + step, 0), len(made) - 1)
    made.insert(to, made.pop(at))
    return made


def _asked(number: int, question: Question, drawn: Drawn, chosen: Sequence[str]) -> Sheet:
    scene, asks = map(marked, stem(question.text))
    shown = chosen if question.kind == "order" and chosen else drawn.option_ids
    return Sheet(
        number=number,
        id=question.id,
        kind=question.kind,
        scene=scene,
        asks=asks,
        choices=tuple(
            Choice(
                id=one,
                text=marked(question.option(one).text),
                chosen=one in chosen,
                place=place,
            )
            for place, one in enumerate(shown, 1)
        ),
        is_answered=bool(chosen),
        was=" ".join(chosen),
    )


def _told(
    number: int, whole: ModuleContent, question: Question, chosen: Sequence[str], drawn: Drawn
) -> Sheet:
    scene, asks = map(marked, stem(question.text))
    shown = question.right if question.kind == "order" else drawn.option_ids
    places = {one: place for place, one in enumerate(chosen, 1)}
    return Sheet(
        number=number,
        id=question.id,
        kind=question.kind,
        scene=scene,
        asks=asks,
        choices=tuple(
            Choice(
                id=one.id,
                text=marked(one.text),
                chosen=one.id in chosen,
                right=one.id in question.right,
                why=marked(one.why),
                place=places.get(one.id, 0),
            )
            for one in map(question.option, shown)
        ),
        is_answered=bool(chosen),
        was="",
        must=question.must,
        is_right=assessment.mark(question, chosen),
        section_id=question.section,
        section_title=whole.section(question.section).title,
    )

"""Which questions are asked, how they are marked, and what follows after a fail."""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Self

KINDS = ("one", "many", "order")
DIFFICULTIES = ("easy", "middling", "hard")

FAILS_BEFORE_A_WAIT = 2
FAILS_BEFORE_A_TALK = 3
WAIT = timedelta(minutes=30)
"""Between the second fail and the next attempt, in which the sections are read again."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer that may be chosen, and why it is right or what would have happened."""

    id: str
    text: str
    right: bool = False
    """Not used in order questions, whose options are written in the right order."""

    why: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a module's bank."""

    id: str
    kind: str
    """``one`` right option, ``many`` (all the right ones and only these), or an ``order``."""

    section: str
    outcome: str
    difficulty: str
    must: bool
    """True where nobody passes who gets it wrong."""

    tried: str
    """Who got it wrong when it was tried, for authors."""

    text: str
    options: tuple[Option, ...]

    @property
    def right(self) -> tuple[str, ...]:
        """The ids of the right options; for an order question all of them, in that order."""
        if self.kind == "order":
            return tuple(option.id for option in self.options)
        return tuple(option.id for option in self.options if option.right)

    def option(self, option_id: str) -> Option:
        """Return the option of that id. Raises KeyError."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)


@dataclass(frozen=True, kw_only=True)
class Check:
    """How a module's knowledge check is put together and passed."""

    ask: int
    """Questions asked in one attempt."""

    must_ask: int
    """How many of them must be got right, whatever the percentage."""

    pass_percent: int
    minutes: int


@dataclass(frozen=True)
class Drawn:
    """One question as it is asked in one attempt, with its options in the order shown."""

    question_id: str
    option_ids: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Return it as an attempt keeps it."""
        return {"question": self.question_id, "options": list(self.option_ids)}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Self:
        """Return what ``plain`` wrote."""
        return cls(kept["question"], tuple(kept["options"]))


@dataclass(frozen=True, kw_only=True)
class Result:
    """How an attempt ended."""

    right: int
    of: int
    must_missed: tuple[str, ...]
    """Ids of the must-get-right questions that were wrong, in the order asked."""

    passed: bool
    sections_to_reread: tuple[str, ...]
    """Sections that teach what was wrong, each once, in the order asked."""


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """Whether the next attempt may begin."""

    kind: Literal["open", "wait", "talk"]
    opens_at: datetime | None = None
    """When a wait ends; None unless there is one."""

    reread: bool = False
    """True where the sections that the last result named must be read again first."""


def draw(
    questions: Collection[Question], check: Check, seed: int | str, avoid: Collection[str] = ()
) -> list[Drawn]:
    """Return the questions of one attempt, in a random order, their options shuffled too.

    Exactly ``must_ask`` of them must be got right. They are spread evenly over the outcomes, and
    within that, questions outside ``avoid`` come first. The options of an order question are
    never shown in the right order.

    Args:
        questions: the whole bank.
        check: how many to ask.
        seed: the same seed draws the same; an attempt's id will do.
        avoid: ids asked in earlier attempts.

    Raises:
        ValueError: the bank holds too few questions of either sort.

    """
    chance = random.Random(seed)  # noqa: S311 - shuffles questions, guards nothing
    chosen: list[Question] = []
    for must, wanted in ((True, check.must_ask), (False, check.ask - check.must_ask)):
        bank = [question for question in questions if question.must == must]
        if len(bank) < wanted:
            msg = f"the bank has {len(bank)} questions where {wanted} are to be asked"
            raise ValueError(msg)
        chance.shuffle(bank)
        _choose(bank, wanted, avoid=avoid, chosen=chosen)
    chance.shuffle(chosen)
    return [Drawn(question.id, _shuffled(question, chance)) for question in chosen]


def mark(question: Question, chosen: Sequence[str]) -> bool:
    """Tell whether ``chosen`` option ids answer ``question``. There are no half marks."""
    if question.kind == "order":
        return tuple(chosen) == question.right
    return len(chosen) == len(question.right) and set(chosen) == set(question.right)


def result(
    questions: Iterable[Question],
    check: Check,
    drawn: Sequence[Drawn],
    answers: Mapping[str, Sequence[str]],
) -> Result:
    """Return how an attempt ended: passed with the percentage *and* every must-get-right item.

    Args:
        questions: the whole bank, or at least those drawn.
        check: what counts as a pass.
        drawn: what was asked.
        answers: question id → option ids chosen; a question left out was not answered and is
            wrong.

    """
    by_id = {question.id: question for question in questions}
    asked = [by_id[one.question_id] for one in drawn]
    wrong = [question for question in asked if not mark(question, answers.get(question.id, ()))]
    right = len(asked) - len(wrong)
    must_missed = tuple(question.id for question in wrong if question.must)
    enough = bool(asked) and right * 100 >= check.pass_percent * len(asked)
    return Result(
        right=right,
        of=len(asked),
        must_missed=must_missed,
        passed=enough and not must_missed,
        sections_to_reread=tuple(dict.fromkeys(question.section for question in wrong)),
    )


def next_step(
    fails: int, last_failed_at: datetime | None, now: datetime, *, talk_settled: bool
) -> NextStep:
    """Return what stands before the next attempt.

    The first fail stands nothing in the way. After the second there are 30 minutes and the
    sections to read again. After the third somebody talks with the learner first; then the count
    begins anew.

    Args:
        fails: attempts failed at this module since it was last passed.
        last_failed_at: when the latest of them was submitted; None if there is none.
        now: this instant.
        talk_settled: True when every talk that was asked for has been held.

    """
    if fails >= FAILS_BEFORE_A_TALK and not talk_settled:
        return NextStep(kind="talk")
    if fails % FAILS_BEFORE_A_TALK != FAILS_BEFORE_A_WAIT or last_failed_at is None:
        return NextStep(kind="open")
    opens_at = last_failed_at + WAIT
    if now < opens_at:
        return NextStep(kind="wait", opens_at=opens_at, reread=True)
    return NextStep(kind="open", reread=True)


def asks_for_talk(fails: int) -> bool:
    """Tell whether the latest of so many fails is one after which a talk is asked for."""
    return fails > 0 and fails % FAILS_BEFORE_A_TALK == 0


def right_is_longest(question: Question) -> bool:
    """Tell whether the one right option is longer than every other: a giveaway, if often so."""
    if question.kind != "one":
        return False
    right = [len(option.text) for option in question.options if option.right]
    others = [len(option.text) for option in question.options if not option.right]
    return bool(right and others) and max(right) > max(others)


def fair_share_of_longest(questions: Iterable[Question]) -> float:
    """Return how many right answers may be the longest before that helps someone who guesses.

    By chance it would be one in as many as there are options; a little more is allowed: 30% of
    questions with four options, 40% of those with three.
    """
    shares = {3: 0.4, 4: 0.3}
    return sum(
        shares.get(len(question.options), 1.2 / max(len(question.options), 1))
        for question in questions
        if question.kind == "one"
    )


def _choose(
    bank: list[Question], wanted: int, *, avoid: Collection[str], chosen: list[Question]
) -> None:
    """Move ``wanted`` questions from a shuffled bank to ``chosen``, the rarest outcome first."""
    asked = Counter(question.outcome for question in chosen)
    for _ in range(wanted):
        best = min(bank, key=lambda question: (asked[question.outcome], question.id in avoid))
        bank.remove(best)
        asked[best.outcome] += 1
        chosen.append(best)


def _shuffled(question: Question, chance: random.Random) -> tuple[str, ...]:
    ids = [option.id for option in question.options]
    chance.shuffle(ids)
    if question.kind == "order" and tuple(ids) == question.right and len(ids) > 1:
        # Moving the first to the end keeps the draw deterministic and the order wrong.
        ids = [*ids[1:], ids[0]]
    return tuple(ids)

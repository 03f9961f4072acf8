"""Checks that need more than one file: the bank against the check, files nobody names."""

from collections import Counter
from collections.abc import Collection, Iterable

from lms.assessment.reading import BANK_TIMES
from lms.assessment.rules import Check, Question, fair_share_of_longest, right_is_longest
from lms.content.reading.files import Files
from lms.content.reading.texts import Texts
from lms.content.rules.module import Outcome
from lms.kernel.tables import Table
from lms.practice.rules import Scenario

QUESTIONS_AN_OUTCOME = 3


def check_bank(
    root: Table, questions: Collection[Question], check: Check, outcomes: Iterable[Outcome]
) -> None:
    """Note where the bank is too small, or helps someone who guesses."""
    must = sum(question.must for question in questions)
    for have, asked, what in (
        (len(questions), check.ask, "questions"),
        (must, check.must_ask, "questions with must = true"),
    ):
        if have < BANK_TIMES * asked:
            root.bad(
                f"the bank has {have} {what}; {asked} are asked, so it needs "
                f"{BANK_TIMES * asked}, that two attempts may differ."
            )
    ordinary, asked = len(questions) - must, check.ask - check.must_ask
    if ordinary < asked:
        root.bad(f"the bank has {ordinary} questions without must; {asked} are asked.")
    counts = Counter(question.outcome for question in questions)
    for outcome in outcomes:
        if outcome.id and counts[outcome.id] < QUESTIONS_AN_OUTCOME:
            root.bad(
                f'the outcome "{outcome.id}" has {counts[outcome.id]} questions; write at least '
                f"{QUESTIONS_AN_OUTCOME}."
            )
    _check_lengths(root, questions)


def check_question_texts(root: Table, questions: Iterable[Question], texts: Texts) -> None:
    """Note raw HTML and broken links in stems, options and explanations."""
    for at, question in enumerate(questions):
        for table in root.tables("questions")[at : at + 1]:
            texts.check_line(question.text, table.file, table.line("text"))
            for option, inner in zip(question.options, table.tables("options"), strict=False):
                texts.check_line(option.text, table.file, inner.line("text"))
                texts.check_line(option.why, table.file, inner.line("why"))


def check_scenario_texts(root: Table, scenario: Scenario, texts: Texts) -> None:
    """Note raw HTML and broken links in a scenario's outline and in what is told."""
    texts.check_line(scenario.outline, root.file, root.line("outline"))
    for step, item in scenario.items():
        for table in root.tables(step, needed=False):
            if table.values.get("id") == item.id:
                texts.check_line(item.text, table.file, table.line("text"))
                texts.check_line(item.told, table.file, table.line("told"))


def check_leftovers(files: Files, read: Collection[str]) -> None:
    """Note files that are no part of the module."""
    for name in files.names:
        if name not in read and name not in files.refused:
            files.bad(name, "nothing in the module names this file; name it or take it away.")


def _check_lengths(root: Table, questions: Collection[Question]) -> None:
    longest = [question.id for question in questions if right_is_longest(question)]
    fair = max(fair_share_of_longest(questions), 1)
    if len(longest) > fair:
        root.bad(
            f"the right option is the longest in {len(longest)} questions, more than the fair "
            f"share of {fair:.0f}; shorten it, or lengthen another, in some of "
            f"{', '.join(longest)}."
        )

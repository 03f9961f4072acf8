"""From questions.toml to questions, noting every problem."""

from collections.abc import Collection

from lms.assessment.rules import DIFFICULTIES, KINDS, Option, Question
from lms.kernel.tables import Table, once

BANK_TIMES = 3
"""A bank holds this many times what is asked, so that two attempts differ."""

OPTIONS = {"one": (3, 4), "many": (3, 4), "order": (4, 6)}


def read_questions(
    root: Table, *, sections: Collection[str], outcomes: Collection[str]
) -> tuple[Question, ...]:
    """Return the bank in ``questions.toml``; what is wrong is noted in ``root.problems``.

    Args:
        root: the file's outermost table.
        sections: ids of the module's sections, one of which each question names.
        outcomes: ids of the module's outcomes.

    """
    tables = root.tables("questions")
    questions = tuple(_question(table, sections=sections, outcomes=outcomes) for table in tables)
    once(tables, [question.id for question in questions], what="question")
    root.done()
    return questions


def _question(table: Table, *, sections: Collection[str], outcomes: Collection[str]) -> Question:
    kind = table.choice("kind", KINDS)
    tables = table.tables("options")
    options = tuple(_option(one, kind) for one in tables)
    once(tables, [option.id for option in options], what="option")
    question = Question(
        id=table.identity(),
        kind=kind,
        section=table.reference("section", sections, what="section"),
        outcome=table.reference("outcome", outcomes, what="outcome"),
        difficulty=table.choice("difficulty", DIFFICULTIES),
        must=table.flag("must"),
        tried=table.text("tried"),
        text=table.text("text", longest=1500, lines=True),
        options=options,
    )
    table.done()
    if kind:
        _check_options(table, question)
    return question


def _option(table: Table, kind: str) -> Option:
    option = Option(
        id=table.identity(),
        text=table.text("text", longest=400),
        right=table.flag("right"),
        why=table.text("why", longest=800, lines=True),
    )
    if kind == "order" and "right" in table.values:
        table.bad("right is not used in an order question: write the options in order.", "right")
    table.done()
    return option


def _check_options(table: Table, question: Question) -> None:
    least, most = OPTIONS[question.kind]
    count = len(question.options)
    if not least <= count <= most:
        table.bad(
            f'question "{question.id}" has {count} options; {question.kind} questions have '
            f"{least} to {most}."
        )
    right = sum(option.right for option in question.options)
    if question.kind == "one" and right != 1:
        table.bad(
            f'question "{question.id}" has {right} right options; exactly one must be right.'
        )
    if question.kind == "many" and not 2 <= right < max(count, 2):
        table.bad(
            f'question "{question.id}" has {right} right options of {count}; in a many question '
            "two or more are right and at least one is wrong."
        )
    texts = [option.text.casefold() for option in question.options if option.text]
    if len(set(texts)) < len(texts):
        table.bad(f'question "{question.id}" has two options that read the same.')

"""``lms modules …``: what the authors' files hold, and what the register gave out of them."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lms.assessment import rules as assessment
from lms.cli import kit as cli
from lms.content import queries
from lms.content.errors import BadModule, Problem
from lms.content.reading import module_folders, read_module
from lms.delivery import kit
from lms.kernel import shipped
from lms.kernel.errors import Invalid, NotFound
from lms.operations import editions
from lms.practice import rules as practice

if TYPE_CHECKING:
    from lms.content.rules.module import ModuleContent

SEED = 1
"""What a try is drawn with where no seed is given: the answers then fit the questions."""

Answers = Mapping[str, Sequence[str]]


@click.group("modules", help="Training modules and their editions.")
def group() -> None:
    """Hold the commands together."""


@group.command("list")
def listing() -> None:
    """List every module with its newest edition, and who approved it."""
    with cli.work() as work:
        for problem in editions.look(work):
            cli.say(str(problem))
    rows = _newest(kit.session())
    columns: dict[str, Any] = {
        "module": "slug",
        "title": "title",
        "edition": "edition",
        "minutes": "minutes",
        "approved by": lambda row: row["approved_by"] or "nobody yet",
    }
    cli.answer(rows, cli.table(rows, columns))


@group.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
def check(path: Path | None) -> None:
    """Read the module in PATH, or every module in it, and say each fault and its line."""
    folders = _folders(path)
    faults: list[Problem] = []
    for one in folders:
        try:
            read_module(one)
        except BadModule as bad:
            faults += bad.problems
    document = {"faults": [asdict(one) for one in faults]}
    if faults:
        cli.answer(document, "\n".join(map(str, faults)))
        cli.no()
    cli.answer(document, "")
    cli.say(f"No faults in {', '.join(one.name for one in folders)}.")


@group.command("try")
@click.argument("slug")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Draws the same again.")
@click.option(
    "--answers",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help='A JSON file: {"questions": {id: [option…]}, "scenarios": {id: [choice…]}}.',
)
def attempt(slug: str, *, seed: int, file: Path | None) -> None:
    """Ask what a learner of SLUG would be asked; with answers, tell what they would be told.

    Needs no register and writes nothing.
    """
    module = _module(slug)
    drawn = assessment.draw(module.questions, module.check, seed)
    if file is None:
        document = asked(module, drawn)
        cli.answer(document, _asked_text(document))
        return
    questions, scenarios = _read_answers(file)
    document = told(module, drawn, questions, scenarios)
    cli.answer(document, _told_text(document))


def asked(module: "ModuleContent", drawn: Sequence[assessment.Drawn]) -> dict[str, Any]:
    """Return the questions and choices as a learner has them, never what is right."""
    return {
        "questions": [_question(module.question(one.question_id), one) for one in drawn],
        "scenarios": [
            {"id": one.id, "choices": [asdict(choice) for choice in practice.choices(one)]}
            for one in module.scenarios
        ],
    }


def told(
    module: "ModuleContent",
    drawn: Sequence[assessment.Drawn],
    questions: Answers,
    scenarios: Answers,
) -> dict[str, Any]:
    """Return what a learner who answered so would be told."""
    result = assessment.result(module.questions, module.check, drawn, questions)
    return {
        "passed": result.passed,
        "right": result.right,
        "of": result.of,
        "must_missed": list(result.must_missed),
        "scenarios": {
            one.id: asdict(practice.judge(one, scenarios.get(one.id, ())))
            for one in module.scenarios
        },
    }


def _question(question: assessment.Question, drawn: assessment.Drawn) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": question.kind,
        "text": question.text,
        "options": [{"id": one, "text": question.option(one).text} for one in drawn.option_ids],
    }


def _newest(session: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a session, whose library this floor does not know
    found: dict[str, Any] = {}
    for one in queries.editions(session):
        found.setdefault(one.module_slug, one)
    approved = queries.approvals(session, [one.id for one in found.values()])
    return [
        {
            "slug": one.module_slug,
            "title": one.title,
            "edition": one.label,
            "approved_by": approved[one.id].approver_name if one.id in approved else None,
            "minutes": one.minutes,
        }
        for one in found.values()
    ]


def _root() -> Path:
    return shipped.folder("modules", os.environ.get("LMS_MODULES", ""))


def _folders(path: Path | None) -> list[Path]:
    """Return the folder of one module, or those of all in it."""
    root = path or _root()
    if not root.is_dir():
        msg = f"There is no folder {root}. Name the folder of a module, or one that holds some."
        raise NotFound(msg)
    if (root / "module.toml").exists():
        return [root]
    found = module_folders(root)
    if not found or not any((one / "module.toml").exists() for one in found):
        return [root]
    return found


def _module(slug: str) -> "ModuleContent":
    """Return the module of that slug, or in that folder; every fault is said first."""
    folder = Path(slug) if Path(slug).is_dir() else _root() / slug
    if not folder.is_dir():
        known = ", ".join(one.name for one in module_folders(_root()))
        msg = f"There is no module {slug}. There are: {known}."
        raise NotFound(msg)
    try:
        return read_module(folder.resolve() if slug in {".", ".."} else folder)
    except BadModule as bad:
        raise Invalid(str(bad), field="slug") from bad


def _read_answers(file: Path) -> tuple[Answers, Answers]:
    """Return answers to questions and choices in scenarios.

    Raises:
        Invalid: the file is not JSON of the right shape.
        OSError: it cannot be read.

    """
    try:
        document = json.loads(file.read_bytes())
    except ValueError as fault:
        msg = f"{file} is not JSON: {fault}"
        raise Invalid(msg, field="answers") from fault
    parts = document if isinstance(document, dict) else {"": document}
    unknown = sorted(parts.keys() - {"questions", "scenarios"})
    both = [parts.get(name, {}) for name in ("questions", "scenarios")]
    if unknown or not all(_fits(one) for one in both):
        msg = (
            f"{file} must hold an object such as "
            '{"questions": {"q01": ["a"]}, "scenarios": {"corridor": ["f-plan"]}}.'
        )
        raise Invalid(msg, field="answers")
    return both[0], both[1]


def _fits(answers: object) -> bool:
    return isinstance(answers, dict) and all(
        isinstance(chosen, list) and all(isinstance(one, str) for one in chosen)
        for chosen in answers.values()
    )


def _asked_text(document: dict[str, Any]) -> str:
    lines: list[str] = []
    for number, one in enumerate(document["questions"], 1):
        lines += [f"{number}. [{one['id']}, {one['kind']}] {one['text']}"]
        lines += [f"   {option['id']}) {option['text']}" for option in one["options"]]
        lines += [""]
    for one in document["scenarios"]:
        lines += [f"Scenario {one['id']}"]
        lines += [
            f"   {choice['id']} ({choice['about']}) {choice['text']}" for choice in one["choices"]
        ]
    return "\n".join(lines).rstrip()


def _told_text(document: dict[str, Any]) -> str:
    lines = [
        f"{'Passed' if document['passed'] else 'Not passed'}: {document['right']} of "
        f"{document['of']} right."
    ]
    if document["must_missed"]:
        lines += [f"Must be got right, and was not: {', '.join(document['must_missed'])}."]
    for name, one in document["scenarios"].items():
        lines += [f"Scenario {name}: {'good' if one['good'] else 'not yet good'}."]
        lines += [
            f"   {what}: {', '.join(one[what])}"
            for what in ("matched", "missed", "harmful", "useless")
            if one[what]
        ]
    return "\n".join(lines)

"""From a folder under ``modules/`` to a module, or every problem at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lms.assessment.reading import read_questions
from lms.assessment.rules import Question
from lms.content.errors import BadModule, Problem
from lms.content.reading import whole
from lms.content.reading.files import Files
from lms.content.reading.module import Facts, Plan, read_facts
from lms.content.reading.plain import from_plain, to_plain
from lms.content.reading.sections import SectionCheck
from lms.content.reading.texts import Texts
from lms.content.rules.markdown import term_key
from lms.content.rules.module import ModuleContent, SectionContent
from lms.kernel.tables import ID, Table
from lms.practice.reading import read_scenario
from lms.practice.rules import Scenario

__all__ = ["from_plain", "module_folders", "read_module", "to_plain"]


def module_folders(folder: Path) -> list[Path]:
    """Return the folders of modules in ``folder``, by name; other files there are passed over."""
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))
    )


def read_module(folder: Path) -> ModuleContent:
    """Return the module in ``folder``, whose name is its slug.

    Raises:
        BadModule: something is wrong; it holds every problem, each with file and line.

    """
    problems: list[Problem] = []
    content = _Reading(folder, problems).run()
    if content is None or problems:
        raise BadModule(problems)
    return content


@dataclass
class _Reading:
    folder: Path
    problems: list[Problem]

    def run(self) -> ModuleContent | None:
        self.files = Files(self.folder, self.problems)
        if not self.folder.is_dir():
            self.files.bad("", "there is no such folder.")
            return None
        if not ID.fullmatch(self.folder.name):
            self.files.bad("", "name the folder with small letters, digits and single hyphens.")
        self.files.look()
        root = self._table("module.toml")
        if root is None:
            return None
        facts = read_facts(root)
        self.texts = self._texts(facts)
        sections = tuple(self._section(plan) for plan in facts.plans if plan.file)
        scenarios = self._scenarios(facts.plans)
        questions = self._questions(facts)
        self._check_files(facts)
        return self._content(facts, sections, scenarios, questions)

    def _content(
        self,
        facts: Facts,
        sections: tuple[SectionContent, ...],
        scenarios: tuple[Scenario, ...],
        questions: tuple[Question, ...],
    ) -> ModuleContent:
        return ModuleContent(
            slug=self.folder.name,
            title=facts.title,
            summary=facts.summary,
            minutes=facts.minutes,
            audience=facts.audience,
            owner=facts.owner,
            guidance=facts.guidance,
            last_reviewed=facts.last_reviewed,
            next_review=facts.next_review,
            approval=facts.approval,
            check=facts.check,
            outcomes=facts.outcomes,
            sections=sections,
            glossary=facts.glossary,
            sources=facts.sources,
            questions=questions,
            scenarios=scenarios,
            media={
                name.removeprefix("media/"): one
                for name, one in sorted(self.files.hashes.items())
                if name.startswith("media/")
            },
            hash=self.files.hash(),
        )

    def _texts(self, facts: Facts) -> Texts:
        media = [name for name in self.files.names if name.startswith("media/")]
        return Texts(
            problems=self.problems,
            sections={plan.id for plan in facts.plans},
            media={name.removeprefix("media/") for name in media},
            terms={term_key(term.term) for term in facts.glossary},
        )

    def _section(self, plan: Plan) -> SectionContent:
        text = self._named(plan.table, "file", plan.file)
        words = pause_options = 0
        if text is not None:
            check = SectionCheck(text, self.files.shown(plan.file), self.texts)
            minutes = plan.minutes if plan.minutes_said else None
            check.run(minutes=minutes, practice=bool(plan.scenario))
            words, pause_options = check.words, check.pause_options
        return SectionContent(
            id=plan.id,
            title=plan.title,
            minutes=plan.minutes,
            outcomes=plan.outcomes,
            sensitive=plan.sensitive,
            scenario=plan.scenario,
            text=text or "",
            words=words,
            pause_options=pause_options,
        )

    def _scenarios(self, plans: Iterable[Plan]) -> tuple[Scenario, ...]:
        scenarios: dict[str, Scenario] = {}
        for plan in plans:
            if not plan.scenario or plan.scenario in scenarios:
                continue
            name = f"scenarios/{plan.scenario}.toml"
            text = self._named(plan.table, "scenario", name)
            root = text and Table.read(text, self.files.shown(name), self.problems)
            if root:
                scenario = read_scenario(root, plan.scenario, {one.id for one in plans})
                whole.check_scenario_texts(root, scenario, self.texts)
                scenarios[plan.scenario] = scenario
        return tuple(scenarios.values())

    def _questions(self, facts: Facts) -> tuple[Question, ...]:
        root = self._table("questions.toml")
        if root is None:
            return ()
        questions = read_questions(
            root,
            sections={plan.id for plan in facts.plans},
            outcomes={outcome.id for outcome in facts.outcomes},
        )
        whole.check_bank(root, questions, facts.check, facts.outcomes)
        whole.check_question_texts(root, questions, self.texts)
        return questions

    def _table(self, name: str) -> Table | None:
        """Return the outermost table of a file every module has."""
        if name not in self.files.names:
            if name not in self.files.refused:
                self.files.bad(name, "the file is missing; every module has one.")
            return None
        text = self.files.text(name)
        return None if text is None else Table.read(text, self.files.shown(name), self.problems)

    def _named(self, table: Table, key: str, name: str) -> str | None:
        """Return the text of a file that ``key`` of a table in module.toml names."""
        if name not in self.files.names:
            if name not in self.files.refused:
                table.bad(f'there is no file "{name}" in the module\'s folder.', key)
            return None
        return self.files.text(name)

    def _check_files(self, facts: Facts) -> None:
        for name in sorted(self.texts.media_used.intersection(self.texts.media)):
            self.files.media(name)
        named = {
            "module.toml",
            "questions.toml",
            *(plan.file for plan in facts.plans),
            *(f"scenarios/{plan.scenario}.toml" for plan in facts.plans if plan.scenario),
            *(f"media/{name}" for name in self.texts.media_used),
        }
        if not all(plan.file in self.files.hashes for plan in facts.plans):
            # What a section that could not be read would show is not known.
            named |= {name for name in self.files.names if name.startswith("media/")}
        whole.check_leftovers(self.files, named)

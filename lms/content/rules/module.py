"""What a module is made of, once its files have been read without a fault."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lms.assessment.rules import Check, Question
from lms.practice.rules import Scenario


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Something a person can do after the module."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word of the glossary."""

    term: str
    meaning: str

    @property
    def anchor(self) -> str:
        """The id of its entry at the foot of a page: ``term-leading-question``."""
        return "term-" + "-".join(re.findall(r"[^\W_]+", self.term.casefold()))


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a rule stated in the module comes from."""

    name: str
    publisher: str
    url: str


@dataclass(frozen=True, kw_only=True)
class SectionContent:
    """One page of a module."""

    id: str
    """The file's name without its ending: ``05-if-a-child-tells-you``."""

    title: str
    minutes: int
    outcomes: tuple[str, ...]
    sensitive: str = ""
    """A note shown before the section, with ways round it; '' where none is needed."""

    scenario: str = ""
    """The practice scenario this section ends in; '' for none."""

    text: str
    """Markdown, as the author wrote it."""

    words: int
    pause_options: int
    """How many answers its pause offers; 0 where a short section has no pause."""

    @property
    def has_pause(self) -> bool:
        """Tell whether it is read by answering its pause, not merely by opening it."""
        return self.pause_options > 0


@dataclass(frozen=True, kw_only=True)
class ModuleContent:
    """Everything a module says, asks and shows."""

    slug: str
    title: str
    summary: str
    minutes: int
    audience: str
    owner: str
    """A role, never a person."""

    guidance: str
    """Printed on the certificate, such as ``Keeping children safe in education 2026``."""

    last_reviewed: date
    next_review: date
    approval: str
    """Said until a named person approves the edition."""

    check: Check
    outcomes: tuple[Outcome, ...]
    sections: tuple[SectionContent, ...]
    glossary: tuple[Term, ...] = ()
    sources: tuple[Source, ...] = ()
    questions: tuple[Question, ...]
    scenarios: tuple[Scenario, ...] = ()
    media: Mapping[str, str] = field(default_factory=dict)
    """Name in ``media/`` → SHA-256 of the file."""

    hash: str
    """SHA-256 over every file: the same words, questions and pictures give the same hash."""

    def section(self, section_id: str) -> SectionContent:
        """Return the section of that id. Raises KeyError."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def scenario(self, scenario_id: str) -> Scenario:
        """Return the scenario of that id. Raises KeyError."""
        for scenario in self.scenarios:
            if scenario.id == scenario_id:
                return scenario
        raise KeyError(scenario_id)

    def question(self, question_id: str) -> Question:
        """Return the question of that id. Raises KeyError."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

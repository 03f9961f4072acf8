"""What completions, attempts and certificates of Marlshire are made of."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lms.assessment import rules as assessment
from lms.assessment.rules import Question
from lms.assignment import queries as requirements
from lms.certificates import commands as certificates
from lms.certificates import rules
from lms.content import queries as content
from lms.content.models import Edition
from lms.content.rules.module import ModuleContent
from lms.kernel.work import Work
from lms.operations.demo.council import Chance
from lms.practice.rules import Assessment

ATTEMPTS = 24
"""Different attempts a module; thousands of people share them."""


@dataclass(frozen=True)
class Sheet:
    """One attempt that passed: what was drawn and what was answered."""

    drawn: list[dict[str, Any]]
    answers: dict[str, list[str]]
    right: int
    of: int


@dataclass
class Taught:
    """One module as it is given out, ready to be completed by the thousand."""

    work: Work
    edition: Edition
    chance: Chance
    template_hash: str
    sheets: list[Sheet] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.whole: ModuleContent = content.content_of(self.edition)
        self.months = requirements.shortest_repeat(
            self.work.session, self.edition.module_slug, self.work.today
        )
        self.sheets = [self._sheet(number) for number in range(ATTEMPTS)]

    @property
    def slug(self) -> str:
        """The module."""
        return self.edition.module_slug

    def _sheet(self, number: int) -> Sheet:
        """Return an attempt that passed, with a question or two wrong, as most have."""
        whole, check = self.whole, self.whole.check
        drawn = assessment.draw(whole.questions, check, number)
        asked = [whole.question(one.question_id) for one in drawn]
        spare = len(asked) - -(-check.pass_percent * len(asked) // 100)
        may = [one for one in asked if not one.must]
        wrong = set(self.chance.sample([one.id for one in may], self.chance.randint(0, spare)))
        answers = {one.id: _wrong(one) if one.id in wrong else list(one.right) for one in asked}
        return Sheet([one.plain() for one in drawn], answers, len(asked) - len(wrong), len(asked))

    def certificate(self, name: str, completed_on: date) -> dict[str, Any]:
        """Return what a certificate is made of beside its ids and instants."""
        until = rules.counts_until(completed_on, repeat_months=self.months)
        number = rules.new_number(self.chance.randbytes)
        facts = certificates.facts_of(
            self.work.settings,
            person_name=name,
            module_title=self.edition.title,
            edition_label=self.edition.label,
            guidance=self.edition.guidance,
            completed_on=completed_on,
            until=until,
            number=number,
        )
        return {
            "number": number,
            "module_slug": self.slug,
            "edition_id": self.edition.id,
            "edition_label": self.edition.label,
            "person_name": name,
            "module_title": self.edition.title,
            "completed_on": completed_on,
            "expires_on": until.on if until else None,
            "facts": facts.to_plain(),
            "template_hash": self.template_hash,
        }

    def practised(self, scenario_id: str) -> dict[str, Any]:
        """Return what somebody chose in a scenario: what experts would, and some of the rest."""
        chosen = [
            item.id
            for _, item in self.whole.scenario(scenario_id).items()
            if self.chance.is_so(0.85 if item.kind == "good" else 0.12)
        ]
        return Assessment(chosen=tuple(chosen)).plain()


def taught(work: Work, chance: Chance) -> dict[str, Taught]:
    """Return every module that is given out, by slug."""
    instance = Path(work.store.folder).parent
    template = certificates.current_template(work.settings, instance)
    kept = work.store.put(template.packed)
    return {
        edition.module_slug: Taught(work, edition, chance, kept)
        for edition in content.catalogue(work.session, demo=True)
    }


def _wrong(question: Question) -> list[str]:
    """Return an answer that is not right."""
    if question.kind == "order":
        return list(reversed(question.right))
    return [next(one.id for one in question.options if one.id not in question.right)]

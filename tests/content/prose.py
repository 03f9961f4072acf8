"""What a learner reads, as plain sentences, and how hard it is to read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lms.content.rules import ModuleContent, SectionContent, markdown, pieces
from lms.practice.rules import Hazard, Scenario

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
SENTENCE_ENDS = re.compile(r"(?<=[.!?])['’\")]*\s+(?=['‘\"(]?[A-Z0-9])")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_E = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]es|[^aeiouytd]ed)$")


@dataclass(frozen=True)
class Passage:
    """A paragraph, an entry of a list, a cell, an answer; and where it stands."""

    place: str
    text: str

    @property
    def sentences(self) -> list[str]:
        return [one for one in SENTENCE_ENDS.split(self.text) if WORD.search(one)]


def of_section(section: SectionContent) -> Iterator[Passage]:
    """Yield what a section says, block by block, its own headings too."""
    cut, _ = pieces.cut(section.text)
    for piece in cut:
        if piece.kind == "contacts":
            continue
        if piece.heading:
            yield Passage(section.id, piece.heading)
        for half in piece.halves:
            for text in plain(pieces.OURS.sub("", half.text.strip())):
                yield Passage(section.id, text)


def of_module(module: ModuleContent) -> Iterator[Passage]:
    """Yield everything a learner can read in a module."""
    yield Passage("module.toml", module.summary)
    yield Passage("module.toml", module.audience)
    for outcome in module.outcomes:
        yield Passage(f"outcome {outcome.id}", outcome.text)
    for term in module.glossary:
        yield Passage(f"term {term.term}", term.meaning)
    for section in module.sections:
        if section.sensitive:
            yield Passage(section.id, section.sensitive)
        yield from of_section(section)
    for question in module.questions:
        yield Passage(question.id, question.text)
        for option in question.options:
            yield Passage(f"{question.id} {option.id}", option.text)
            yield Passage(f"{question.id} {option.id}", option.why)
    for scenario in module.scenarios:
        yield from of_scenario(scenario)


def of_scenario(scenario: Scenario) -> Iterator[Passage]:
    """Yield everything a learner can read in a practice scenario."""
    yield Passage(scenario.id, scenario.sensitive)
    for text in plain(scenario.outline):
        yield Passage(scenario.id, text)
    for _, item in scenario.items():
        for text in (item.text, item.told, *item.says.values()):
            yield Passage(item.id, text)
        if isinstance(item, Hazard):
            for reason in item.reasons:
                yield Passage(f"{item.id} {reason.id}", reason.text)
                yield Passage(f"{item.id} {reason.id}", reason.told)


def plain(text: str) -> Iterator[str]:
    """Yield the paragraphs, entries and cells of a Markdown text without its marks."""
    for token in markdown.tokens(text):
        words = "".join(
            " " if one.type in {"softbreak", "hardbreak"} else one.content
            for one in markdown.inside([token])
            if one.type in {"text", "term", "code_inline", "softbreak", "hardbreak"}
        )
        if words.strip():
            yield words.strip()


def words(text: str) -> int:
    return len(WORD.findall(text))


def reading_age(passages: Iterable[Passage]) -> float:
    """Return the age at which a text is read with ease: Flesch and Kincaid's grade and five.

    Only whole sentences count: headings and cells of two words would make any text look easy.
    """
    sentences = [one for passage in passages for one in passage.sentences if words(one) >= 5]
    found = [word for one in sentences for word in WORD.findall(one)]
    grade = (
        0.39 * len(found) / len(sentences)
        + 11.8 * sum(map(_syllables, found)) / len(found)
        - 15.59
    )
    return grade + 5


def _syllables(word: str) -> int:
    word = word.lower()
    return max(len(VOWELS.findall(word)) - bool(SILENT_E.search(word)), 1)

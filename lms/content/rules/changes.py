"""What changed between two editions, for the person who approves the later one."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from lms.assessment.rules import Question
from lms.content.rules.module import ModuleContent, SectionContent
from lms.practice.rules import STEPS, Item, Reason, Scenario

Thing = TypeVar("Thing")
How = Literal["added", "removed", "moved", "changed"]

FACTS: Mapping[str, str] = {
    "title": "Title",
    "summary": "Summary",
    "minutes": "Minutes",
    "audience": "Audience",
    "owner": "Owner",
    "guidance": "Guidance",
    "last_reviewed": "Last reviewed",
    "next_review": "Next review",
    "approval": "Words until it is approved",
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference between two editions."""

    about: str
    """``module``, ``check``, ``outcome``, ``section``, ``question``, ``scenario``, ``term``,
    ``source`` or ``picture``."""

    id: str
    name: str
    """As a page names it: a section's title, a question's first words."""

    how: How
    removed: tuple[str, ...] = ()
    """Paragraphs that stood in the earlier edition only."""

    added: tuple[str, ...] = ()
    """Paragraphs that stand in the later edition only."""


def changes(old: ModuleContent, new: ModuleContent) -> tuple[Change, ...]:
    """Return every difference, in the order in which a reader meets it; none between equals."""
    return (
        *_facts(old, new),
        *_among("outcome", _by_id(old.outcomes), _by_id(new.outcomes), _words_of("text"), "text"),
        *_among("section", _by_id(old.sections), _by_id(new.sections), _section_lines, "title"),
        *_moved(old, new),
        *_among("question", _by_id(old.questions), _by_id(new.questions), _question_lines, "text"),
        *_among(
            "scenario", _by_id(old.scenarios), _by_id(new.scenarios), _scenario_lines, "title"
        ),
        *_among(
            "term",
            {term.term: term for term in old.glossary},
            {term.term: term for term in new.glossary},
            _words_of("meaning"),
            "term",
        ),
        *_among(
            "source",
            {source.url: source for source in old.sources},
            {source.url: source for source in new.sources},
            _words_of("name", "publisher"),
            "name",
        ),
        *_pictures(old.media, new.media),
    )


def _facts(old: ModuleContent, new: ModuleContent) -> Iterator[Change]:
    for key, name in FACTS.items():
        before, after = str(getattr(old, key)), str(getattr(new, key))
        if before != after:
            yield Change(
                about="module", id=key, name=name, how="changed", removed=(before,), added=(after,)
            )
    before, after = _check_line(old), _check_line(new)
    if before != after:
        yield Change(
            about="check",
            id="check",
            name="Knowledge check",
            how="changed",
            removed=(before,),
            added=(after,),
        )


def _check_line(content: ModuleContent) -> str:
    check = content.check
    return (
        f"{check.ask} questions, {check.must_ask} of them must be right; "
        f"{check.pass_percent}% to pass; {check.minutes} minutes"
    )


def _among(
    about: str,
    old: Mapping[str, Thing],
    new: Mapping[str, Thing],
    lines: Callable[[Thing], list[str]],
    name: str,
) -> Iterator[Change]:
    for one, thing in old.items():
        if one not in new:
            yield _change(about, one, _name(thing, name), "removed", removed=lines(thing))
    for one, thing in new.items():
        if one not in old:
            yield _change(about, one, _name(thing, name), "added", added=lines(thing))
        elif old[one] != thing:
            removed, added = _difference(lines(old[one]), lines(thing))
            yield _change(about, one, _name(thing, name), "changed", removed=removed, added=added)


def _change(
    about: str,
    one: str,
    name: str,
    how: How,
    *,
    removed: Iterable[str] = (),
    added: Iterable[str] = (),
) -> Change:
    return Change(
        about=about, id=one, name=name, how=how, removed=tuple(removed), added=tuple(added)
    )


def _moved(old: ModuleContent, new: ModuleContent) -> Iterator[Change]:
    """Yield the sections that stand elsewhere among those both editions have."""
    both = {section.id for section in old.sections} & {section.id for section in new.sections}
    before = [section.id for section in old.sections if section.id in both]
    after = [section.id for section in new.sections if section.id in both]
    steady = {
        one
        for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        for one in before[block.a : block.a + block.size]
    }
    for one in after:
        if one not in steady:
            yield _change("section", one, new.section(one).title, "moved")


def _pictures(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield _change("picture", name, name, "removed")
        elif name not in old:
            yield _change("picture", name, name, "added")
        elif old[name] != new[name]:
            yield _change("picture", name, name, "changed")


def _difference(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    removed: list[str] = []
    added: list[str] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for how, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if how != "equal":
            removed += old[from_old:to_old]
            added += new[from_new:to_new]
    return removed, added


def _section_lines(section: SectionContent) -> list[str]:
    facts = [
        f"Title: {section.title}",
        f"Minutes: {section.minutes}",
        f"Outcomes: {', '.join(section.outcomes)}",
        *([f"Note before it: {section.sensitive}"] if section.sensitive else []),
        *([f"Ends in: {section.scenario}"] if section.scenario else []),
    ]
    paragraphs = [one.strip() for one in re.split(r"\n\s*\n", section.text)]
    return facts + [one for one in paragraphs if one]


def _question_lines(question: Question) -> list[str]:
    return [
        question.text,
        f"Kind: {question.kind}",
        f"Section: {question.section}",
        f"Outcome: {question.outcome}",
        f"Difficulty: {question.difficulty}",
        "Must be got right" if question.must else "May be got wrong",
        f"Tried: {question.tried}",
        *(
            f"{'Right: ' if option.right else ''}{option.text} – {option.why}"
            for option in question.options
        ),
    ]


def _scenario_lines(scenario: Scenario) -> list[str]:
    people = (
        *(f"Expert: {one.name}, {one.role}" for one in scenario.experts),
        *(f"May be affected: {one.text}" for one in scenario.people),
        *(f"May own: {one.text}" for one in scenario.owners),
        *(f"Day: {one.text}" for one in scenario.days),
    )
    items = (f"{STEPS[step]}: {_item_line(item)}" for step, item in scenario.items())
    return [
        f"Title: {scenario.title}",
        f"Place: {scenario.place}",
        f"Note before it: {scenario.sensitive}",
        scenario.outline,
        *people,
        *items,
        f"Cannot be left out: {', '.join(scenario.core)}",
    ]


def _item_line(item: Item) -> str:
    # The whole item, so that a rating or an owner that changed is seen as well.
    rest = [
        f"{key.replace('_', ' ')}: {_said(value)}"
        for key, value in vars(item).items()
        if value and key not in {"id", "text", "kind", "told"}
    ]
    return " – ".join([f"{item.text} ({item.kind})", item.told, *rest])


def _said(value: object) -> str:
    if isinstance(value, Reason):
        return f"{value.text} ({'good' if value.good else 'not good'}: {value.told})"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {one}" for key, one in value.items())
    if isinstance(value, tuple):
        return ", ".join(_said(one) for one in value)
    return str(value)


def _words_of(*keys: str) -> Callable[[object], list[str]]:
    return lambda thing: [getattr(thing, key) for key in keys]


def _by_id(things: Iterable[Thing]) -> dict[str, Thing]:
    return {_name(thing, "id"): thing for thing in things}


def _name(thing: object, key: str) -> str:
    first = str(getattr(thing, key)).split("\n")[0]
    return first if len(first) <= 80 else first[:79].rstrip() + "…"

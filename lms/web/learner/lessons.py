"""Where somebody is in a module, and what its sections show.

What is alike for everybody is drawn once and kept, for an edition never changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import current_app, request, url_for
from markupsafe import Markup

from lms.content import rules
from lms.content.rules import Addresses, Block, ModuleContent, SectionContent
from lms.delivery import kit
from lms.delivery.state import state
from lms.learning import queries
from lms.learning.errors import NoSuchSection
from lms.learning.queries import Given, Read, Reading
from lms.learning.rules import Progress, neighbours, progress, read_as_shown
from lms.web.learner import own

LESSONS = 256
"""Drawn sections, and lists of contents, kept in memory by each process."""

LIVE = {"pause", "contacts"}
"""Kinds of block that differ from person to person, or change after the edition was made."""


@dataclass(frozen=True)
class Here:
    """A module as one person reads it."""

    reading: Reading
    base: str
    """Address of the module's first page; every other begins with it."""

    @property
    def content(self) -> ModuleContent:
        """What the module says."""
        return self.reading.content

    @property
    def edition(self) -> Given:
        """The edition they learn from."""
        return self.reading.edition

    @cached_property
    def read(self) -> set[str]:
        """Sections to show as read."""
        return read_as_shown(self.reading.times, self.reading.completed_at)

    def answer(self, section_id: str) -> Read | None:
        """Return how the section was read this time, or None."""
        return self.reading.read[section_id] if section_id in self.read else None

    @cached_property
    def progress(self) -> Progress:
        """How far they are."""
        return progress(self.content, self.read, self.reading.section_id)

    def address(self, section_id: str) -> str:
        """Return the address of a section."""
        return f"{self.base}/{section_id}"

    def section(self, section_id: str) -> SectionContent:
        """Return the section of that id. Raises NoSuchSection."""
        try:
            return self.content.section(section_id)
        except KeyError:
            raise NoSuchSection from None

    def contents(self, at: str = "") -> Markup:
        """Return the contents, marked with what is read; ``at`` is where they are looking."""
        return _contents(
            _Marked(
                edition_id=self.edition.id,
                base=self.base,
                at=at,
                read=frozenset(self.read),
                content=self.content,
            )
        )


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A section drawn."""

    section: SectionContent
    number: int
    """Its place among the sections, from 1."""

    before: SectionContent | None
    after: SectionContent | None
    parts: tuple[Markup | Block, ...]
    """What is alike for everybody as markup; pauses and the council's contacts as blocks."""

    question: Markup
    """What its pause asks, nothing chosen; empty where it has none."""

    foot: Markup
    """The words it explains, and the sources."""

    shows_contacts: bool


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    edition_id: UUID
    section_id: str
    base: str
    content: ModuleContent = field(compare=False)


@dataclass(frozen=True, kw_only=True)
class _Marked:
    edition_id: UUID
    base: str
    at: str
    read: frozenset[str]
    content: ModuleContent = field(compare=False)


def here(slug: str) -> Here:
    """Return the module as whoever is signed in reads it, in one query.

    Raises:
        NoSuchModule: there is no such module, or none that is given out.

    """
    found = queries.reading(kit.session(), own.me(), slug, demo=kit.settings().demo)
    return Here(reading=found, base=base(slug))


def base(slug: str) -> str:
    """Return the address of a module's first page."""
    key, kept = (request.root_path, slug), state().kept
    if key not in kept:
        kept[key] = url_for("lms.modules.show", slug=slug)
    found: str = kept[key]
    return found


def lesson(found: Here, section_id: str) -> Lesson:
    """Return a section of the module, drawn. Raises NoSuchSection."""
    found.section(section_id)
    return _drawn(
        _Wanted(
            edition_id=found.edition.id,
            section_id=section_id,
            base=found.base,
            content=found.content,
        )
    )


@lru_cache(maxsize=LESSONS)
def _drawn(wanted: _Wanted) -> Lesson:
    whole = wanted.content
    section = whole.section(wanted.section_id)
    draw = macros("learner/_lesson.html")
    before, after = neighbours(whole, section.id)
    blocks = rules.render(section, whole.glossary, addresses(whole, wanted.base))
    pauses = [block for block in blocks if block.kind == "pause"]
    return Lesson(
        section=section,
        number=1 + whole.sections.index(section),
        before=before,
        after=after,
        parts=_parts(blocks),
        question=draw.question(pauses[0]) if pauses else Markup(),
        foot=draw.foot(rules.terms([section], whole.glossary), whole),
        shows_contacts=any(block.kind == "contacts" for block in blocks),
    )


def _parts(blocks: Iterable[Block]) -> tuple[Markup | Block, ...]:
    """Return the blocks, those side by side joined that are alike for everybody."""
    parts: list[Markup | Block] = []
    piece = macros("learner/_lesson.html").piece
    for live, run in groupby(blocks, key=lambda block: block.kind in LIVE):
        some = list(run)
        parts += some if live else [Markup().join(map(piece, some))]
    return tuple(parts)


@lru_cache(maxsize=LESSONS)
def _contents(marked: _Marked) -> Markup:
    ready = len(marked.read) == len(marked.content.sections)
    steps = [
        {
            "text": section.title,
            "href": f"{marked.base}/{section.id}",
            "state": _state(section.id, marked),
        }
        for section in marked.content.sections
    ]
    check = {
        "text": "Knowledge check",
        "href": check_url(marked.base),
        "state": "open" if ready else "shut",
        "note": "" if ready else "opens once every section is read",
    }
    drawn: Markup = macros("parts/lists.html").steps([*steps, check])
    return drawn


def _state(section_id: str, marked: _Marked) -> str:
    if section_id == marked.at:
        return "here"
    return "read" if section_id in marked.read else "open"


def macros(name: str) -> Any:  # noqa: ANN401 - whatever macros a template defines
    """Return the macros of a template; a page that is quick is handed them and imports nothing."""
    return current_app.jinja_env.get_template(f"lms/{name}").module


def for_paper(found: Here) -> list[tuple[SectionContent, tuple[Block, ...]]]:
    """Return every section with its blocks, as they stand on one page."""
    whole = found.content
    on_paper = replace(addresses(whole, found.base), section="#{}".format, origin=None)
    return [
        (section, rules.render(section, whole.glossary, on_paper)) for section in whole.sections
    ]


def addresses(whole: ModuleContent, base: str) -> Addresses:
    """Return where the links of a section lead, whose module stands at ``base``."""

    def media(name: str) -> str:
        return f"{base}/media/{whole.media[name]}/{name}"

    return Addresses(media=media, section=f"{base}/{{}}".format, origin="from-{}".format)


def check_url(base_url: str) -> str:
    """Return the address of the knowledge check of the module that stands there."""
    return f"{base_url}/check"


def practice_url(slug: str, section: SectionContent) -> str:
    """Return the address of the practice assessment that a section ends in; '' for none."""
    if not section.scenario:
        return ""
    return url_for("lms.practice.show", slug=slug, scenario_id=section.scenario)

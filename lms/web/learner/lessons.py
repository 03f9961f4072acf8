"""Where somebody is in a module, and what its sections show.

What is alike for everybody is drawn once and kept, for an edition never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import current_app, url_for

from lms.content import queries as content
from lms.content import rules
from lms.content.rules import Addresses, Block, ModuleContent, SectionContent, Term
from lms.delivery import kit
from lms.learning import queries
from lms.learning.errors import NoSuchSection
from lms.learning.queries import Reading
from lms.learning.rules import Progress, neighbours, progress, read_as_shown
from lms.web.learner import own

if TYPE_CHECKING:
    from lms.content.models import Edition
    from lms.learning.models import SectionRead

LESSONS = 256
"""Drawn sections kept in memory by each process."""


@dataclass(frozen=True)
class Here:
    """A module as one person reads it."""

    reading: Reading
    content: ModuleContent
    rows: "Mapping[str, SectionRead]"
    """Section id → when it was read, and what was chosen at its pause."""

    base: str
    """Address of the module's first page; every other begins with it."""

    @property
    def edition(self) -> "Edition":
        """The edition they learn from."""
        return self.reading.edition

    @cached_property
    def read(self) -> set[str]:
        """Sections to show as read."""
        times = {key: row.read_at for key, row in self.rows.items()}
        return read_as_shown(times, self.reading.completed_at)

    @property
    def is_done(self) -> bool:
        """Tell whether they completed this edition and have not begun it again."""
        completed_at = self.reading.completed_at
        return completed_at is not None and all(
            row.read_at <= completed_at for row in self.rows.values()
        )

    def answer(self, section_id: str) -> "SectionRead | None":
        """Return how the section was read this time, or None."""
        return self.rows[section_id] if section_id in self.read else None

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

    def steps(self, at: str = "") -> list[dict[str, Any]]:
        """Return the contents as ``parts/lists.html`` draws them, the check last."""
        steps = [
            {
                "text": section.title,
                "href": self.address(section.id),
                "state": self._state(section.id, at),
                "note": "",
            }
            for section in self.content.sections
        ]
        ready = self.progress.all_read
        steps.append(
            {
                "text": "Knowledge check",
                "href": check_url(self.content.slug),
                "state": "open" if ready else "shut",
                "note": "" if ready else "opens once every section is read",
            }
        )
        return steps

    def _state(self, section_id: str, at: str) -> str:
        if section_id == at:
            return "here"
        return "read" if section_id in self.read else "open"


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A section drawn."""

    section: SectionContent
    before: SectionContent | None
    after: SectionContent | None
    blocks: tuple[Block, ...]
    terms: tuple[Term, ...]
    """The words it explains, for the list at its foot."""

    shows_contacts: bool


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    edition_id: UUID
    section_id: str
    base: str
    content: ModuleContent = field(compare=False)


def here(slug: str) -> Here:
    """Return the module as whoever is signed in reads it, in two queries.

    Raises:
        NoSuchModule: there is no such module, or none that is given out.

    """
    session, person_id = kit.session(), own.me()
    found = queries.reading(session, person_id, slug, demo=kit.settings().demo)
    return Here(
        reading=found,
        content=content.content_of(found.edition),
        rows=queries.sections_read(session, person_id, found.edition.id),
        base=base(slug),
    )


def base(slug: str) -> str:
    """Return the address of a module's first page."""
    return url_for("lms.modules.show", slug=slug)


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
    blocks = rules.render(section, whole.glossary, addresses(whole, wanted.base))
    return _lesson(whole, section, blocks)


def _lesson(whole: ModuleContent, section: SectionContent, blocks: tuple[Block, ...]) -> Lesson:
    before, after = neighbours(whole, section.id)
    return Lesson(
        section=section,
        before=before,
        after=after,
        blocks=blocks,
        terms=rules.terms([section], whole.glossary),
        shows_contacts=any(block.kind == "contacts" for block in blocks),
    )


def for_paper(found: Here, section: SectionContent) -> Lesson:
    """Return a section as it stands on a page with all the others."""
    whole = found.content
    on_paper = replace(addresses(whole, found.base), section="#{}".format, origin=None)
    blocks = rules.render(section, whole.glossary, on_paper)
    return _lesson(whole, section, blocks)


def addresses(whole: ModuleContent, base: str) -> Addresses:
    """Return where the links of a section lead, whose module stands at ``base``."""

    def media(name: str) -> str:
        return f"{base}/media/{whole.media[name]}/{name}"

    return Addresses(media=media, section=f"{base}/{{}}".format, origin="from-{}".format)


def check_url(slug: str) -> str:
    """Return the address of the knowledge check."""
    if "lms.checks.begin" not in current_app.view_functions:
        return ""
    return url_for("lms.checks.begin", slug=slug)


def practice_url(slug: str, section: SectionContent) -> str:
    """Return the address of the practice assessment that a section ends in; '' for none."""
    if not section.scenario or "lms.practice.show" not in current_app.view_functions:
        return ""
    return url_for("lms.practice.show", slug=slug, scenario_id=section.scenario)

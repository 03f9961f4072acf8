"""How far somebody is in a module; pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.content.rules import ModuleContent, SectionContent


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far somebody is in one edition."""

    read: int
    of: int
    minutes_left: int
    """Of the sections still to be read, and the check."""

    next_section: SectionContent | None
    """Where to go on; None where all is read and the check comes next."""

    @property
    def all_read(self) -> bool:
        """Whether the knowledge check may begin."""
        return self.read == self.of


def progress(content: ModuleContent, read: Collection[str], at: str | None = None) -> Progress:
    """Return how far somebody is who has read these sections.

    Args:
        content: the module.
        read: ids of the sections they have read.
        at: id of the section where they were last; None if nowhere.

    """
    left = unread(content, read)
    return Progress(
        read=len(content.sections) - len(left),
        of=len(content.sections),
        minutes_left=sum(section.minutes for section in left) + content.check.minutes,
        next_section=onward(content, read, at),
    )


def onward(content: ModuleContent, read: Collection[str], at: str | None) -> SectionContent | None:
    """Return where somebody goes on who was at a section; None where all is read.

    That section itself while it is unread, else the next unread one after it, and after the last
    one those that were passed over.
    """
    ids = [section.id for section in content.sections]
    first = ids.index(at) if at in ids else 0
    order = (*content.sections[first:], *content.sections[:first])
    return next((section for section in order if section.id not in read), None)


def read_for_next(read: Mapping[str, datetime], completed_at: datetime | None) -> set[str]:
    """Return the sections whose reading counts for the next attempt.

    Whoever completed the edition and takes it again reads it again: what was read for the last
    time counts no more.

    Args:
        read: section id → when it was last read.
        completed_at: when they last completed the edition; None if never.

    """
    return {key for key, at in read.items() if completed_at is None or at > completed_at}


def read_as_shown(read: Mapping[str, datetime], completed_at: datetime | None) -> set[str]:
    """Return the sections to show as read: this time's, or all of them until it is begun again."""
    return read_for_next(read, completed_at) or set(read)


def unread(content: ModuleContent, read: Collection[str]) -> list[SectionContent]:
    """Return the sections still to be read, in their order."""
    return [section for section in content.sections if section.id not in read]


def neighbours(
    content: ModuleContent, section_id: str
) -> tuple[SectionContent | None, SectionContent | None]:
    """Return the sections before and after one."""
    ids: Sequence[str] = [section.id for section in content.sections]
    at = ids.index(section_id)
    before = content.sections[at - 1] if at else None
    after = content.sections[at + 1] if at + 1 < len(ids) else None
    return before, after

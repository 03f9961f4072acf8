"""How far somebody is in a module; pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

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


def progress(content: ModuleContent, read: Collection[str]) -> Progress:
    """Return how far somebody is who has read these sections."""
    left = [section for section in content.sections if section.id not in read]
    return Progress(
        read=len(content.sections) - len(left),
        of=len(content.sections),
        minutes_left=sum(section.minutes for section in left) + content.check.minutes,
        next_section=left[0] if left else None,
    )


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

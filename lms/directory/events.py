"""What happens because a directory tells of it."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class DirectoryTold(Event):
    """A directory told of a user for the first time; the subject is the user."""

    tag: ClassVar[str] = "directory.told"
    outcome: str
    """``new``, ``known``, ``held``, ``nameless`` (nobody's name) or ``closed``."""


@dataclass(frozen=True, kw_only=True)
class DirectoryChanged(Event):
    """A directory told something else of a user; the subject is the user."""

    tag: ClassVar[str] = "directory.changed"
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DirectoryClosed(Event):
    """A directory closed or deleted a user's account; the subject is the user."""

    tag: ClassVar[str] = "directory.closed"
    deleted: bool
    engagement_id: UUID | None
    """What ended by it; None where another source tells of the engagement."""


@dataclass(frozen=True, kw_only=True)
class DirectoryGroupTold(Event):
    """A directory told of a group, changed it or deleted it; the subject is the group here."""

    tag: ClassVar[str] = "directory.group_told"
    what: str
    """``made``, ``changed`` or ``deleted``."""

"""What happens to people who were nearly missed."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MarkedNotStarter(Event):
    """An engagement was said never to have been one; its subject is the engagement."""

    tag: ClassVar[str] = "engagement.marked_not_starter"
    reason: str


@dataclass(frozen=True, kw_only=True)
class MarkTakenBack(Event):
    """What was said of an engagement no longer counts; its subject is the engagement."""

    tag: ClassVar[str] = "engagement.mark_taken_back"


@dataclass(frozen=True, kw_only=True)
class ManagerAsked(Event):
    """A line manager was asked about starters of theirs; its subject is the manager."""

    tag: ClassVar[str] = "manager.asked"
    engagement_ids: list[UUID]

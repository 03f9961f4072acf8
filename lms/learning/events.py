"""What happens while somebody learns. How often they tried and what they chose is never in it."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ModuleBegun(Event):
    """Somebody began to read a module."""

    tag: ClassVar[str] = "module.begun"
    module_slug: str


@dataclass(frozen=True, kw_only=True)
class CheckPassed(Event):
    """Somebody passed a knowledge check; the subject is the completion."""

    tag: ClassVar[str] = "check.passed"
    module_slug: str
    completion_id: UUID


@dataclass(frozen=True, kw_only=True)
class CheckFailed(Event):
    """An attempt did not pass; the subject is the attempt."""

    tag: ClassVar[str] = "check.failed"
    module_slug: str


@dataclass(frozen=True, kw_only=True)
class TalkAsked(Event):
    """A manager is asked for a talk; the subject is the talk."""

    tag: ClassVar[str] = "talk.asked"
    module_slug: str


@dataclass(frozen=True, kw_only=True)
class TalkHeld(Event):
    """A talk was had, and the check is open again; the subject is the talk."""

    tag: ClassVar[str] = "talk.held"
    module_slug: str


@dataclass(frozen=True, kw_only=True)
class PracticeFinished(Event):
    """Somebody set their practice assessment beside the experts'."""

    tag: ClassVar[str] = "practice.finished"
    module_slug: str

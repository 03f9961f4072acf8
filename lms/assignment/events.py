"""What happens to requirements and obligations."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class RequirementBegun(Event):
    """A requirement holds from a day on."""

    tag: ClassVar[str] = "requirement.begun"
    module_slug: str
    from_on: date


@dataclass(frozen=True, kw_only=True)
class RequirementRenamed(Event):
    """A requirement says otherwise what it is or why it is asked; what is owed stays."""

    tag: ClassVar[str] = "requirement.renamed"
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RequirementEnded(Event):
    """A requirement no longer holds from a day on."""

    tag: ClassVar[str] = "requirement.ended"
    module_slug: str
    until_on: date


@dataclass(frozen=True, kw_only=True)
class ObligationsChanged(Event):
    """What an engagement owes was brought up to date with a change of it."""

    tag: ClassVar[str] = "obligations.changed"
    begun: int
    ended: int
    moved: int


@dataclass(frozen=True, kw_only=True)
class ObligationReopened(Event):
    """A proof no longer counts, and somebody must take a module again."""

    tag: ClassVar[str] = "obligation.reopened"
    module_slug: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Exempted(Event):
    """A named officer released one obligation for a time."""

    tag: ClassVar[str] = "obligation.exempted"
    module_slug: str
    reason: str
    until_on: date


@dataclass(frozen=True, kw_only=True)
class Paused(Event):
    """An engagement's clocks stand still."""

    tag: ClassVar[str] = "engagement.paused"
    reason: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, kw_only=True)
class Returned(Event):
    """A pause ended; clocks started anew."""

    tag: ClassVar[str] = "engagement.returned"
    on: date

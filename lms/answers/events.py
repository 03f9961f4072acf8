"""What happens with questions to managers, what they and starters tell, and codes of teams."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ManagerQuestioned(Event):
    """A manager was asked who is missing; the subject is the question, the person the manager."""

    tag: ClassVar[str] = "answers.questioned"
    starters: int
    """How many starters it names."""


@dataclass(frozen=True, kw_only=True)
class ManagerAnswered(Event):
    """A manager's question was answered; the subject is the question, the person the manager."""

    tag: ClassVar[str] = "answers.answered"
    is_complete: bool
    reports: int
    """How many changes wait for HR's yes by it."""


@dataclass(frozen=True, kw_only=True)
class ReportSettled(Event):
    """Somebody decided about what was told; the subject is the report."""

    tag: ClassVar[str] = "answers.settled"
    kind: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class TeamCodeMade(Event):
    """A code was made for a team; the subject is the team."""

    tag: ClassVar[str] = "answers.code_made"
    code_id: UUID


@dataclass(frozen=True, kw_only=True)
class TeamCodeStopped(Event):
    """A team's code was stopped; the subject is the team."""

    tag: ClassVar[str] = "answers.code_stopped"
    code_id: UUID
    refused: int
    """How many who had joined by it were refused with it."""


@dataclass(frozen=True, kw_only=True)
class StarterJoined(Event):
    """Somebody entered themselves by a team's code; the subject is the report of it."""

    tag: ClassVar[str] = "answers.joined"
    manager_id: UUID

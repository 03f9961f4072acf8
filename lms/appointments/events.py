"""What happens with DSL appointments. The person is whom it concerns."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class DslAppointed(Event):
    """Somebody is DSL or deputy at a setting, from a day; the subject is the setting."""

    tag: ClassVar[str] = "dsl.appointed"
    appointment_id: UUID
    role: str
    from_on: date
    named_by: str


@dataclass(frozen=True, kw_only=True)
class DslAppointmentEnded(Event):
    """An appointment was given its last day; the subject is the setting."""

    tag: ClassVar[str] = "dsl.ended"
    appointment_id: UUID
    role: str
    last_on: date


@dataclass(frozen=True, kw_only=True)
class DslAway(Event):
    """A DSL or deputy is away for some days; the subject is the setting."""

    tag: ClassVar[str] = "dsl.away"
    appointment_id: UUID
    from_on: date
    until_on: date | None
    covered_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class DslBack(Event):
    """A DSL or deputy who was away is back from a day on; the subject is the setting."""

    tag: ClassVar[str] = "dsl.back"
    appointment_id: UUID
    on: date


@dataclass(frozen=True, kw_only=True)
class DslConfirmed(Event):
    """Somebody said that an appointment is still right; the subject is the setting."""

    tag: ClassVar[str] = "dsl.confirmed"
    appointment_id: UUID
    told_by: str


@dataclass(frozen=True, kw_only=True)
class DslTrainingTold(Event):
    """It was told when somebody completed DSL training; the subject is what was noted."""

    tag: ClassVar[str] = "dsl.training_told"
    kind: str
    done_on: date
    told_by: str


@dataclass(frozen=True, kw_only=True)
class DslCheckAsked(Event):
    """A setting was asked who is DSL there, or reminded; the subject is the setting."""

    tag: ClassVar[str] = "dsl.check_asked"
    check_id: UUID
    again: bool


@dataclass(frozen=True, kw_only=True)
class DslCheckAnswered(Event):
    """Somebody answered for a setting by the link; the subject is the setting."""

    tag: ClassVar[str] = "dsl.check_answered"
    check_id: UUID
    confirmed: int
    waiting: int
    """How many changes wait for a coordinator's yes."""


@dataclass(frozen=True, kw_only=True)
class DslToldSettled(Event):
    """A coordinator decided about a change that was told; the subject is the setting."""

    tag: ClassVar[str] = "dsl.told_settled"
    told_id: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DslsImported(Event):
    """A list of DSLs was brought in; its subject is the bringing in itself."""

    tag: ClassVar[str] = "dsl.list_imported"
    rows: int
    added: int
    confirmed: int
    held: int
    rejected: int

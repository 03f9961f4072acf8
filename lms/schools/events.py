"""What happens with registers of schools."""

from dataclasses import dataclass
from typing import ClassVar

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SchoolsImported(Event):
    """A register of schools was brought in; its subject is the register."""

    tag: ClassVar[str] = "schools.imported"
    rows: int
    added: int
    changed: int
    closed: int
    unchanged: int
    held: int
    rejected: int


@dataclass(frozen=True, kw_only=True)
class SchoolRowSettled(Event):
    """A school that might be one entered by hand was decided; its subject is the setting."""

    tag: ClassVar[str] = "school_row.settled"
    is_same: bool

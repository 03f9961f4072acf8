"""What a row of a list may tell, and how much of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

FIELDS: Mapping[str, str] = {
    "employee_number": "employee number",
    "assignment_number": "assignment number",
    "first_name": "first name",
    "last_name": "last name",
    "full_name": "full name",
    "known_as": "known as",
    "email": "email address",
    "personal_email": "personal email address",
    "job_title": "job title",
    "directorate": "directorate",
    "service": "service",
    "team": "team",
    "setting": "school or setting",
    "urn": "school reference (URN)",
    "manager_name": "line manager's name",
    "manager_number": "line manager's employee number",
    "manager_email": "line manager's email address",
    "start_date": "start date",
    "assignment_start": "start date of the assignment",
    "end_date": "end date",
    "leaving_date": "leaving date",
    "contract_type": "contract type",
    "agency": "agency",
}
"""Everything that is read, in words. Nothing else of a file is kept (design, domain 4.4)."""

LEAVE_OUT = ""
"""Said of a column that is not read."""

LONGEST: Mapping[str, int] = {
    "employee_number": 40,
    "assignment_number": 60,
    "first_name": 120,
    "last_name": 120,
    "full_name": 240,
    "known_as": 120,
    "email": 254,
    "personal_email": 254,
    "job_title": 200,
    "manager_name": 240,
    "manager_number": 40,
    "manager_email": 254,
    "contract_type": 120,
}
"""Characters; what is not named here has 120."""

LONGEST_OTHER = 120
SHOWN = 200
"""Characters of a value that are repeated in a problem."""

NAMES = frozenset({"first_name", "last_name", "full_name", "known_as", "manager_name"})
"""Where ``None`` and ``Null`` are names, not blanks."""

NUMBERS = frozenset({"employee_number", "assignment_number", "manager_number", "urn"})
ADDRESSES = frozenset({"email", "personal_email", "manager_email"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value of a row."""

    column: str
    """The heading, as in the file."""

    value: str
    reason: str


@dataclass(slots=True)
class Line:
    """One row, read: what it says, and what is wrong with it."""

    row: int
    """As a spreadsheet counts, from 1, the header's own row and those above it included."""

    told: dict[str, str] = field(default_factory=dict)
    """Everything it says, by field, as it is kept; blanks left out. Days are ISO 8601."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What somebody should know though the row is good."""

    first_name: str = ""
    last_name: str = ""
    name: str = ""
    """As they are called, first name first."""

    email: str | None = None
    other_email: str | None = None
    number: str | None = None
    """Employee number or worker reference."""

    reference: str | None = None
    """Assignment number; the number where the list has none."""

    job_title: str | None = None
    kind: str = ""
    agency: str | None = None
    starts_on: date = date.min
    ends_on: date | None = None

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults

"""What is known already, as far as a list is held against it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lms.intake.rules.cells import plain_number
from lms.intake.rules.fields import Line
from lms.people.rules import fold

FOR_EVER = date.max
AGAIN = re.compile(r"/\d{4}-\d{2}-\d{2}(?:/\d+)?$")
"""What is put behind a reference that a list uses for a second engagement."""


@dataclass(slots=True)
class Spell:
    """An engagement that is known."""

    id: UUID
    person_id: UUID
    source: str
    reference: str | None
    number: str | None
    kind: str
    job_title: str | None
    unit_id: UUID | None
    setting_id: UUID | None
    agency_id: UUID | None
    manager_id: UUID | None
    starts_on: date
    ends_on: date | None
    told: Mapping[str, str] | None = None
    """What its list last said of it; None where no list ever did."""

    @property
    def is_numbered(self) -> bool:
        """Whether its list can name it."""
        return self.reference is not None or self.number is not None

    def overlaps(self, line: Line) -> bool:
        """Tell whether it has a day in common with the engagement that a row tells of."""
        return self.starts_on <= (line.ends_on or FOR_EVER) and line.starts_on <= (
            self.ends_on or FOR_EVER
        )

    def is_named_by(self, line: Line, source: str) -> bool:
        """Tell whether a row of ``source`` names it, by its reference or number."""
        if self.source != source:
            return False
        if line.reference is None:
            return not self.is_numbered
        if "assignment_number" in line.told:
            ways = (line.reference, f"{line.number}-{line.reference}")
            return plain_number(base(self.reference)) in map(plain_number, ways)
        return plain_number(self.number or base(self.reference)) == plain_number(line.number)


@dataclass(slots=True)
class Known:
    """A person who is known."""

    id: UUID
    first_name: str
    last_name: str
    name: str
    email: str | None
    other_email: str | None
    spells: list[Spell] = field(default_factory=list)
    guarded: bool = False
    """Whether whoever brings the list in may not change where they sign in."""

    @property
    def addresses(self) -> set[str]:
        """Their addresses."""
        return {one for one in (self.email, self.other_email) if one}

    def has_number(self, number: str | None, source: str) -> bool:
        """Tell whether the source knows them by that number."""
        wanted = plain_number(number)
        return bool(wanted) and any(
            one.source == source and plain_number(one.number) == wanted for one in self.spells
        )

    def is_first_name(self, line: Line) -> bool:
        """Tell whether a row may call them so: by any first name, or the name they are called."""
        own = {fold(self.first_name), *fold(self.first_name).split(), *fold(self.name).split()[:1]}
        said = line.told.get("known_as", "")
        theirs = {
            fold(line.first_name),
            *fold(line.first_name).split()[:1],
            *fold(said).split()[:1],
        }
        return bool(own & theirs)


def base(reference: str | None) -> str | None:
    """Return a reference as its list has it, without what was put behind it here."""
    return AGAIN.sub("", reference) if reference else reference

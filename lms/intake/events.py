"""What happens to files of people."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PeopleImported(Event):
    """A file was brought in; its subject is the import."""

    tag: ClassVar[str] = "people.imported"
    source: str
    invitations: str
    """``now``, ``first_day`` or ``held``."""

    rows: int
    added: int
    updated: int
    unchanged: int
    held: int
    rejected: int
    missing: int
    """People of the source whom the file left out; nobody ends by that."""


@dataclass(frozen=True, kw_only=True)
class ListHandedIn(Event):
    """An agency sent its list; the council has not looked at it. Its subject is the import."""

    tag: ClassVar[str] = "list.handed_in"
    agency_id: UUID
    rows: int


@dataclass(frozen=True, kw_only=True)
class ImportDropped(Event):
    """A file that was looked at was not brought in; its subject is the import."""

    tag: ClassVar[str] = "import.dropped"
    source: str


@dataclass(frozen=True, kw_only=True)
class ImportUndone(Event):
    """What a file had brought was put back as it was; its subject is the import."""

    tag: ClassVar[str] = "import.undone"
    source: str
    people: int
    """Who left the register again."""

    engagements: int
    """Taken out."""

    put_back: int
    """Rows whose changes were taken back."""

    stayed: int
    """Rows that stay, for something came of them."""

    places: int
    """Units, settings and agencies taken out, which the file had made."""


@dataclass(frozen=True, kw_only=True)
class RowSettled(Event):
    """A person decided about a row that was held; its subject is the row."""

    tag: ClassVar[str] = "import_row.settled"
    decision: str
    """``same``, ``new`` or ``left_out``."""


@dataclass(frozen=True, kw_only=True)
class HeadingExplained(Event):
    """Somebody said what a heading means, for every later file; its subject is the choice."""

    tag: ClassVar[str] = "heading.explained"
    heading: str
    field: str
    """Empty for a column that is left out."""


@dataclass(frozen=True, kw_only=True)
class HeadingForgotten(Event):
    """What somebody said of a heading no longer counts; its subject is the choice."""

    tag: ClassVar[str] = "heading.forgotten"
    heading: str


@dataclass(frozen=True, kw_only=True)
class SourceDescribed(Event):
    """Somebody said who answers for a list, or what its rows are; its subject is the source."""

    tag: ClassVar[str] = "source.described"
    source: str
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class SaidTwo(Event):
    """Somebody said that two records which look alike are of two people."""

    tag: ClassVar[str] = "people.said_two"
    other_id: UUID


@dataclass(frozen=True, kw_only=True)
class SaidTwoTakenBack(Event):
    """It was taken back that two records are of two people."""

    tag: ClassVar[str] = "people.said_two_taken_back"
    other_id: UUID

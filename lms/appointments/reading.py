"""A list of DSLs and deputies: CSV or XLSX, one appointment a row, as a council keeps it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.intake.errors import Unreadable
from lms.intake.reading import Upload, open_list
from lms.intake.rules import days
from lms.intake.rules.headings import Headings
from lms.kernel.settings import Settings
from lms.people.rules import fold

COLUMNS: Mapping[str, Sequence[str]] = {
    "urn": ("URN", "School URN", "Unique reference number"),
    "setting": (
        "Setting",
        "School",
        "School name",
        "Establishment",
        "EstablishmentName",
        "Nursery",
    ),
    "role": ("Role", "DSL role", "Position", "Type"),
    "name": ("Name", "Full name", "DSL name", "DSL"),
    "first_name": ("First name", "Forename", "Given name"),
    "last_name": ("Last name", "Surname", "Family name"),
    "email": ("Email", "Email address", "Work email", "DSL email"),
    "from_on": ("From", "Start date", "Since", "Appointed", "Appointed on", "In role since"),
    "trained_on": ("Role training", "DSL training", "Training date", "Trained on", "Last trained"),
    "refreshed_on": ("Refresh", "Yearly refresh", "Last refresh", "Annual refresh"),
}
"""What a column holds → headings under which it is known."""

ROLE_WORDS: Mapping[str, str] = {
    "dsl": "dsl",
    "designated safeguarding lead": "dsl",
    "lead": "dsl",
    "safeguarding lead": "dsl",
    "lead dsl": "dsl",
    "deputy": "deputy",
    "ddsl": "deputy",
    "deputy dsl": "deputy",
    "deputy designated safeguarding lead": "deputy",
    "deputy safeguarding lead": "deputy",
}
"""Roles as lists write them, folded → ours."""

DAY_FIELDS = ("from_on", "trained_on", "refreshed_on")
MOST_ROWS = 5000


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be read: where, what stands there, what to do."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: who holds which role where, and what was wrong with it."""

    row: int
    """As a spreadsheet counts."""

    urn: str = ""
    setting: str = ""
    role: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str | None = None
    from_on: date | None = None
    trained_on: date | None = None
    refreshed_on: date | None = None
    faults: Sequence[Fault] = ()


def rows(upload: Upload, settings: Settings) -> Iterator[Row]:
    """Yield the rows of a list.

    Raises:
        Unreadable: it is no list, has too many rows, or lacks a column that is needed.

    """
    headings = Headings(COLUMNS)
    listing = open_list(upload, headings, settings)
    if listing.count > MOST_ROWS:
        msg = f"This list has {listing.count:,} rows; {MOST_ROWS:,} is the most that is read."
        raise Unreadable(msg)
    columns = headings.by_field(headings.columns(listing.header))
    at = {key: some[0].at for key, some in columns.items()}
    named = {key: some[0].heading for key, some in columns.items()}
    _refuse_lacking(set(at))
    for number, cells in listing.read():
        told = {key: " ".join(cells[i].split()) if i < len(cells) else "" for key, i in at.items()}
        yield _row(number, told, named)


def _refuse_lacking(held: set[str]) -> None:
    lacks = []
    if not held & {"urn", "setting"}:
        lacks.append("‘URN’ or ‘Setting’")
    if "role" not in held:
        lacks.append("‘Role’")
    if "name" not in held and not {"first_name", "last_name"} <= held:
        lacks.append("‘First name’ and ‘Last name’")
    if lacks:
        msg = (
            f"The list has no column {' and no column '.join(lacks)}. Each row names a setting, a "
            "role (DSL or deputy) and a person; name the columns in the first row."
        )
        raise Unreadable(msg)


def _row(number: int, told: Mapping[str, str], named: Mapping[str, str]) -> Row:
    faults: list[Fault] = []
    read: dict[str, date | None] = {}
    for key in DAY_FIELDS:
        try:
            read[key] = days.day(told.get(key, ""))
        except days.BadDay as bad:
            faults.append(Fault(named[key], told[key], str(bad)))
    role = ROLE_WORDS.get(fold(told["role"]), "")
    if not role:
        faults.append(Fault(named["role"], told["role"], "Enter ‘DSL’ or ‘deputy’."))
    first, last = told.get("first_name", ""), told.get("last_name", "")
    if "name" in told and not (first and last):
        first, _, last = told["name"].rpartition(" ")
        if "," in told["name"]:
            last, _, first = (part.strip() for part in told["name"].partition(","))
    if not (first and last):
        column = named.get("name") or named["last_name"]
        faults.append(Fault(column, f"{first} {last}".strip(), "Enter first and last name."))
    return Row(
        row=number,
        urn=told.get("urn", ""),
        setting=told.get("setting", ""),
        role=role,
        first_name=first,
        last_name=last,
        email=told.get("email") or None,
        faults=faults,
        **read,
    )

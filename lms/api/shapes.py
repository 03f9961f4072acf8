"""What the API takes and sends: names, kinds, lengths; the document is written from these."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from lms.people.rules import KINDS

Kind = Literal[
    "permanent",
    "fixed_term",
    "agency",
    "temporary",
    "casual",
    "secondee",
    "volunteer",
    "student",
    "apprentice",
]
assert set(KINDS) == set(Kind.__args__)  # type: ignore[attr-defined]  # noqa: S101 - as the register

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)


DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _written(day: object) -> object:
    # Pydantic would take 1704067200 for a day of 2024.
    if not isinstance(day, date) and not (isinstance(day, str) and DAY.fullmatch(day)):
        msg = "write the day as 2026-11-30"
        raise ValueError(msg)
    return day


def _sound(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        msg = "the day must lie between 1950-01-01 and 2100-12-31"
        raise ValueError(msg)
    return day


Day = Annotated[
    date,
    BeforeValidator(_written),
    AfterValidator(_sound),
    Field(
        description="A day, 1950 to 2100.",
        json_schema_extra={"pattern": r"^(19[5-9]\d|20\d\d|2100)-\d\d-\d\d$"},
    ),
]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
Text = Annotated[str, Field(max_length=200)]
Address = Annotated[str, Field(max_length=254, description="An email address.")]


class Taken(BaseModel):
    """Base of what is taken: an unknown part is refused, nothing is guessed."""

    model_config = ConfigDict(extra="forbid")


class Cursor(Taken):
    """A page of a list."""

    limit: Annotated[int, Field(ge=1, le=200, description="How many a page.")] = 50
    after: Annotated[
        str | None, Field(max_length=400, description="What the page before gave as next.")
    ] = None


class PeopleQuery(Cursor):
    """Which people."""

    search: Annotated[
        str | None,
        Field(max_length=100, description="Parts of a name, a whole address, or a number."),
    ] = None
    state: Annotated[Literal["now", "coming", "left", "all"], Field()] = "all"


class EngagementsQuery(Cursor):
    """Which engagements."""

    person: Annotated[UUID | None, Field(description="Only this person's.")] = None
    active_on: Annotated[Day | None, Field(description="Only those that run on this day.")] = None


class EngagementOut(BaseModel):
    """An engagement."""

    id: UUID
    person: UUID
    kind: Kind
    source: str
    reference: str | None
    employee_number: str | None
    job_title: str | None
    unit: str | None
    setting: str | None
    agency: str | None
    manager: UUID | None
    starts_on: date
    ends_on: date | None


class PersonOut(BaseModel):
    """A person with their engagements."""

    id: UUID
    name: str
    first_name: str
    last_name: str
    email: str | None
    other_email: str | None
    engagements: list[EngagementOut]


class PeopleOut(BaseModel):
    """A page of people."""

    items: list[PersonOut]
    next: str | None


class EngagementsOut(BaseModel):
    """A page of engagements."""

    items: list[EngagementOut]
    next: str | None


class Starts(Taken):
    """How somebody is engaged."""

    kind: Kind
    starts_on: Day
    ends_on: Day | None = None
    team: Annotated[
        str | None,
        Field(max_length=120, description="By name; one that there is not stands unplaced."),
    ] = None
    job_title: Text | None = None
    agency: Annotated[
        str | None, Field(max_length=120, description="For agency work, and only there.")
    ] = None
    employee_number: Annotated[
        str | None, Field(max_length=40, description="HR's number, to find somebody by.")
    ] = None
    manager_email: Address | None = None


class StarterIn(Taken):
    """Somebody who starts."""

    first_name: Name
    last_name: Name
    email: Address | None = None
    engagement: Starts


class StarterOut(BaseModel):
    """What became of a starter."""

    outcome: Literal["new", "known", "held"]
    person: UUID | None
    """None while HR decides who it is."""

    engagement: UUID | None
    """What began by it; None where one ran, or was to come, already."""

    held: UUID | None
    """The row that waits for HR."""


class PersonChange(Taken):
    """What of a person is put right; what is not named stays."""

    first_name: Name | None = None
    last_name: Name | None = None
    name: Name | None = None
    email: Address | None = None
    other_email: Address | None = None


class EngagementIn(Starts):
    """One more engagement of somebody known."""

    person: UUID


class EngagementChange(Taken):
    """What of an engagement is changed; what is not named stays."""

    kind: Kind | None = None
    job_title: Text | None = None
    team: Annotated[str | None, Field(max_length=120)] = None
    starts_on: Day | None = None
    since: Annotated[
        Day | None, Field(description="From which day it has been so; today without it.")
    ] = None


class EndIn(Taken):
    """The last day of an engagement."""

    ends_on: Day


class ImportIn(Taken):
    """A list, as CSV."""

    source: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")] = "HR"
    file_name: Annotated[str, Field(min_length=1, max_length=120)] = "list.csv"
    content: Annotated[
        str, Field(min_length=1, max_length=900_000, description="The text of a CSV file.")
    ]
    kind: Annotated[
        Kind | None, Field(description="Of engagement, where the list names none.")
    ] = None
    invitations: Literal["now", "first_day", "held"] = "held"
    dry_run: bool = False
    anyway: Annotated[
        bool,
        Field(description="Bring it in though it ends or moves very many at once: it is meant."),
    ] = False


class ImportOut(BaseModel):
    """What a list came to, in numbers, with each row that needs somebody."""

    id: UUID | None
    """None of a dry run."""

    rows: int
    added: int
    updated: int
    unchanged: int
    people_added: int
    engagements_added: int
    rejected: list[dict[str, Any]]
    review: list[dict[str, Any]]
    missing_from_feed: list[dict[str, Any]]


class ImportLine(BaseModel):
    """A list in the list of lists."""

    id: UUID
    source: str
    file_name: str
    state: str
    made_at: datetime


class ImportsOut(BaseModel):
    """A page of lists."""

    items: list[ImportLine]
    next: str | None

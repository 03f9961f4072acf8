"""What a line of the register says, and what it changes; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lms.kernel.errors import Invalid
from lms.people.rules import clean_name, clean_postcode, clean_urn, fold, one_line

NEEDED = ("URN", "EstablishmentName", "EstablishmentStatus (name)")
COLUMNS = (
    *NEEDED,
    "LA (code)",
    "LA (name)",
    "TypeOfEstablishment (name)",
    "OpenDate",
    "CloseDate",
    "PhaseOfEducation (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "Locality",
    "Town",
    "Postcode",
    "AdministrativeWard (name)",
    "Trusts (name)",
    "Easting",
    "Northing",
)
"""Columns that are read; the other hundred and more are passed over."""

PHASES: Mapping[str, str] = {
    "nursery": "early_years",
    "primary": "primary",
    "middle deemed primary": "primary",
    "secondary": "secondary",
    "middle deemed secondary": "secondary",
    "16 plus": "post_16",
    "all through": "all_through",
}
"""What the register's phases are here, folded."""

TYPES: Sequence[tuple[str, str]] = (
    ("special post 16", "special"),
    ("special", "special"),
    ("pupil referral", "alternative"),
    ("alternative provision", "alternative"),
    ("secure unit", "alternative"),
    ("nursery", "early_years"),
    ("childrens centre", "early_years"),
    ("further education", "post_16"),
    ("sixth form", "post_16"),
    ("16 to 19", "post_16"),
    ("16 19", "post_16"),
)
"""Words in the type of a school that say its phase, where the register gives none."""

SORTS: Mapping[str, str] = {
    "added": "new",
    "changed": "changed",
    "closed": "closed",
    "held": "to decide",
    "rejected": "with a fault",
    "unchanged": "unchanged",
    "passed_over": "passed over",
    "not_ours": "of other councils",
}
"""What becomes of a row; each is one of these. Passed over are schools of ours that closed
before anybody here knew them, and planned ones without a day."""

DAYS = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d")
LAST_OF_PRIMARY, FIRST_OF_SECONDARY = 11, 11


@dataclass(frozen=True)
class Fault:
    """Why a row stays out: which column, what stands there, what to do."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class School:
    """A school as the register has it, in our words."""

    urn: str
    name: str
    phase: str
    kind: str
    postcode: str
    locality: str
    trust: str
    easting: int | None
    northing: int | None
    opened_on: date | None
    closed_on: date | None
    is_proposed: bool
    """Whether it is only planned, and has no day on which it opens."""


TOLD = (
    "name",
    "phase",
    "kind",
    "postcode",
    "locality",
    "trust",
    "easting",
    "northing",
    "opened_on",
    "closed_on",
)
"""What the register tells of a setting, beside its URN."""


def is_ours(cells: Mapping[str, str], authority: str) -> bool:
    """Tell whether a row is of the council's, which is named by its code or its name."""
    wanted = fold(authority)
    name = fold(cells.get("LA (name)", ""))
    return bool(wanted) and (
        cells.get("LA (code)", "") == authority.strip() or wanted in {name, _without_kind(name)}
    )


def _without_kind(name: str) -> str:
    """Return a council's folded name without what kind of council it is."""
    kinds = r"\b(county|city|borough|metropolitan|london|royal|council|of|the)\b"
    return " ".join(re.sub(kinds, " ", name).split())


def read(cells: Mapping[str, str], *, today: date) -> School | list[Fault]:
    """Return the school of a row, or everything that is wrong with the row.

    Args:
        cells: our columns of the row.
        today: a school that is closed since nobody says when is closed from today.

    """
    faults: list[Fault] = []

    def tried(column: str, reading: object, *more: object) -> object:
        value = cells.get(column, "")
        try:
            return reading(value, *more)  # type: ignore[operator] # each is a function of a text
        except Invalid as refusal:
            faults.append(Fault(column, value[:60], str(refusal)))
        return None

    urn = tried("URN", _urn)
    name = tried("EstablishmentName", _name)
    postcode = tried("Postcode", clean_postcode)
    opened = tried("OpenDate", _day)
    closed = tried("CloseDate", _day)
    easting, northing = tried("Easting", _metres), tried("Northing", _metres)
    status = fold(cells.get("EstablishmentStatus (name)", ""))
    if not status.startswith(("open", "closed", "proposed")):
        value = cells.get("EstablishmentStatus (name)", "")[:60]
        reason = "This is not known here: it is Open, Closed, or Proposed to open."
        faults.append(Fault("EstablishmentStatus (name)", value, reason))
    if isinstance(opened, date) and isinstance(closed, date) and closed < opened:
        faults.append(Fault("CloseDate", cells["CloseDate"], "It closed before it opened."))
    if faults:
        return faults
    if status.startswith("closed"):
        closed = closed or today
    elif isinstance(closed, date) and closed <= today:
        closed = None
    return School(
        urn=str(urn),
        name=str(name),
        phase=phase_of(cells),
        kind=one_line(cells.get("TypeOfEstablishment (name)")),
        postcode=str(postcode or ""),
        locality=one_line(_first(cells, "Town", "Locality", "AdministrativeWard (name)")),
        trust=one_line(cells.get("Trusts (name)")),
        easting=easting if isinstance(easting, int) else None,
        northing=northing if isinstance(northing, int) else None,
        opened_on=opened if isinstance(opened, date) else None,
        closed_on=closed if isinstance(closed, date) else None,
        is_proposed=status.startswith("proposed") and opened is None,
    )


def phase_of(cells: Mapping[str, str]) -> str:
    """Return the phase of a school: as its type says, else its phase, else the ages it takes."""
    kind = fold(cells.get("TypeOfEstablishment (name)", ""))
    by_type = next((phase for word, phase in TYPES if word in kind), None)
    told = PHASES.get(fold(cells.get("PhaseOfEducation (name)", "")))
    if told is not None and by_type not in {"special", "alternative"}:
        return told
    return by_type or _by_age(cells) or "other"


def _by_age(cells: Mapping[str, str]) -> str | None:
    low, high = cells.get("StatutoryLowAge", ""), cells.get("StatutoryHighAge", "")
    if not (low.isdecimal() and high.isdecimal()):
        return None
    if int(high) <= LAST_OF_PRIMARY:
        return "primary" if int(high) > 5 else "early_years"
    if int(low) >= 16:
        return "post_16"
    return "secondary" if int(low) >= FIRST_OF_SECONDARY else "all_through"


def changes(school: School, there: Mapping[str, object]) -> list[str]:
    """Return what the register says otherwise than our list, by column."""
    return [key for key in TOLD if getattr(school, key) != there[key] and _is_told(school, key)]


def _is_told(school: School, key: str) -> bool:
    """Tell whether the register has anything to say: a blank takes nothing away but a closure."""
    return key in {"closed_on", "trust"} or getattr(school, key) not in {"", None}


def look_alike(school: School, *, name: str, postcode: str) -> bool:
    """Tell whether a setting that has no URN may be this school, so that a person is asked."""
    same_name = fold(school.name) == fold(name)
    same_place = bool(postcode) and postcode == school.postcode
    shorter, longer = sorted((_plain(school.name), _plain(name)), key=len)
    return same_name or (same_place and bool(shorter) and longer.startswith(shorter))


def _plain(name: str) -> str:
    """Return a name without the words that half of all schools have."""
    usual = r"\b(the|school|academy|college|nursery|primary|high|infant)\b"
    return " ".join(re.sub(usual, " ", fold(name)).split())


def _urn(text: str) -> str:
    found = clean_urn(text)
    if found is None:
        msg = "Without a URN nobody can tell which school this is."
        raise Invalid(msg, field="urn")
    return found


def _name(text: str) -> str:
    if "\ufffd" in text:
        msg = "A letter of the name was broken on the way. Download the register again."
        raise Invalid(msg, field="name")
    return clean_name(text, field="name")


def _day(text: str) -> date | None:
    if not text:
        return None
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    msg = "This is no day. The register writes days like 01-09-2024."
    raise Invalid(msg, field="day")


def _metres(text: str) -> int | None:
    if not text or text == "0":
        return None
    if not re.fullmatch(r"[0-9]{1,7}", text):
        msg = "This is no place on the national grid: a whole number of metres."
        raise Invalid(msg, field="easting")
    return int(text)


def _first(cells: Mapping[str, str], *columns: str) -> str:
    return next((cells[one] for one in columns if cells.get(one)), "")

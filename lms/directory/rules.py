"""What a directory's words mean here; pure. Source: RFC 7643, 4.1 to 4.3."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize
from uuid import UUID

from lms.people.rules import LONGEST_NAME, fold

SOURCE = "SCIM"
"""What an engagement names as its source that began because a directory told."""

MOST = 200
"""Resources a page, at most; how many there are is always told."""

KIND = "permanent"
"""Of somebody of whom the directory does not say how they are engaged."""

KINDS: Mapping[str, str] = {
    "employee": "permanent",
    "permanent": "permanent",
    "fixed term": "fixed_term",
    "contractor": "temporary",
    "temp": "temporary",
    "temporary": "temporary",
    "external": "temporary",
    "agency": "temporary",
    "agency worker": "temporary",
    "guest": "temporary",
    "casual": "casual",
    "bank": "casual",
    "secondee": "secondee",
    "volunteer": "volunteer",
    "student": "student",
    "intern": "student",
    "apprentice": "apprentice",
}
"""userType, folded → kind. Agency work needs its agency, which no directory names: the agency's
list says so later, and the engagement is its from then on."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a directory says of a user, as far as the register uses it."""

    user_name: str
    first_name: str
    last_name: str
    active: bool
    display_name: str = ""
    external_id: str | None = None
    email: str | None = None
    title: str = ""
    user_type: str = ""
    employee_number: str | None = None
    department: str = ""
    manager_id: UUID | None = None


def key(name: str) -> str:
    """Return a name as it is compared: case makes no difference. Source: RFC 7643, 4.1.1."""
    return normalize("NFC", normalize("NFC", name).lower())


def names(given: str, family: str, display: str, user_name: str) -> tuple[str, str] | None:
    """Return first and last name; None where nothing tells them.

    Args:
        given: first name as the directory has it; empty where it has none.
        family: last name, likewise.
        display: the name for display, such as ``Quill, Mara`` or ``Mara Quill``.
        user_name: such as ``mara.quill@larkmead.example``.

    """
    if not (given and family):
        guessed = _guessed(display) or _guessed(user_name.partition("@")[0].replace(".", " "))
        first, last = guessed or (given or family, "")
        given, family = given or first, family or last
    if not given and not family:
        return None
    return (given or family)[:LONGEST_NAME], (family or given)[:LONGEST_NAME]


def _guessed(text: str) -> tuple[str, str] | None:
    """Return first and last name of a name in one piece."""
    if "," in text:
        last, _, first = text.partition(",")
    else:
        first, _, last = text.strip().rpartition(" ")
    first, last = " ".join(first.split()), " ".join(last.split())
    return (first, last) if first and last else None


def kind_of(user_type: str) -> str:
    """Return the kind of engagement that a userType means."""
    return KINDS.get(fold(user_type), KIND)


def told(said: Said, *, starts_on: date, manager: str | None) -> dict[str, str]:
    """Return what a directory says as the fields of a list's row; blanks left out.

    Args:
        said: what it says.
        starts_on: the first day: a directory tells of none.
        manager: the manager's address, where they are known.

    """
    fields = {
        "first_name": said.first_name,
        "last_name": said.last_name,
        "email": said.email or "",
        "employee_number": said.employee_number or "",
        "job_title": said.title,
        "team": said.department,
        "kind": kind_of(said.user_type),
        "start_date": starts_on.isoformat(),
        "manager_email": manager or "",
    }
    return {name: value for name, value in fields.items() if value}

"""What the pages about who is trained are asked: a day, filters, which part of a figure."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from flask import request

from lms.assignment import queries as assignment
from lms.compliance import permissions
from lms.compliance.queries import Asked, Come, Reached, Those, Wanted, Which
from lms.compliance.rules import Standing, Status, check_known_on
from lms.delivery import kit
from lms.kernel.days import quarter_of
from lms.kernel.errors import Invalid
from lms.people import queries as people
from lms.people.rules import fold

if TYPE_CHECKING:
    from lms.assignment.models import Requirement
    from lms.people.models import Agency, Unit

E = TypeVar("E", bound=StrEnum)

KINDS = {
    "permanent": "permanent",
    "fixed_term": "fixed term",
    "agency": "agency",
    "temporary": "temporary",
    "casual": "casual",
    "secondee": "secondee",
    "volunteer": "volunteer",
    "student": "student",
    "apprentice": "apprentice",
}
NONE = "none"
"""In an address: those that have no unit, or no agency."""

KEPT = ("as_at", "known_on", "kind", "unit", "exact", "agency", "requirement", "q")
"""What a link from one of these pages to another keeps."""


def asked_for() -> tuple[Asked, Invalid | None]:
    """Return what the address asks, within what the reader may see; and what was wrong with it.

    What cannot be read is left out, so that the page still shows something true.
    """
    given = request.args
    day, known_on, problem = read_days()
    unit_id, exact = read_id(given.get("unit")), bool(given.get("exact"))
    asked = Asked(
        day=day,
        today=kit.today(),
        known_on=known_on,
        reach=kit.actor().reach(permissions.READ),
        soon_days=kit.settings().due_soon_days,
        kind=given.get("kind", "") if given.get("kind") in KINDS else "",
        unit_path="" if exact else unit_path(unit_id),
        unit_id=unit_id if exact else None,
        agency_id=read_id(given.get("agency")),
        without=frozenset(one for one in ("unit", "agency") if given.get(one) == NONE),
        requirement_id=read_id(given.get("requirement")),
        search=fold(given.get("q", "")[:100]),
    )
    return asked, problem


def read_days() -> tuple[date, date | None, Invalid | None]:
    """Return the day asked about, the day by whose knowledge, and what was wrong with either."""
    given, today = request.args, kit.today()
    day, known_on, typed = today, None, given.get("known_on", "").strip()
    try:
        day = read_day(given.get("as_at", "").strip(), today)
        if typed:
            known_on = read_day(typed, today, field="known_on")
            check_known_on(known_on, day=day, today=today)
    except Invalid as wrong:
        return day, None, wrong
    return day, known_on, None


def read_day(text: str, otherwise: date, *, field: str = "as_at") -> date:
    """Return the day that was typed, as ISO or as British people write it. Raises Invalid."""
    if not text:
        return otherwise
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        msg = f"{text[:20]} is not a day. Enter one like 23/11/2026."
        raise Invalid(msg, field=field) from None


def read_id(text: str | None) -> UUID | None:
    """Return an id from the address, or None where there is none or none can be read."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def unit_path(unit_id: UUID | None) -> str:
    """Return the path of a unit; empty for none."""
    if unit_id is None:
        return ""
    found = {unit.id: unit.path for unit in people.units(kit.session())}
    return found.get(unit_id, "/none/")


def one_of(kind: type[E], text: str | None) -> E | None:
    """Return the member of that value, or None."""
    return next((one for one in kind if one.value == text), None)


def reached() -> Reached:
    """Return which part of coverage is asked for."""
    known: tuple[Reached, ...] = ("enrolled", "signed_in")
    return next((one for one in known if one == request.args.get("reached")), "")


def status() -> Wanted:
    """Return which obligations are asked for."""
    asked = request.args.get("status")
    return "owed" if asked == "owed" else one_of(Status, asked)


def those() -> Those:
    """Return which people are asked for."""
    given = request.args
    return Those(
        standing=one_of(Standing, given.get("standing")),
        reached=reached(),
        owing=bool(given.get("owing")),
    )


def which(asked: Asked) -> tuple[Which, Invalid | None]:
    """Return which starters are asked for, those of the quarter unless a day says otherwise."""
    given, problem, since = request.args, None, quarter_of(asked.day)
    try:
        since = read_day(given.get("since", "").strip(), since, field="since")
    except Invalid as wrong:
        problem = wrong
    return Which(since=since, come=one_of(Come, given.get("come")), reached=reached()), problem


def shared(asked: Asked) -> Mapping[str, Any]:
    """Return what all these pages need: the filters' choices and how to link with them."""
    session = kit.session()
    units = people.units_within(session, asked.reach)
    agencies = people.agencies(session) if asked.reach.everyone else []
    requirements = assignment.requirements(session, day=asked.day)
    return {
        "asked": asked,
        "kept": {key: request.args[key] for key in KEPT if request.args.get(key)},
        "kinds": KINDS,
        "units": units,
        "agencies": agencies,
        "requirements": requirements,
        "only": only(asked, units, agencies, requirements),
        "today": kit.today(),
    }


def only(
    asked: Asked,
    units: "Sequence[Unit]",
    agencies: "Sequence[Agency]",
    requirements: "Sequence[Requirement]",
) -> list[str]:
    """Return the filters in words, so that nobody takes a part for the whole."""
    unit = next((one for one in units if one.path == asked.unit_path), None)
    itself = next((one for one in units if one.id == asked.unit_id), None)
    agency = next((one for one in agencies if one.id == asked.agency_id), None)
    asks = next((one for one in requirements if one.id == asked.requirement_id), None)
    parts = [
        f"{KINDS[asked.kind]} engagements" if asked.kind else "",
        f"{unit.name} and below" if unit else "",
        f"{itself.name} itself" if itself else "",
        "no unit" if "unit" in asked.without else "",
        agency.name if agency else "",
        "no agency" if "agency" in asked.without else "",
        f"‘{asks.name}’" if asks else "",
        f"names with ‘{request.args['q'][:100]}’" if asked.search else "",
    ]
    return [part for part in parts if part]

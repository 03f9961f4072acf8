"""What the pages of coverage are asked: a day, filters, which part of a figure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask import request

from lms.coverage import permissions, queries, rules
from lms.coverage.queries import EARLIER, Asked, Those, Which
from lms.coverage.rules import Gap, Reached, Stage
from lms.delivery import kit
from lms.kernel.days import quarter_of
from lms.kernel.errors import Invalid
from lms.people import queries as people
from lms.people.rules import fold
from lms.web.office import coverage_words as said
from lms.web.office.asking import KINDS, NONE, one_of, read_day, read_id, unit_path

if TYPE_CHECKING:
    from lms.people.models import Agency, Unit

KEPT = ("as_at", "kind", "unit", "exact", "agency", "source", "week", "q", "quarter")
"""What a link from one of these pages to another keeps."""

MEANT = ("stage", "gap", "enrolled", "missed")
"""Which part of a figure an address names."""

REACHES: Mapping[str, Those] = {
    "enrolled": queries.ENROLLED_ONES,
    "missed": queries.MISSED_ONES,
}


def given(name: str) -> str:
    """Return what the address says of something; of a form that was sent, the form."""
    return request.values.get(name, "").strip()


def asked_for() -> tuple[Asked, Invalid | None]:
    """Return what the address asks, within what the reader may see; and what was wrong with it."""
    problem, day = None, kit.today()
    try:
        day = read_day(given("as_at"), day)
    except Invalid as wrong:
        problem = wrong
    unit_id, exact = read_id(given("unit")), bool(given("exact"))
    started_from, started_until = _week(given("week"), day)
    asked = Asked(
        day=day,
        reach=kit.actor().reach(permissions.READ),
        kind=given("kind") if given("kind") in KINDS else "",
        unit_path="" if exact else unit_path(unit_id),
        unit_id=unit_id if exact else None,
        agency_id=read_id(given("agency")),
        source=given("source")[:200],
        without=frozenset(one for one in ("unit", "agency") if given(one) == NONE),
        started_from=started_from,
        started_until=started_until,
        search=fold(given("q")[:100]),
    )
    return asked, problem


def _week(text: str, day: date) -> tuple[date | None, date | None]:
    """Return the first and last first-day of a week that the address names."""
    if text == EARLIER:
        return None, rules.weeks(day)[-1] - timedelta(days=1)
    try:
        first = rules.monday(date.fromisoformat(text))
    except ValueError:
        return None, None
    return first, first + timedelta(days=6)


def those() -> Those:
    """Return which people are asked for."""
    for name, meant in REACHES.items():
        if given(name):
            return meant
    stage = one_of(Stage, given("stage"))
    return Those(stages=(stage,) if stage else (), gap=one_of(Gap, given("gap")))


def which() -> Which:
    """Return which starters of a quarter are asked for."""
    return Which(
        quarter=quarter(),
        furthest=one_of(Reached, given("furthest")),
        at_least=one_of(Reached, given("at_least")),
    )


def quarter() -> date:
    """Return the first day of the quarter asked for; that of today where none is."""
    try:
        return quarter_of(date.fromisoformat(given("quarter")))
    except ValueError:
        return quarter_of(kit.today())


def kept() -> dict[str, str]:
    """Return the filters of the address, as links carry them on."""
    return {key: request.values[key] for key in KEPT if request.values.get(key)}


def meant() -> dict[str, str]:
    """Return which part of a figure the address names, as links carry it on."""
    return {key: request.values[key] for key in MEANT if request.values.get(key)}


def shared(asked: Asked) -> Mapping[str, Any]:
    """Return what all these pages need: the filters' choices and how to link with them."""
    session = kit.session()
    units = people.units_within(session, asked.reach)
    agencies = people.agencies(session) if asked.reach.everyone else []
    return {
        "asked": asked,
        "kept": kept(),
        "kinds": KINDS,
        "units": units,
        "agencies": agencies,
        "only": only(asked, units, agencies),
        "today": kit.today(),
        "said": said,
        "Stage": Stage,
    }


def only(asked: Asked, units: "Sequence[Unit]", agencies: "Sequence[Agency]") -> list[str]:
    """Return the filters in words, so that nobody takes a part for the whole."""
    unit = next((one for one in units if one.path == asked.unit_path), None)
    itself = next((one for one in units if one.id == asked.unit_id), None)
    agency = next((one for one in agencies if one.id == asked.agency_id), None)
    week = given("week") if asked.started_from or asked.started_until else ""
    parts = [
        f"{KINDS[asked.kind]} engagements" if asked.kind else "",
        f"{unit.name} and below" if unit else "",
        f"{itself.name} itself" if itself else "",
        "no unit" if "unit" in asked.without else "",
        agency.name if agency else "",
        "no agency" if "agency" in asked.without else "",
        f"from {asked.source}" if asked.source else "",
        f"started: {said.week(week).lower()}" if week else "",
        f"names with ‘{given('q')[:100]}’" if asked.search else "",
    ]
    return [part for part in parts if part]

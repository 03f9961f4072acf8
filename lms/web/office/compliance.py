"""Nobody missed? Coverage first, then who is trained; every figure opens into its people."""

import tempfile
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, send_file, stream_with_context
from flask.typing import ResponseReturnValue

from lms.assignment import queries as assignment
from lms.compliance import permissions, queries, sheets
from lms.compliance.queries import Asked, By, Reached
from lms.compliance.rules import Standing, Status
from lms.delivery import kit
from lms.kernel.errors import Invalid
from lms.people import queries as people
from lms.people.rules import fold
from lms.web.office import picture

pages = Blueprint("compliance", __name__, url_prefix="/compliance")

GROUPS: dict[By, str] = {
    "kind": "Kind of engagement",
    "unit": "Team",
    "agency": "Agency",
    "requirement": "Training",
}
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


@pages.get("")
@kit.requires(permissions.READ)
def show() -> ResponseReturnValue:
    """Show coverage, where people stand, the quarter's starters, and figures by group."""
    asked, problem = asked_for()
    session, by = kit.session(), chosen_group()
    covered = queries.coverage(session, asked)
    standings = queries.standings(session, asked)
    since = picture.quarter_of(asked.day)
    return render_template(
        "lms/office/compliance.html",
        asked=asked,
        problem=problem,
        covered=covered,
        standings=standings,
        heading=heading(covered, standings),
        by=by,
        groups=GROUPS,
        figures=queries.figures(session, asked, by=by),
        picture=picture.drawn(
            queries.starters(session, asked, since=since),
            since=since,
            target=kit.settings().target_percent,
        ),
        **shared(asked),
    ), (422 if problem else 200)


@pages.get("/people")
@kit.requires(permissions.READ)
def people_behind() -> ResponseReturnValue:
    """List the people behind a figure of people."""
    asked, problem = asked_for()
    standing = one_of(Standing, request.args.get("standing"))
    found = queries.people_standing(
        kit.session(),
        asked,
        standing,
        reached=reached(),
        after=request.args.get("after"),
    )
    return render_template(
        "lms/office/compliance_people.html",
        asked=asked,
        problem=problem,
        standing=standing,
        reached=reached(),
        found=found,
        **shared(asked),
    ), (422 if problem else 200)


@pages.get("/list")
@kit.requires(permissions.READ)
def lines() -> ResponseReturnValue:
    """List the obligations behind a figure of obligations."""
    asked, problem = asked_for()
    status = one_of(Status, request.args.get("status"))
    found = queries.lines(kit.session(), asked, status=status, after=request.args.get("after"))
    return render_template(
        "lms/office/compliance_list.html",
        asked=asked,
        problem=problem,
        status=status,
        found=found,
        **shared(asked),
    ), (422 if problem else 200)


@pages.get("/export.csv")
@kit.requires(permissions.READ)
def as_csv() -> ResponseReturnValue:
    """Stream the list as CSV."""
    asked, problem = asked_for()
    if problem is not None:
        raise problem
    status = one_of(Status, request.args.get("status"))
    chunks = queries.every_row(kit.session(), asked, status=status)
    return Response(
        stream_with_context(sheets.as_csv(chunks)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{file_name(asked)}.csv"'},
    )


@pages.get("/export.xlsx")
@kit.requires(permissions.READ)
def as_xlsx() -> ResponseReturnValue:
    """Send the list as an Excel file."""
    asked, problem = asked_for()
    if problem is not None:
        raise problem
    status = one_of(Status, request.args.get("status"))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the server once it is sent
    sheets.as_xlsx(queries.every_row(kit.session(), asked, status=status), file)
    file.seek(0)
    return send_file(
        file,
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name=f"{file_name(asked)}.xlsx",
    )


def asked_for() -> tuple[Asked, Invalid | None]:
    """Return what the address asks, within what the reader may see; and what was wrong with it.

    What cannot be read is left out, so that the page still shows something true.
    """
    given, problem, day = request.args, None, kit.today()
    try:
        day = read_day(given.get("as_at", "").strip(), day)
    except Invalid as wrong:
        problem = wrong
    asked = Asked(
        day=day,
        reach=kit.actor().reach(permissions.READ),
        soon_days=kit.settings().due_soon_days,
        kind=given.get("kind", "") if given.get("kind") in KINDS else "",
        unit_path=unit_path(read_id(given.get("unit"))),
        agency_id=read_id(given.get("agency")),
        requirement_id=read_id(given.get("requirement")),
        search=fold(given.get("q", "")[:100]),
    )
    return asked, problem


def read_day(text: str, otherwise: date) -> date:
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
        raise Invalid(msg, field="as_at") from None


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


def one_of(kind: Any, text: str | None) -> Any:  # noqa: ANN401 - an enum and one of it
    """Return the member of that value, or None."""
    return next((one for one in kind if one.value == text), None)


def reached() -> Reached:
    """Return which part of coverage is asked for."""
    known: tuple[Reached, ...] = ("enrolled", "signed_in")
    return next((one for one in known if one == request.args.get("reached")), "")


def chosen_group() -> By:
    """Return what figures are grouped by; kinds of engagement unless something else is asked."""
    wanted = request.args.get("by", "kind")
    return next((key for key in GROUPS if key == wanted), "kind")


def file_name(asked: Asked) -> str:
    """Return what an export is called."""
    return f"who-is-trained-{asked.day.isoformat()}"


def heading(covered: queries.Coverage, standings: queries.Standings) -> str:
    """Return the heading that answers."""
    if not covered.known:
        return "Nobody has started yet"
    if covered.not_enrolled:
        number = covered.not_enrolled
        return f"{number:,} {'person is' if number == 1 else 'people are'} not enrolled"
    if standings.overdue:
        number = standings.overdue
        return f"Nobody is missed, and {number:,} {'is' if number == 1 else 'are'} overdue"
    return "Nobody is missed, and nobody is overdue"


def shared(asked: Asked) -> Mapping[str, Any]:
    """Return what all three pages need: the filters' choices and how to link with them."""
    session = kit.session()
    kept = {
        key: request.args[key]
        for key in ("as_at", "kind", "unit", "agency", "requirement", "q")
        if request.args.get(key)
    }
    all_of_it = asked.reach.everyone
    return {
        "kept": kept,
        "kinds": KINDS,
        "units": people.units_within(session, asked.reach),
        "agencies": people.agencies(session) if all_of_it else [],
        "requirements": assignment.requirements(session, day=asked.day),
        "today": kit.today(),
    }

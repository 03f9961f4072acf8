"""Nobody missed? Coverage first, then who is trained; every figure opens into its people."""

import tempfile
from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request, send_file, stream_with_context
from flask.typing import ResponseReturnValue

from lms.assignment import queries as assignment
from lms.assignment.permissions import READ as READ_RELEASES
from lms.compliance import permissions, queries, sheets
from lms.compliance.queries import Asked, By
from lms.content import queries as content
from lms.delivery import kit
from lms.kernel.days import quarter_of
from lms.people.rules import WHOLE_COUNCIL
from lms.web.office import picture
from lms.web.office.asking import asked_for, shared, status, those, which

pages = Blueprint("compliance", __name__, url_prefix="/compliance")

GROUPS: dict[By, str] = {
    "kind": "Kind of engagement",
    "unit": "Team",
    "agency": "Agency",
    "requirement": "Training",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("")
@kit.requires(permissions.READ)
def show() -> ResponseReturnValue:
    """Show coverage, where people stand, the quarter's starters, and figures by group."""
    asked, problem = asked_for()
    session, by = kit.session(), chosen_group()
    covered = queries.coverage(session, asked)
    standings = queries.standings(session, asked)
    since = quarter_of(asked.day)
    return render_template(
        "lms/office/compliance.html",
        problem=problem,
        covered=covered,
        standings=standings,
        heading=heading(covered, standings),
        by=by,
        groups=GROUPS,
        figures=queries.figures(session, asked, by=by),
        unapproved=unapproved(asked),
        may_releases=kit.may(READ_RELEASES),
        may_check=kit.may(permissions.CHECK, WHOLE_COUNCIL),
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
    meant = those()
    return render_template(
        "lms/office/compliance_people.html",
        problem=problem,
        those=meant,
        number=queries.count_people(kit.session(), asked, meant),
        found=queries.people_standing(
            kit.session(), asked, meant, after=request.args.get("after")
        ),
        **shared(asked),
    ), (422 if problem else 200)


@pages.get("/list")
@kit.requires(permissions.READ)
def lines() -> ResponseReturnValue:
    """List the obligations behind a figure of obligations."""
    asked, problem = asked_for()
    number, people = queries.count_lines(kit.session(), asked, status=status())
    return render_template(
        "lms/office/compliance_list.html",
        problem=problem,
        status=status(),
        number=number,
        people=people,
        found=queries.lines(
            kit.session(), asked, status=status(), after=request.args.get("after")
        ),
        **shared(asked),
    ), (422 if problem else 200)


@pages.get("/starters")
@kit.requires(permissions.READ)
def starters() -> ResponseReturnValue:
    """List the starters of a time, with how far each has come and in how many days."""
    asked, wrong_day = asked_for()
    meant, wrong_since = which(asked)
    problem = wrong_day or wrong_since
    return render_template(
        "lms/office/compliance_starters.html",
        problem=problem,
        which=meant,
        number=queries.count_starters(kit.session(), asked, meant),
        found=queries.starters_page(kit.session(), asked, meant, after=request.args.get("after")),
        **shared(asked),
    ), (422 if problem else 200)


@pages.get("/export.csv")
@kit.requires(permissions.READ)
def as_csv() -> ResponseReturnValue:
    """Stream the list of obligations as CSV."""
    asked, problem = asked_for()
    if problem is not None:
        raise problem
    chunks = queries.every_row(kit.session(), asked, status=status())
    return csv_of(sheets.LINES, chunks, file_name(asked))


@pages.get("/export.xlsx")
@kit.requires(permissions.READ)
def as_xlsx() -> ResponseReturnValue:
    """Send the list of obligations as an Excel file."""
    asked, problem = asked_for()
    if problem is not None:
        raise problem
    chunks = queries.every_row(kit.session(), asked, status=status())
    return xlsx_of(sheets.LINES, chunks, file_name(asked))


def csv_of(sheet: sheets.Sheet, chunks: sheets.Chunks, name: str) -> Response:
    """Return an answer that streams a sheet as CSV."""
    return Response(
        stream_with_context(sheets.as_csv(chunks, sheet)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def xlsx_of(sheet: sheets.Sheet, chunks: sheets.Chunks, name: str) -> Response:
    """Return an answer that sends a sheet as an Excel file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the server once it is sent
    sheets.as_xlsx(chunks, file, sheet)
    file.seek(0)
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def chosen_group() -> By:
    """Return what figures are grouped by; kinds of engagement unless something else is asked."""
    wanted = request.args.get("by", "kind")
    return next((key for key in GROUPS if key == wanted), "kind")


def file_name(asked: Asked, what: str = "who-is-trained") -> str:
    """Return what an export is called."""
    known = f"-as-known-{asked.known_on.isoformat()}" if asked.known_on else ""
    return f"{what}-{asked.day.isoformat()}{known}"


def unapproved(asked: Asked) -> Sequence[str]:
    """Return the modules that are asked for and that nobody can take: no edition is approved."""
    session = kit.session()
    wanted = {one.module_slug for one in assignment.requirements(session, day=asked.day)}
    given = content.given_out(session, demo=kit.settings().demo)
    missing = wanted - given.keys()
    titles = content.titles(session, missing)
    return sorted(titles.get(slug, slug) for slug in missing)


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

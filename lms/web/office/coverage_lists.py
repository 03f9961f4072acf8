"""The people behind each figure of coverage, with what to do next about each."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from lms.compliance import sheets
from lms.coverage import permissions, queries
from lms.coverage.rules import Gap, Reached
from lms.delivery import kit
from lms.kernel.spreadsheets import safe
from lms.web.office import coverage_words as said
from lms.web.office import ways_words
from lms.web.office.coverage_asking import asked_for, meant, shared, those, which
from lms.web.office.coverage_next import steps_of

pages = Blueprint("coverage_lists", __name__, url_prefix="/people/coverage")


@pages.get("/list")
@kit.requires(permissions.READ)
def listing() -> ResponseReturnValue:
    """List the people behind a figure, each with what to do next."""
    return listed()


def listed(problem: str = "", chosen: Sequence[str] = ()) -> ResponseReturnValue:
    """Show a page of people behind a figure; once more where nobody was ticked."""
    asked, wrong = asked_for()
    session, meant_ones = kit.session(), those()
    known = queries.lists(session, asked.day)
    after = request.values.get("after")
    found, number = queries.page(session, asked, known, meant_ones, after=after)
    is_now = asked.day == kit.today()
    return render_template(
        "lms/office/coverage_list.html",
        wrong=wrong,
        problem=problem,
        chosen=chosen,
        found=found,
        those=meant_ones,
        number=number,
        heading=list_heading(number, meant_ones),
        meant=meant(),
        steps=steps_of(found.rows) if is_now else [],
        step_of={one.person_id: steps_of([one])[:1] for one in found.rows} if is_now else {},
        ways=ways_words,
        now=kit.now(),
        **shared(asked),
    ), (422 if problem or wrong else 200)


def list_heading(number: int, meant_ones: queries.Those) -> str:
    """Return how many people a list is of, and of which."""
    one, many = "person is known to work here", "people are known to work here"
    if meant_ones.gap is not None:
        one, many, _ = said.GAPS[meant_ones.gap]
    elif meant_ones == queries.ENROLLED_ONES:
        one, many = "person is enrolled", "people are enrolled"
    elif meant_ones == queries.MISSED_ONES:
        one, many = "person was not reached", "people were not reached"
    elif meant_ones.stages:
        one, many = said.BEHIND[meant_ones.stages[0]]
    return f"{number:,} {one if number == 1 else many}" if number else "Nobody is on this list"


@pages.get("/starters")
@kit.requires(permissions.READ)
def starters() -> ResponseReturnValue:
    """List the starters behind a figure of the flow."""
    asked, wrong = asked_for()
    asked_of = which()
    return render_template(
        "lms/office/coverage_starters.html",
        wrong=wrong,
        which=asked_of,
        number=queries.count_starters(kit.session(), asked, asked_of),
        found=queries.starters(kit.session(), asked, asked_of, after=request.args.get("after")),
        Reached=Reached,
        **shared(asked),
    ), (422 if wrong else 200)


@pages.get("/list.csv")
@kit.requires(permissions.READ)
def as_csv() -> ResponseReturnValue:
    """Stream the people behind a figure as CSV."""
    asked, wrong = asked_for()
    if wrong is not None:
        raise wrong
    known = queries.lists(kit.session(), asked.day)
    chunks = queries.every(kit.session(), asked, known, those())
    name = f"coverage-{asked.day.isoformat()}.csv"
    return Response(
        stream_with_context(sheets.as_csv(chunks, SHEET)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cells(line: queries.Line) -> tuple[Any, ...]:
    latest = line.spells[0] if line.spells else None
    return (
        safe(line.person),
        safe(line.email or ""),
        said.STAGES[line.stage][1],
        latest.kind.replace("_", " ") if latest else "",
        safe(latest.unit if latest else ""),
        safe(latest.agency if latest else ""),
        safe(latest.manager if latest else ""),
        latest.starts_on if latest else None,
        safe(", ".join(sorted({one.source for one in line.spells}))),
        "; ".join(said.GAPS[gap][0] for gap in Gap if gap in line.gaps),
    )


SHEET = sheets.Sheet(
    name="Coverage",
    headings=(
        "Person",
        "Email",
        "How far reached",
        "Engagement",
        "Unit",
        "Agency",
        "Line manager",
        "Started on",
        "Source",
        "What lists say",
    ),
    widths=(28, 34, 24, 14, 26, 22, 28, 12, 18, 40),
    cells=_cells,
)

"""The rows behind an import's figures, whom it leaves out, and what was not read as a file."""

import re
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.intake import permissions, queries
from lms.kernel import words
from lms.kernel.paging import Slice
from lms.people import rules
from lms.web.office import intake_words as said
from lms.web.office.intake import guard
from lms.web.office.not_read import written

if TYPE_CHECKING:
    from lms.intake.queries import LineShown, Shown

pages = Blueprint("intake_lines", __name__, url_prefix="/imports")
pages.before_request(guard)

AT_A_TIME = 500
"""Rows of the download asked for in one question."""


@pages.get("/<uuid:import_id>/rows/<status>")
@kit.requires_over(permissions.IMPORT, queries.shown)
def rows(found: "Shown", *, status: str) -> ResponseReturnValue:
    """List the rows behind a figure."""
    if status not in said.STATUSES or found.state not in {"waiting", "accepted"}:
        abort(404)
    bare = status == "added" and request.args.get("address") == "none"
    after = request.args.get("after", "")
    lines = queries.lines(
        kit.session(),
        found.id,
        status=status,
        after=int(after) if after.isdecimal() and len(after) < 9 else 0,
        without_address=bare,
    )
    return render_template(
        "lms/office/import_rows.html",
        found=found,
        status=status,
        bare=bare,
        lines=lines,
        heading=heading(found, status, bare=bare),
        kinds=rules.KINDS,
        said=said,
    )


def heading(found: "Shown", status: str, *, bare: bool) -> str:
    """Return the heading of a list of rows."""
    counts = found.counts
    if bare:
        number = counts.without_address
        verb = "has" if number == 1 else "have"
        return f"{words.count(number, 'person', 'people')} {verb} no email address"
    number = {
        "added": counts.added,
        "updated": counts.updated,
        "review": counts.held,
        "rejected": counts.rejected,
    }[status]
    one, many = said.STATUSES[status]
    if status == "review" and found.state == "accepted":
        one = many = "held for you"
    elif found.state == "accepted":
        one = many = many.replace("will be ", "").replace("cannot", "could not")
    return f"{words.count(number, 'row')} {one if number == 1 else many}"


@pages.get("/<uuid:import_id>/missing")
@kit.requires_over(permissions.IMPORT, queries.shown)
def missing(found: "Shown") -> ResponseReturnValue:
    """List people of the same list whom this file leaves out."""
    people = queries.missing(kit.session(), found.id, after=request.args.get("after", ""))
    return render_template("lms/office/import_missing.html", found=found, people=people)


@pages.get("/<uuid:import_id>/not-read.csv")
@kit.requires_over(permissions.IMPORT, queries.shown)
def as_csv(found: "Shown") -> ResponseReturnValue:
    """Stream the rows that cannot be read, as a file that can be mended and loaded again."""
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", found.file_name.rpartition(".")[0]).strip("-") or "list"

    def ask(after: int) -> "Slice[LineShown]":
        return queries.lines(
            kit.session(), found.id, status="rejected", after=after, limit=AT_A_TIME
        )

    return Response(
        stream_with_context(written(found, ask)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{stem}-not-read.csv"'},
    )

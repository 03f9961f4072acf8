"""Nobody missed? Known starters of every source: how far each was reached, whom a list misses."""

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.answers import queries as answers
from lms.answers.permissions import DECIDE
from lms.coverage import permissions, queries, rules
from lms.coverage.queries import Asked, By
from lms.coverage.rules import Reached
from lms.delivery import kit
from lms.identity.permissions import READ_UNKNOWN
from lms.intake import queries as intake
from lms.intake.permissions import IMPORT
from lms.people.rules import WHOLE_COUNCIL
from lms.web.office import coverage_words as said
from lms.web.office import ways_words
from lms.web.office.coverage_asking import asked_for, quarter, shared
from lms.web.office.flow_picture import drawn

if TYPE_CHECKING:
    from lms.intake.queries import WayIn

pages = Blueprint("coverage", __name__, url_prefix="/people/coverage")

GROUPS: dict[By, str] = {
    "kind": "Kind of engagement",
    "agency": "Agency",
    "unit": "Team",
    "week": "Week of the first day",
    "source": "Source",
}


@pages.get("")
@kit.requires(permissions.READ)
def show() -> ResponseReturnValue:
    """Show how far everybody was reached, what lists miss, the same by group, and the flow."""
    asked, problem = asked_for()
    session, by = kit.session(), chosen_group()
    known = queries.lists(session, asked.day)
    found = queries.covered(session, asked, known, by=by)
    imports = kit.may(IMPORT, WHOLE_COUNCIL)
    # By source the page shows how each way in is instead, and asks enough for that.
    decides = by != "source" and kit.may(DECIDE, WHOLE_COUNCIL)
    sees_unknown = kit.may(READ_UNKNOWN, WHOLE_COUNCIL)
    marked, unknown = queries.uncounted(session, asked.reach, asked.day, unknown=sees_unknown)
    return render_template(
        "lms/office/coverage.html",
        problem=problem,
        found=found,
        heading=said.heading(found.known, found.missed),
        gaps=[gap for gap in said.GAPS if found.gaps[gap]],
        by=by,
        groups=GROUPS,
        rows=found.groups,
        health=health(asked) if by == "source" and imports else {},
        held=intake.held_count(session) if imports else 0,
        unread=known.unread if imports else 0,
        unknown=unknown,
        marked=marked,
        answered=answers.answers(session, asked.day) if decides else None,
        ways=ways_words,
        picture=drawn(queries.flow(session, asked, quarter())),
        quarter=quarter(),
        quarters=rules.quarters(kit.today()),
        Reached=Reached,
        **shared(asked),
    ), (422 if problem else 200)


def health(asked: Asked) -> dict[str, "WayIn"]:
    """Return each way in by name, with when it was last heard of."""
    return {one.name: one for one in intake.ways_in(kit.session(), asked.day)}


def chosen_group() -> By:
    """Return what figures are grouped by; kinds of engagement unless something else is asked."""
    wanted = request.args.get("by", "kind")
    return next((key for key in GROUPS if key == wanted), "kind")

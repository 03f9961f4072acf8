"""Everybody who is DSL or deputy now, and how their training stands."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.appointments import permissions, queries, rules
from lms.delivery import kit
from lms.people import rules as people_rules

pages = Blueprint("dsls", __name__, url_prefix="/settings/dsls")

STATES = {
    "lapsed": "lapsed",
    "soon": "lapses within 60 days",
    "unknown": "not known",
    "current": "current",
}


@pages.get("")
@kit.requires(permissions.READ)
def index() -> ResponseReturnValue:
    """List current DSLs and deputies by surname, by how one training stands."""
    kit.check(permissions.READ, people_rules.WHOLE_COUNCIL)
    session, settings, args = kit.session(), kit.settings(), request.args
    kind = args.get("training", "role")
    kind = kind if kind in rules.TRAININGS else "role"
    state = args.get("state", "")
    state = state if state in STATES else ""
    return render_template(
        "lms/office/dsls.html",
        may_change=kit.may(permissions.CHANGE, people_rules.WHOLE_COUNCIL),
        figures=queries.training_figures(session, kit.today(), settings).by_kind,
        found=queries.current(
            session, kit.today(), settings, kind=kind, state=state, after=args.get("after")
        ),
        kind=kind,
        state=state,
        states=STATES,
        roles=rules.ROLES,
        trainings=rules.TRAININGS,
        months=rules.MONTHS,
        said_by=rules.NAMED_BY,
    )

"""The record of what happened, and whether it is intact."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.audit import permissions, queries
from lms.delivery import kit
from lms.people import queries as people
from lms.web.office import history

pages = Blueprint("trail", __name__, url_prefix="/record")

NOUNS = {
    "": "Everything",
    "person.": "People",
    "engagement.": "Engagements",
    "duty.": "Duties",
    "edition.": "Editions",
    "certificate.": "Certificates",
    "obligation": "Obligations",
    "invitation.": "Invitations",
    "import.": "Imports",
}


@pages.get("")
@kit.requires(permissions.READ)
def index() -> ResponseReturnValue:
    """List what happened, newest first."""
    session = kit.session()
    tag = request.args.get("about", "")
    before = request.args.get("before", "")
    found = queries.rows(
        session,
        tag=tag if tag in NOUNS else "",
        before=int(before) if before.isdigit() and len(before) < 12 else None,
    )
    named = {row.person_id for row in found.rows} | {row.actor_id for row in found.rows}
    return render_template(
        "lms/auditor/trail.html",
        found=found,
        tag=tag,
        nouns=NOUNS,
        names=people.names_of(session, [one for one in named if one]),
        sentence=history.sentence,
        private=history.PRIVATE,
    )


@pages.get("/check")
@kit.requires(permissions.READ)
def check() -> ResponseReturnValue:
    """Follow every seal of the record."""
    return render_template("lms/auditor/check.html", checked=queries.check(kit.session()))

"""Messages: what was written to whom, what waits, what came back, and what to do about it."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.notifications import permissions, queries
from lms.notifications.queries import State
from lms.people import permissions as people
from lms.web.office.history import MESSAGES

pages = Blueprint("messages", __name__, url_prefix="/messages")

STATES: Mapping[State, str] = {
    "bounced": "Came back",
    "failed": "Given up",
    "waiting": "Waiting",
    "sent": "Sent",
}
"""In the order in which somebody should look at them."""


@pages.get("")
@kit.requires(permissions.READ)
def index() -> ResponseReturnValue:
    """List messages, newest first; never their words."""
    session, given = kit.session(), request.args
    reach = kit.actor().reach(permissions.READ)
    state = next((one for one in STATES if one == given.get("state")), None)
    search = given.get("q", "").strip()[:100]
    return render_template(
        "lms/office/messages.html",
        found=queries.page(session, reach, state=state, search=search, after=given.get("after")),
        counts=queries.counts(session, reach),
        state=state,
        states=STATES,
        kept={"state": state, "q": search or None},
        said=MESSAGES,
        may_open=kit.may(people.READ),
        by_mail=bool(kit.settings().smtp_host),
    )

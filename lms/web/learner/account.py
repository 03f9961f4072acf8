"""What the site knows of whoever is signed in, and ending every session."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.delivery.state import state
from lms.kernel.errors import NotFound
from lms.kernel.permissions import SIGNED_IN
from lms.people import queries as people
from lms.web.office.asking import KINDS

pages = Blueprint("account", __name__, url_prefix="/account")


@pages.get("")
@kit.requires(SIGNED_IN)
def show() -> ResponseReturnValue:
    """Show name, addresses, engagements and duties, and whom to ask to put them right."""
    person_id = kit.actor().id
    if person_id is None:
        msg = "Nobody is signed in."
        raise NotFound(msg)
    return render_template(
        "lms/learner/account.html",
        person=people.person(kit.session(), person_id),
        duties=people.held_by(kit.session(), person_id),
        kinds=KINDS,
        mounted=state().mounted,
        settings=kit.settings(),
    )

"""An agency coordinator's workers: where each stands, and their certificates for the client."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.certificates import queries as certificates
from lms.delivery import kit
from lms.identity import permissions as identity
from lms.people import permissions, rules
from lms.web.manager.standing import SHAPES, WORDS, heading, here, late_by

pages = Blueprint("workers", __name__, url_prefix="/workers")


@pages.get("")
@kit.requires(permissions.READ_WORKERS)
def show() -> ResponseReturnValue:
    """Show a coordinator own workers, whoever needs a word first."""
    session, found = kit.session(), here(permissions.READ_WORKERS)
    ids = [one.person_id for one in found.members.rows]
    ids += [one.person_id for one in found.ended]
    return render_template(
        "lms/manager/workers.html",
        heading=heading(found.standings, found.known, one="worker", many="workers")
        if found.known
        else "None of your workers is here now",
        found=found,
        certificates=certificates.valid_of(session, ids, kit.today()),
        may_invite=kit.may(identity.INVITE),
        may_card=False,
        kinds=rules.KINDS,
        standing_words=WORDS,
        shapes=SHAPES,
        late_by=late_by,
        today=kit.today(),
        seen=kit.now().isoformat(),
    )

"""An agency coordinator's workers: where each stands, and their certificates for the client."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.certificates import queries as certificates
from lms.delivery import kit
from lms.identity import commands as identity
from lms.identity import queries as identity_queries
from lms.identity.permissions import INVITE
from lms.intake.permissions import HAND_IN
from lms.kernel import words
from lms.people import permissions, rules
from lms.web.manager.standing import GONE_DAYS, SHAPES, WORDS, heading, here, late_by
from lms.web.office.details import page_made_at

if TYPE_CHECKING:
    from lms.certificates.models import Certificate

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
        certificates=papers(ids),
        invitable=identity_queries.invitable(session, kit.actor().reach(INVITE), kit.today()),
        may_invite=kit.may(INVITE),
        may_hand_in=kit.may(HAND_IN),
        may_card=False,
        kinds=rules.KINDS,
        standing_words=WORDS,
        shapes=SHAPES,
        late_by=late_by,
        today=kit.today(),
        seen=kit.now().isoformat(),
    )


def papers(person_ids: list[UUID]) -> "dict[UUID, list[Certificate]]":
    """Return what the workers of a page earned before they left, by person."""
    session, today = kit.session(), kit.today()
    reach = kit.actor().reach(permissions.READ_WORKERS)
    since = today - timedelta(days=GONE_DAYS)
    found: dict[UUID, list[Certificate]] = {}
    if person_ids:
        for one in certificates.valid_within(
            session, reach, today, since=since, person_ids=person_ids
        ):
            found.setdefault(one.person_id, []).append(one)
    return found


@pages.post("/invitations")
@kit.requires(INVITE)
def invite() -> ResponseReturnValue:
    """Invite every worker who was not reached yet and has an address; twice sent is once."""
    reach = kit.actor().reach(INVITE)
    ids = identity_queries.invitable(kit.session(), reach, kit.today())
    with kit.work() as work:
        for person_id in ids:
            identity.resend(work, person_id, seen_at=page_made_at())
    sent = (
        f"{words.count(len(ids), 'worker')} {'is' if len(ids) == 1 else 'are'} sent an invitation."
    )
    flash(sent if ids else "Every worker with an address was reached already.", "success")
    return redirect(url_for(".show"))

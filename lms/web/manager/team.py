"""A line manager's people: who needs a word, who comes, who went."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.answers import queries as answers
from lms.answers.permissions import KEEP_CODE
from lms.content import queries as content
from lms.delivery import kit
from lms.delivery.state import state
from lms.identity import permissions as identity
from lms.learning import commands as learning
from lms.learning import permissions as learning_permissions
from lms.learning import queries as talks
from lms.people import permissions, rules
from lms.web.manager.standing import SHAPES, WORDS, heading, here, late_by

if TYPE_CHECKING:
    from lms.learning.models import Talk

pages = Blueprint("team", __name__, url_prefix="/team")


@pages.get("")
@kit.requires(permissions.READ_TEAM)
def show() -> ResponseReturnValue:
    """Show a line manager their people, whoever needs a word first."""
    session, found = kit.session(), here(permissions.READ_TEAM)
    reach = kit.actor().reach(permissions.READ_TEAM)
    asked_for = talks.talks_within(session, reach, kit.today())
    return render_template(
        "lms/manager/team.html",
        heading=heading(found.standings, found.known, one="person", many="people")
        if found.known
        else "Nobody is in your team yet",
        found=found,
        talks=asked_for,
        titles=content.titles(session, {one.module_slug for one in asked_for}),
        may_invite=kit.may(identity.INVITE),
        may_card=kit.may(identity.PRINT_CARD) and not state().mounted,
        may_add=kit.may(permissions.ADD),
        may_code=kit.may(KEEP_CODE),
        joined=len(answers.waiting_for_manager(session, me)) if (me := kit.actor().id) else 0,
        kinds=rules.KINDS,
        standing_words=WORDS,
        shapes=SHAPES,
        late_by=late_by,
        today=kit.today(),
        seen=kit.now().isoformat(),
    )


def own_talk(session: Session, talk_id: UUID) -> "Talk":
    """Return the talk, if it is with somebody in reach; else answer as for none."""
    reach = kit.actor().reach(learning_permissions.SETTLE_TALK)
    return talks.talk_within(session, talk_id, reach)


@pages.post("/talks/<uuid:talk_id>/held")
@kit.requires_over(learning_permissions.SETTLE_TALK, own_talk)
def held(talk: "Talk") -> ResponseReturnValue:
    """Note that a talk was had: the knowledge check opens again. Saying so twice does no harm."""
    with kit.work() as work:
        settled = learning.settle_talk(work, talk.id)
        name, person_id = settled.person.name, settled.person_id
    flash(f"Thank you. {name} can go on with the knowledge check now.", "success")
    if kit.may(permissions.READ_TEAM):
        return redirect(url_for(".show"))
    return redirect(url_for("lms.people.show", person_id=person_id))

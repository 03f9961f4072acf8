"""People: the list, and one person's page."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.certificates import queries as certificates
from lms.compliance import queries as compliance
from lms.compliance.permissions import CHECK
from lms.compliance.queries import Asked, Owed
from lms.compliance.rules import Standing, standing_of
from lms.delivery import kit
from lms.intake import permissions as intake
from lms.kernel.errors import NotFound
from lms.kernel.permissions import Reach
from lms.learning import permissions as learning_permissions
from lms.learning import queries as learning
from lms.people import permissions, queries, rules
from lms.web.office import history, learnt
from lms.web.office.doors import doors
from lms.web.office.entering import Entering, state_of

if TYPE_CHECKING:
    from lms.certificates.models import Certificate
    from lms.learning.models import Talk
    from lms.people.models import Engagement, Person

pages = Blueprint("people", __name__, url_prefix="/people")

HEADINGS = {
    "now": "People who work here now",
    "coming": "People who are about to start",
    "left": "People who have left",
    "all": "Everybody in the register",
}
"""What the list is of, by its state."""

LEFT = "They have left you. What they do now is not shown here."
"""How far a worker has come in, for the agency that does not supply them any more."""

HISTORY = 1000
"""Rows of a whole history; a page shows fifty at first."""


def seen(session: Session, person_id: UUID) -> "Person":
    """Return the person, if whoever asks may see them; else answer as for nobody.

    The address of a record that became part of another leads to that one.
    """
    reach = kit.actor().reach(permissions.READ)
    try:
        found = queries.person_within(session, person_id, reach)
        merged_into = found.merged_into_id
    except NotFound:
        merged_into = queries.survivors(session, [person_id]).get(person_id)
        if merged_into is None:
            raise
    return found if merged_into is None else queries.person_within(session, merged_into, reach)


def own_part(person: "Person", reach: Reach) -> list["Engagement"]:
    """Return the engagements of a person that whoever asks may see, the latest first."""
    return [
        one
        for one in reversed(person.engagements)
        if reach.everyone or reach.covers(one.placement)
    ]


@pages.get("")
@kit.requires(permissions.LIST)
def index() -> ResponseReturnValue:
    """List people: searched, narrowed, a page at a time."""
    session, actor, asked = kit.session(), kit.actor(), request.args
    reach = actor.reach(permissions.LIST)
    units = queries.units_within(session, reach)
    chosen = next((one for one in units if one.id.hex == asked.get("unit")), None)
    kept: dict[str, Any] = {
        "q": asked.get("q", "").strip()[:100] or None,
        "unit": chosen.id.hex if chosen else None,
        "kind": asked.get("kind") if asked.get("kind") in rules.KINDS else None,
        "state": asked.get("state") if asked.get("state") in HEADINGS else None,
    }
    found = queries.people_visible_to(
        session,
        actor,
        search=kept["q"] or "",
        unit_path=chosen.path if chosen else None,
        kind=kept["kind"],
        state=kept["state"] or "now",
        after=asked.get("after"),
        day=kit.today(),
    )
    return render_template(
        "lms/office/people.html",
        heading=HEADINGS[kept["state"] or "now"],
        found=found,
        standings=standings(session, reach, [one.id for one in found.rows]),
        kept=kept,
        units=[(one.id.hex, f"{'– ' * (one.path.count('/') - 2)}{one.name}") for one in units],
        kinds=rules.KINDS,
        states=HEADINGS,
        may_add=kit.may(permissions.ADD),
        may_check=kit.may(CHECK, rules.WHOLE_COUNCIL),
        may_merge=kit.may(permissions.MERGE, rules.WHOLE_COUNCIL),
        import_url=import_url(),
        today=kit.today(),
    )


def import_url() -> str:
    """Return where a list of starters is brought in; empty for whoever may not."""
    page = "lms.intake.index"
    may = kit.may(intake.IMPORT) and page in current_app.view_functions
    return url_for(page) if may else ""


def standings(session: Session, reach: Reach, ids: list[UUID]) -> dict[UUID, Standing]:
    """Return where the people of a page stand today, as far as whoever asks may see."""
    asked = Asked(day=kit.today(), reach=reach, soon_days=kit.settings().due_soon_days)
    return compliance.standings_of(session, asked, ids)


@pages.get("/<uuid:person_id>")
@kit.requires_over(permissions.READ, seen)
def show(person: "Person") -> ResponseReturnValue:
    """Show a person: where they work, what they owe and have done, and what happened."""
    if request.view_args and request.view_args["person_id"] != person.id:
        return redirect(url_for(".show", person_id=person.id), 301)
    session, today = kit.session(), kit.today()
    reach = kit.actor().reach(permissions.READ)
    engagements = own_part(person, reach)
    owed = owed_by(session, person, engagements)
    entering = state_of(session, person, today)
    if reach.agency_ids and all(one.ends_on and one.ends_on < today for one in engagements):
        entering = Entering(enrolled=entering.enrolled, said=LEFT)
    whole = kit.may(permissions.READ_HISTORY, person)
    return render_template(
        "lms/office/person.html",
        person=person,
        engagements=engagements,
        owed=owed,
        standing=standing(engagements, owed, entering),
        entering=entering,
        doors=doors(person, engagements, entering),
        certificates=[
            one
            for one in certificates.of_person(session, person.id, today)
            if earned_here(one.certificate, engagements, reach)
        ],
        talks=talks_with(session, person),
        whole=whole,
        may_merge=kit.may(permissions.MERGE, person),
        learnt=learnt_of(session, person) if whole else {},
        groups=queries.groups_of(session, person.id, today) if whole else [],
        duties=queries.held_by(session, person.id) if whole else [],
        history=history.asked_for(session, person, all_of_it="history" in request.args)
        if whole
        else None,
        all_of_it="history" in request.args,
        kinds=rules.KINDS,
        duty_words=rules.DUTIES,
        today=today,
        seen=kit.now().isoformat(),
    )


def earned_here(found: "Certificate", engagements: list["Engagement"], reach: Reach) -> bool:
    """Tell whether a certificate was earned before what whoever asks may see had ended."""
    return reach.everyone or any(
        one.ends_on is None or one.ends_on >= found.completed_on for one in engagements
    )


def learnt_of(session: Session, person: "Person") -> dict[UUID, list[learnt.Learnt]]:
    """Return engagement → what was learnt of it, where that is more than how it began."""
    found = {key: learnt.told(some) for key, some in queries.facts_of(session, person.id).items()}
    return {key: some for key, some in found.items() if len(some) > 1}


def talks_with(session: Session, person: "Person") -> "list[Talk]":
    """Return the talks to be had with the person, for whoever may say that they were had."""
    if not kit.may(learning_permissions.SETTLE_TALK, person):
        return []
    return learning.talks_of(session, person.id)


def owed_by(session: Session, person: "Person", engagements: list["Engagement"]) -> list[Owed]:
    """Return what the engagements owe that whoever asks may see, soonest first."""
    visible = {one.id for one in engagements}
    found = compliance.owed(
        session,
        person.id,
        kit.today(),
        soon_days=kit.settings().due_soon_days,
        latest=max((one.starts_on for one in person.engagements), default=None),
    )
    return [one for one in found if one.engagement_id in visible]


def standing(
    engagements: list["Engagement"], owed: list[Owed], entering: Entering
) -> Standing | None:
    """Return where the person stands today; None for whoever does not work here today."""
    today = kit.today()
    now = {one.id for one in engagements if one.is_active_on(today)}
    if not now:
        return None
    statuses = [one.status for one in owed if one.engagement_id in now]
    return standing_of(statuses, enrolled=entering.enrolled)

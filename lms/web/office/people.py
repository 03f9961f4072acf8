"""People: the list, one person's page, and putting a name or an address right."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import EmailField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.compliance import queries as compliance
from lms.delivery import kit
from lms.identity import commands as identity
from lms.identity import permissions as identity_permissions
from lms.kernel.errors import Refusal
from lms.kernel.permissions import Reach
from lms.people import commands, permissions, queries, rules
from lms.web import forms
from lms.web.office import history
from lms.web.office.entering import state_of

if TYPE_CHECKING:
    from lms.people.models import Engagement, Person

pages = Blueprint("people", __name__, url_prefix="/people")

HEADINGS = {
    "now": "People who work here now",
    "coming": "People who are about to start",
    "left": "People who have left",
    "all": "Everybody in the register",
}
"""What the list is of, by its state."""

HISTORY = 1000
"""Rows of a whole history; a page shows fifty at first."""


def seen(session: Session, person_id: UUID) -> "Person":
    """Return the person, if whoever asks may see them; else answer as for nobody."""
    return queries.person_within(session, person_id, kit.actor().reach(permissions.READ))


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
    session, asked = kit.session(), request.args
    units = queries.units_within(session, kit.actor().reach(permissions.LIST))
    chosen = next((one for one in units if str(one.id) == asked.get("unit")), None)
    state = asked.get("state") if asked.get("state") in HEADINGS else "now"
    kind = asked.get("kind") if asked.get("kind") in rules.KINDS else None
    found = queries.people_visible_to(
        session,
        kit.actor(),
        search=asked.get("q", "")[:100],
        unit_path=chosen.path if chosen else None,
        kind=kind,
        state=state or "now",
        after=asked.get("after"),
        day=kit.today(),
    )
    kept = {
        "q": asked.get("q") or None,
        "unit": chosen.id if chosen else None,
        "kind": kind,
        "state": None if state == "now" else state,
    }
    return render_template(
        "lms/office/people.html",
        heading=HEADINGS[state or "now"],
        found=found,
        kept=kept,
        units=[(one.id, f"{'– ' * (one.path.count('/') - 2)}{one.name}") for one in units],
        kinds=rules.KINDS,
        states=HEADINGS,
        today=kit.today(),
    )


@pages.get("/<uuid:person_id>")
@kit.requires_over(permissions.READ, seen)
def show(person: "Person") -> ResponseReturnValue:
    """Show a person: where they work, what they owe and have done, and what happened."""
    session, today, actor = kit.session(), kit.today(), kit.actor()
    engagements = own_part(person, actor.reach(permissions.READ))
    visible = {one.id for one in engagements}
    soon = kit.settings().due_soon_days
    owed = [
        one
        for one in compliance.owed(session, person.id, today, soon_days=soon)
        if one.engagement_id in visible
    ]
    told: list[history.Told] = []
    more = bool(request.args.get("history"))
    if kit.may(permissions.READ_HISTORY, person):
        told = history.of_person(session, person, limit=HISTORY if more else history.FIRST)
    return render_template(
        "lms/office/person.html",
        person=person,
        engagements=engagements,
        owed=owed,
        entering=state_of(session, person, today),
        groups=queries.groups_of(session, person.id, today),
        duties=queries.held_by(session, person.id),
        told=told,
        whole=more or len(told) < history.FIRST,
        kinds=rules.KINDS,
        duty_words=rules.DUTIES,
        today=today,
    )


class CorrectForm(forms.Form):
    """Names and addresses of a person."""

    first_name = StringField(
        "First name",
        filters=[forms.stripped],
        validators=[DataRequired("Enter the first name"), Length(max=rules.LONGEST_NAME)],
    )
    last_name = StringField(
        "Last name",
        filters=[forms.stripped],
        validators=[DataRequired("Enter the last name"), Length(max=rules.LONGEST_NAME)],
    )
    name = StringField(
        "Name as they are called",
        description="New certificates show this name. Those already issued stay as they are.",
        filters=[forms.stripped],
        validators=[Length(max=rules.LONGEST_NAME)],
    )
    email = EmailField(
        "Email address (optional)",
        description="Messages go here. Without one, a person signs in with a printed card.",
        filters=[forms.stripped],
    )
    other_email = EmailField(
        "Second email address (optional)",
        description="A work or personal address that may sign in as well.",
        filters=[forms.stripped],
    )
    submit = SubmitField("Save these details")


@pages.route("/<uuid:person_id>/correct", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, seen)
def correct(person: "Person") -> ResponseReturnValue:
    """Put a name or an address right."""
    form = CorrectForm(obj=person)
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.correct(
                    work,
                    person.id,
                    first_name=forms.filled(form.first_name),
                    last_name=forms.filled(form.last_name),
                    name=form.name.data,
                    email=form.email.data,
                    other_email=form.other_email.data,
                )
        except Refusal as refusal:
            form.refuse(refusal, field="email")
        else:
            flash("The details are saved.", "success")
            return redirect(url_for(".show", person_id=person.id))
    status = 422 if form.errors else 200
    return render_template("lms/office/correct.html", form=form, person=person), status


@pages.post("/<uuid:person_id>/invite")
@kit.requires_over(identity_permissions.INVITE, seen)
def invite(person: "Person") -> ResponseReturnValue:
    """Send the invitation again, today."""
    with kit.work() as work:
        identity.resend(work, person.id)
    flash(f"A new invitation goes to {person.email}. It works for 7 days.", "success")
    return redirect(url_for(".show", person_id=person.id))


@pages.post("/<uuid:person_id>/sign-out")
@kit.requires_over(permissions.CHANGE, seen)
def sign_out(person: "Person") -> ResponseReturnValue:
    """End every session of a person's, such as on a lost telephone."""
    with kit.work() as work:
        commands.sign_out_everywhere(work, person.id)
    flash(f"{person.name} is signed out on every device.", "success")
    return redirect(url_for(".show", person_id=person.id))

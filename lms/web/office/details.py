"""Putting a person's details right, inviting them again, signing them out."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.delivery import kit
from lms.identity import commands as identity
from lms.identity import permissions as identity_permissions
from lms.kernel.errors import Refusal
from lms.people import commands, permissions, rules
from lms.web import forms
from lms.web.office.people import seen

if TYPE_CHECKING:
    from lms.people.models import Person

pages = Blueprint("details", __name__, url_prefix="/people")

BACK = {"team": "lms.team.show", "workers": "lms.workers.show"}
"""Lists from which somebody may be invited; they lead back there."""

TOO_LONG = f"Enter at most {rules.LONGEST_NAME} characters"


class CorrectForm(forms.Form):
    """Names and addresses of a person."""

    first_name = StringField(
        "First name",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter the first name"),
            Length(max=rules.LONGEST_NAME, message=TOO_LONG),
        ],
    )
    last_name = StringField(
        "Last name",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter the last name"),
            Length(max=rules.LONGEST_NAME, message=TOO_LONG),
        ],
    )
    name = StringField(
        "Name as they are called (optional)",
        description="New certificates show this name. Those already issued stay as they are.",
        filters=[forms.stripped],
        validators=[Length(max=rules.LONGEST_NAME, message=TOO_LONG)],
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
        before = person.email
        try:
            with kit.work() as work:
                now = commands.correct(
                    work,
                    person.id,
                    first_name=forms.filled(form.first_name),
                    last_name=forms.filled(form.last_name),
                    name=form.name.data,
                    email=form.email.data,
                    other_email=form.other_email.data,
                ).email
        except Refusal as refusal:
            form.refuse(refusal, field="email")
        else:
            flash(said_of(before, now), "success")
            return redirect(url_for("lms.people.show", person_id=person.id))
    status = 422 if form.errors else 200
    return render_template("lms/office/correct.html", form=form, person=person), status


def said_of(before: str | None, now: str | None) -> str:
    """Return what a correction means for links that were sent."""
    if before == now:
        return "The details are saved."
    if now is None:
        return "The details are saved. Without an address, print a card for them."
    if before is None:
        return "The details are saved. Messages go to the new address."
    return "The details are saved. Links sent to the old address no longer work."


@pages.post("/<uuid:person_id>/invite")
@kit.requires_over(identity_permissions.INVITE, seen)
def invite(person: "Person") -> ResponseReturnValue:
    """Send the invitation again, today; twice sent is one invitation."""
    with kit.work() as work:
        identity.resend(work, person.id, seen_at=page_made_at())
        name, email = person.name, person.email
    days = kit.settings().invitation_days
    flash(f"{name} is sent an invitation at {email}. It works for {days} days.", "success")
    back = BACK.get(request.form.get("back", ""))
    if back is not None:
        return redirect(url_for(back))
    return redirect(url_for("lms.people.show", person_id=person.id))


def page_made_at() -> datetime | None:
    """Return when the page was made whose button was pressed; None where it does not say."""
    try:
        made = datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        return None
    return made if made.tzinfo is not None else made.replace(tzinfo=UTC)


@pages.post("/<uuid:person_id>/sign-out")
@kit.requires_over(permissions.CHANGE, seen)
def sign_out(person: "Person") -> ResponseReturnValue:
    """End every session of a person's, such as on a lost telephone."""
    with kit.work() as work:
        name = commands.sign_out_everywhere(work, person.id).name
    flash(
        f"{name} is signed out on every device, and links and cards sent before no longer work.",
        "success",
    )
    return redirect(url_for("lms.people.show", person_id=person.id))

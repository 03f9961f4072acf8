"""An agency's weekly list: sent in, answered in plain words, taken in by the council."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import RadioField, SubmitField
from wtforms.validators import DataRequired

from lms.delivery import kit
from lms.intake import commands, permissions, queries
from lms.intake.reading import FIELDS, Upload
from lms.kernel import words
from lms.kernel.errors import Invalid, Refusal
from lms.people import queries as people
from lms.web import forms
from lms.web.errors import page
from lms.web.office.asking import read_id
from lms.web.office.intake_form import drained, file_name, say_limits, too_large

if TYPE_CHECKING:
    from lms.intake.queries import HandedIn

pages = Blueprint("worker_lists", __name__, url_prefix="/workers/lists")

STATES = {
    "with_council": ("due_soon", "with the council"),
    "taken_in": ("done", "taken in"),
    "not_taken": ("exempt", "not taken in"),
}
"""What became of a list: the shape of its state, and its words."""


class ListForm(forms.Form):
    """A week's list."""

    file = FileField("Which file?", validators=[FileRequired("Choose the file")])
    agency = RadioField("Whose list is it?", validators=[DataRequired("Choose whose list it is")])
    submit = SubmitField("Send the list")

    def fill_choices(self) -> None:
        """Offer the agencies that whoever is signed in acts for."""
        names = people.names_of_any(kit.session(), own())
        choices = sorted(names.items(), key=lambda one: one[1].casefold())
        self.agency.choices = forms.options([(key.hex, name) for key, name in choices])
        if len(choices) == 1:
            self.agency.data = choices[0][0].hex
        say_limits(self.file)


def own() -> frozenset[UUID]:
    """Return the agencies that whoever is signed in acts for."""
    return kit.actor().reach(permissions.HAND_IN).agency_ids


def sent(session: Session, import_id: UUID) -> "HandedIn":
    """Return a list that an agency of theirs sent; else answer as for none."""
    return queries.handed(session, import_id, own())


@pages.route("", methods=["GET", "POST"])
@kit.requires(permissions.HAND_IN)
def index() -> ResponseReturnValue:
    """Ask for this week's list, and show what became of the last ones."""
    form = ListForm()
    form.fill_choices()
    if form.validate_on_submit():
        import_id = handed(form)
        if import_id is not None:
            return redirect(url_for(".show", import_id=import_id))
    return drawn(form, 422 if form.errors else 200)


def drawn(form: ListForm, status: int) -> ResponseReturnValue:
    """Return the page with the form."""
    found = queries.handed_in(kit.session(), own())
    return render_template(
        "lms/manager/worker_lists.html",
        form=form,
        found=found,
        states=STATES,
        names=people.names_of(kit.session(), [one.made_by for one in found if one.made_by]),
    ), status


def handed(form: ListForm) -> UUID | None:
    """Hand in the list on the form; None where it was refused, beside its field."""
    upload = Upload(name=file_name(form.file.data.filename), content=form.file.data.read())
    agency_id = read_id(forms.filled(form.agency))
    if agency_id is None:
        form.refuse(Invalid("Choose whose list it is", field="agency"), field="agency")
        return None
    try:
        with kit.work() as work:
            return commands.hand_in(work, upload, agency_id).id
    except Refusal as refusal:
        form.refuse(refusal, field="file")
    return None


@pages.get("/<uuid:import_id>")
@kit.requires_over(permissions.HAND_IN, sent)
def show(found: "HandedIn") -> ResponseReturnValue:
    """Answer a list in plain words: what of it can be read, who is new, who is not on it."""
    return render_template(
        "lms/manager/worker_list.html",
        found=found,
        beside=found.beside,
        gone=queries.gone(kit.session(), found, kit.today()),
        asked=words.listed([FIELDS.get(one, one) for one in found.asks]),
        state=STATES[found.state],
    )


@pages.errorhandler(RequestEntityTooLarge)
def too_much(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Answer a file that is too large to be taken at all beside its field."""
    refusal = Invalid(too_large(kit.settings().upload_megabytes), field="file")
    drained()
    if not kit.may(permissions.HAND_IN):
        return page(413, str(refusal))
    form = ListForm(formdata=None)
    form.fill_choices()
    form.refuse(refusal, field="file")
    return drawn(form, 413)

"""A list of DSLs and deputies: a look at what it comes to, then brought in."""

import csv
import io
from collections.abc import Sequence
from contextlib import suppress

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import SubmitField, TextAreaField
from wtforms.validators import Length

from lms.appointments import commands, permissions, reading
from lms.appointments.commands import Outcome
from lms.appointments.reading import Row
from lms.delivery import kit
from lms.intake.reading import Upload
from lms.kernel import words
from lms.kernel.errors import Invalid, Refusal
from lms.people.rules import WHOLE_COUNCIL
from lms.web import forms
from lms.web.office.intake_form import drained, file_name, say_limits, too_large

pages = Blueprint("dsl_lists", __name__, url_prefix="/settings/dsls/list")

MOST_LETTERS = 1_000_000
COLUMNS = (
    ("URN", "urn"),
    ("Setting", "setting"),
    ("Role", "role"),
    ("First name", "first_name"),
    ("Last name", "last_name"),
    ("Email", "email"),
    ("From", "from_on"),
    ("Role training", "trained_on"),
    ("Yearly refresh", "refreshed_on"),
)


class _LookedAt(Exception):  # noqa: N818 - a way out that leaves everything as it was
    pass


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not act for the whole council."""
    kit.check(permissions.CHANGE, WHOLE_COUNCIL)


class ListForm(forms.Form):
    """A list, as a file or pasted from a spreadsheet."""

    file = FileField("A file")
    pasted = TextAreaField(
        "Or paste it from a spreadsheet",
        description="With the row of headings.",
        validators=[Length(max=MOST_LETTERS, message="Paste less, or send it as a file")],
    )
    submit = SubmitField("Look at the list")
    accept = SubmitField("Bring this in")

    def rows(self) -> list[Row]:
        """Return the rows of the list. Raises Invalid where there is none."""
        pasted = self.pasted.data or ""
        if self.file.data:
            upload = Upload(file_name(self.file.data.filename), self.file.data.read())
        elif pasted.strip():
            upload = Upload("list.csv", pasted.encode())
        else:
            msg = "Choose a file, or paste the list"
            raise Invalid(msg, field="file")
        return list(reading.rows(upload, kit.settings()))


@pages.route("", methods=["GET", "POST"])
@kit.requires(permissions.CHANGE)
def show() -> ResponseReturnValue:
    """Take a list, show what it comes to, and bring it in once somebody says so."""
    form = ListForm()
    if not form.validate_on_submit():
        return asking(form)
    try:
        rows = form.rows()
        outcome = brought_in(rows, look=not form.accept.data)
    except Refusal as refusal:
        form.refuse(refusal, field="file")
        return asking(form)
    if form.accept.data:
        flash(said(outcome), "success")
        waits = bool(outcome.held)
        return redirect(url_for("lms.dsl_checks.waiting" if waits else "lms.settings.index"))
    return render_template(
        "lms/office/dsl_list_looked.html", form=form, outcome=outcome, kept=as_text(rows)
    )


def brought_in(rows: Sequence[Row], *, look: bool) -> Outcome:
    """Bring the rows in; of a look nothing stays."""
    with suppress(_LookedAt), kit.work() as work:
        outcome = commands.bring_in(work, rows)
        _undo_if(look)
    return outcome


def _undo_if(look: bool) -> None:  # noqa: FBT001 - the only thing it is told
    if look:
        raise _LookedAt


def said(outcome: Outcome) -> str:
    """Return what a list came to, in words."""
    return (
        f"{words.count(outcome.rows, 'row')} brought in: {len(outcome.added)} entered, "
        f"{len(outcome.confirmed)} confirmed, {len(outcome.held)} for you to decide, "
        f"{len(outcome.rejected)} with a fault."
    )


def as_text(rows: Sequence[Row]) -> str:
    """Return the rows as a table, to come again when somebody says yes to them."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([heading for heading, _ in COLUMNS])
    for one in rows:
        if not one.faults:
            table.writerow([getattr(one, key) or "" for _, key in COLUMNS])
    return written.getvalue()


def asking(form: ListForm, status: int | None = None) -> ResponseReturnValue:
    """Return the page with the form."""
    say_limits(form.file)
    return render_template("lms/office/dsl_list.html", form=form, columns=COLUMNS), (
        status or (422 if form.errors else 200)
    )


@pages.errorhandler(RequestEntityTooLarge)
def refuse_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Answer a file that is too large to be taken at all beside its field."""
    drained()
    form = ListForm(formdata=None)
    form.refuse(Invalid(too_large(kit.settings().upload_megabytes), field="file"), field="file")
    return asking(form, 413)

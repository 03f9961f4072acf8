"""The council's term dates, by which the clocks of the mentoring programme run."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField, TextAreaField

from lms.delivery import kit
from lms.kernel.errors import Refusal
from lms.mentoring import commands, permissions, queries
from lms.people.rules import WHOLE_COUNCIL
from lms.web import forms

pages = Blueprint("mentor_terms", __name__, url_prefix="/mentoring/terms")


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not bring people together."""
    kit.check(permissions.COORDINATE, WHOLE_COUNCIL)


class TermsForm(forms.Form):
    """The council's term dates."""

    terms = TextAreaField(
        "Term dates, one term a line",
        description="Name, first day, last day: for example ‘Autumn 1, 1 9 2026, 23 10 2026’. "
        "Enter half terms apart, so that the clocks stand still between them.",
        filters=[forms.stripped],
    )
    submit = SubmitField("Save term dates")


@pages.route("", methods=["GET", "POST"])
@kit.requires(permissions.COORDINATE)
def edit_terms() -> ResponseReturnValue:
    """Show the council's term dates, by which the clocks run, and take others."""
    form = TermsForm()
    held = queries.terms(kit.session())
    if not form.is_submitted():
        form.terms.data = "\n".join(
            f"{one.name}, {one.from_on:%-d %-m %Y}, {one.until_on:%-d %-m %Y}" for one in held
        )
    if form.validate_on_submit():
        told, fault = _read_terms(form.terms.data or "")
        if fault:
            form.terms.errors = [fault]
        else:
            try:
                with kit.work() as work:
                    commands.set_terms(work, told)
            except Refusal as refusal:
                form.refuse(refusal, field="terms")
            else:
                flash("The term dates are saved. All clocks run by them from now on.", "success")
                return redirect(url_for("lms.mentoring_office.index"))
    return render_template("lms/office/mentor_terms.html", form=form, held=held), (
        422 if form.errors else 200
    )


def _read_terms(text: str) -> tuple[list[tuple[str, date, date]], str]:
    """Return the terms, or what is wrong with the first line that cannot be read."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, _, days = line.partition(",")
        first, _, last = days.partition(",")
        read = [forms.read_day(one) for one in (first, last)]
        if not name.strip() or read[0] is None or read[1] is None:
            return [], (
                f"Line {number} cannot be read: ‘{line.strip()[:60]}’. Write a name, the first "
                "day and the last day, such as ‘Autumn 1, 1 9 2026, 23 10 2026’."
            )
        found.append((name.strip(), read[0], read[1]))
    return found, ""

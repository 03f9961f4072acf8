"""Ways in: who answers for each, and what the people of a list are."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, SubmitField

from lms.delivery import kit
from lms.intake import commands, permissions, queries
from lms.kernel.errors import Invalid
from lms.people import rules
from lms.web import forms
from lms.web.office.intake import guard

if TYPE_CHECKING:
    from lms.intake.models import Source

pages = Blueprint("lists", __name__, url_prefix="/imports/lists")
pages.before_request(guard)

FILE = "file"
"""The way of a list; others say of each person what they are."""


class ListForm(forms.Form):
    """What is known of a way in; kinds are asked of a list alone."""

    owner = StringField(
        "Who answers for it? (optional)",
        description="A name, and how to reach them when nothing comes.",
        filters=[forms.stripped],
    )
    kind = SelectField(
        "Who is on it, where a file does not say?",
        choices=forms.options([("", "The file says it for everybody"), *rules.KINDS.items()]),
        default="",
    )
    submit = SubmitField("Save")


@pages.route("/<uuid:source_id>", methods=["GET", "POST"])
@kit.requires_over(permissions.IMPORT, queries.source)
def change(source: "Source") -> ResponseReturnValue:
    """Say who answers for a way in, and what the people of a list are."""
    form = ListForm(obj=source if request.method == "GET" else None)
    if source.way != FILE:
        del form.kind
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.describe(
                    work,
                    source.id,
                    owner=form.owner.data or "",
                    kind=(form.kind.data or None) if form.kind else None,
                )
        except Invalid as refusal:
            form.refuse(refusal, field="owner")
        else:
            flash(f"What is known of {source.name} is saved.", "success")
            return redirect(url_for("lms.intake.index"))
    return render_template("lms/office/list.html", form=form, source=source), (
        422 if form.errors else 200
    )

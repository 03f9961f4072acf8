"""Invitations that are held: who waits, and letting them go."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import DataRequired

from lms.delivery import kit
from lms.identity import commands, permissions, queries
from lms.intake.permissions import IMPORT
from lms.kernel import words
from lms.people import rules
from lms.web import forms
from lms.web.office.asking import read_id

pages = Blueprint("invitations", __name__, url_prefix="/invitations")

WHEN = {
    "first_day": "On their first day; whoever has started already, today",
    "today": "Today",
}


class ReleaseForm(forms.Form):
    """When held invitations go out."""

    when = RadioField(
        "When do they go out?",
        choices=forms.options(WHEN.items()),
        default="first_day",
        validators=[DataRequired("Choose when they go out")],
    )


@pages.route("", methods=["GET", "POST"])
@kit.requires(permissions.INVITE)
def index() -> ResponseReturnValue:
    """List who waits for an invitation; release those chosen, or all of them."""
    form, problem = ReleaseForm(), ""
    reach = kit.actor().reach(permissions.INVITE)
    if form.validate_on_submit():
        everybody = bool(request.form.get("all"))
        ids = queries.held_ids(kit.session(), reach) if everybody else ticked()
        if ids or everybody:
            release(ids, when=forms.filled(form.when))
            return redirect(url_for(".index"))
        problem = "Tick at least one person, or release all of them"
    found = queries.held(kit.session(), reach, after=request.args.get("after"))
    return render_template(
        "lms/office/invitations.html",
        form=form,
        problem=problem,
        found=found,
        number=queries.held_count(kit.session(), reach),
        kinds=rules.KINDS,
        today=kit.today(),
        back=url_for("lms.intake.index") if kit.may(IMPORT, rules.WHOLE_COUNCIL) else "",
    ), (422 if problem or form.errors else 200)


def ticked() -> list[UUID]:
    """Return which invitations were ticked."""
    return [one for one in map(read_id, request.form.getlist("chosen")) if one]


def release(ids: list[UUID], *, when: str) -> None:
    """Let invitations go, and say how many and when."""
    send_on: date | None = kit.today() if when == "today" else None
    with kit.work() as work:
        number = commands.release(work, ids, send_on=send_on)
    if not number:
        flash("None of these was held any more. Nothing was sent.")
        return
    out = "goes out today" if number == 1 else "go out today"
    if send_on is None:
        out = f"{'goes' if number == 1 else 'go'} out on the first day"
    flash(f"{words.count(number, 'invitation')} {out}.", "success")

"""Choosing a mentor by hand for somebody who waits; the rules hold."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField, SubmitField
from wtforms.validators import DataRequired

from lms.delivery import kit
from lms.kernel.errors import Refusal
from lms.mentoring import commands, permissions, queries
from lms.mentoring.rules.explaining import CONTEXTS, DAYS
from lms.mentoring.rules.facts import BLOCKS
from lms.mentoring.rules.pairing import OVERRIDABLE
from lms.people.rules import PHASES, WHOLE_COUNCIL
from lms.web import forms
from lms.web.office.asking import read_id
from lms.web.office.mentor_proposals import best_now

if TYPE_CHECKING:
    from lms.mentoring.models import MentorNeed
    from lms.mentoring.queries.county import Proposed

pages = Blueprint("mentor_choosing", __name__, url_prefix="/mentoring/needs")


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not bring people together."""
    kit.check(permissions.COORDINATE, WHOLE_COUNCIL)


class ChooseForm(forms.Form):
    """Whom a coordinator proposes by hand."""

    mentor = RadioField("Who helps them?", validators=[DataRequired("Choose a mentor")])
    reason = StringField(
        "Why do you choose otherwise than proposed?",
        description="It is kept with the pairing. Needed where a rule is set aside. Nothing about "
        "a child, or about anybody’s health.",
        filters=[forms.stripped],
    )
    submit = SubmitField("Send this proposal")


@pages.route("/<uuid:need_id>", methods=["GET", "POST"])
@kit.requires_over(permissions.COORDINATE, queries.need)
def choose(need: "MentorNeed") -> ResponseReturnValue:
    """Show every mentor for somebody who waits, the best first; propose one by hand."""
    form, found = ChooseForm(), best_now()
    row = next(
        (at for at, one in enumerate(found.table.mentees) if one.id == str(need.person_id)), None
    )
    fitting, blocked = _mentors_for(found, row) if row is not None else ([], [])
    form.mentor.choices = forms.options(
        [(one["id"], f"{one['name']}, {one['score']} points") for one in fitting]
    )
    if form.validate_on_submit():
        mentor_id = read_id(form.mentor.data) or UUID(int=0)
        try:
            with kit.work() as work:
                commands.send(work, need.id, mentor_id, reason=form.reason.data or "")
        except Refusal as refusal:
            form.refuse(refusal, field="mentor")
        else:
            flash("The proposal is sent: both are asked.", "success")
            return redirect(url_for("lms.mentoring_office.index"))
    return render_template(
        "lms/office/mentor_choose.html",
        form=form,
        need=need,
        fitting=fitting,
        blocked=blocked,
        hints={one["id"]: one["hint"] for one in fitting},
        days=DAYS,
        contexts=CONTEXTS,
        phases=PHASES,
        pairing=queries.standing_of_need(kit.session(), need.id, kit.today()),
    ), (422 if form.errors else 200)


def _mentors_for(found: "Proposed", row: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return mentors who may help, and those whom a rule keeps from it, each the best first."""
    from lms.mentoring.rules import explaining  # noqa: PLC0415

    table = found.table
    fitting: list[dict[str, Any]] = []
    blocked: list[dict[str, Any]] = []
    for at, mentor in enumerate(table.mentors):
        blocks = table.blocks(row, at)
        named = [BLOCKS[one] for one in blocks]
        aside = f" Set aside with a reason: {', '.join(named)}." if named else ""
        told = {
            "id": mentor.id,
            "name": mentor.name,
            "score": int(table.score[row, at]),
            "blocks": named,
            "hint": "; ".join(explaining.fits(table, row, at).values()) + "." + aside,
        }
        (fitting if set(blocks) <= OVERRIDABLE else blocked).append(told)
    for some in (fitting, blocked):
        some.sort(key=lambda one: (-one["score"], one["id"]))
    return fitting, blocked

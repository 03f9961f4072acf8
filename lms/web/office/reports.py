"""What managers told, and starters whom no manager confirmed: HR's yes or no to each."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, SubmitField

from lms.answers import commands, permissions, queries
from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.people.rules import KINDS, WHOLE_COUNCIL
from lms.web import forms

if TYPE_CHECKING:
    from lms.answers.models import Report, TeamQuestion

pages = Blueprint("reports", __name__, url_prefix="/people/reports")


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not act for the whole council."""
    kit.check(permissions.DECIDE, WHOLE_COUNCIL)


@pages.get("")
@kit.requires(permissions.DECIDE)
def index() -> ResponseReturnValue:
    """List what waits, the longest waiting first; beside it, who answered this week."""
    session, today = kit.session(), kit.today()
    return render_template(
        "lms/office/reports.html",
        found=queries.waiting(session),
        answers=queries.answers(session, today),
        unanswered=queries.unanswered(session, today),
        kinds=KINDS,
    )


@pages.post("/<uuid:report_id>/end")
@kit.requires_over(permissions.DECIDE, queries.report)
def end(report: "Report") -> ResponseReturnValue:
    """End the engagement of somebody who has left, on the day that was told."""
    name, day = report.name, words.day(report.on)
    try:
        with kit.work() as work:
            commands.let_end(work, report.id)
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(f"The last day of {name} is {day}.", "success")
    return redirect(url_for(".index"))


class RefuseForm(forms.Form):
    """Why something told is not taken."""

    reason = StringField(
        "Why not?",
        description="Whoever told it reads this. Nothing about a child, or why somebody is away.",
        filters=[forms.stripped],
    )
    submit = SubmitField("Do not take it")


@pages.route("/<uuid:report_id>/refuse", methods=["GET", "POST"])
@kit.requires_over(permissions.DECIDE, queries.report)
def refuse(report: "Report") -> ResponseReturnValue:
    """Ask why, then leave it; the manager who told it hears."""
    form, name = RefuseForm(), report.name
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.refuse(work, report.id, reason=form.reason.data or "")
        except Refusal as refusal:
            form.refuse(refusal, field="reason")
        else:
            flash(f"What was told of {name} is not taken.", "success")
            return redirect(url_for(".index"))
    return render_template("lms/office/report_refuse.html", form=form, report=report), (
        422 if form.errors else 200
    )


@pages.post("/questions/<uuid:question_id>/again")
@kit.requires_over(permissions.DECIDE, queries.question)
def ask_again(asked: "TeamQuestion") -> ResponseReturnValue:
    """Send a manager this week's question once more."""
    name = asked.manager.name
    try:
        with kit.work() as work:
            commands.ask_again(work, asked.id)
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(f"{name} is asked once more.", "success")
    return redirect(url_for(".index"))

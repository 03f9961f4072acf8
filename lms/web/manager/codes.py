"""A team's code: made, printed, stopped; and who joined by it and waits to be confirmed."""

from typing import TYPE_CHECKING

import segno
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, StringField, SubmitField

from lms.answers import commands, permissions, queries, rules
from lms.answers.errors import NoSuchReport
from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.people import queries as places
from lms.people.rules import KINDS
from lms.web import forms
from lms.web.office.asking import read_id
from lms.web.office.engaging import offered

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lms.answers.models import Report, TeamCode

pages = Blueprint("codes", __name__, url_prefix="/team/codes")


class MakeForm(forms.Form):
    """For which team."""

    unit = SelectField("For which team?", validate_choice=False)
    submit = SubmitField("Make a code")


def own_code(session: "Session", code_id: "UUID") -> "TeamCode":
    """Return the code if whoever is signed in keeps it. Raises NoSuchCode."""
    found = queries.code(session, code_id)
    if found.manager_id != kit.actor().id:
        raise kit.NothingHere
    return found


def own_report(session: "Session", report_id: "UUID") -> "Report":
    """Return who waits for whoever is signed in. Raises NoSuchReport."""
    found = queries.report(session, report_id)
    if found.manager_id != kit.actor().id or found.waits_for != "manager":
        raise NoSuchReport
    return found


@pages.route("", methods=["GET", "POST"])
@kit.requires(permissions.KEEP_CODE)
def index() -> ResponseReturnValue:
    """Show who waits and the codes there are; make another."""
    session, me = kit.session(), kit.actor().id
    if me is None:
        raise kit.NothingHere
    form = MakeForm()
    form.unit.choices = forms.options(offered(session, kit.actor().reach(permissions.KEEP_CODE)))
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                made = commands.make_code(work, read_id(form.unit.data) or me, manager_id=me)
                code_id = made.id
        except Refusal as refusal:
            form.refuse(refusal, field="unit")
        else:
            return redirect(url_for(".show", code_id=code_id))
    elif not form.is_submitted():
        around = places.units_around(session, me)
        form.unit.data = around[-1].id.hex if around else None
    found = queries.codes_of(session, me)
    return render_template(
        "lms/manager/codes.html",
        form=form,
        codes=found,
        uses=queries.uses(session, [one.id for one in found]),
        typed={one.id: rules.code(kit.settings().secret_key, one.id) for one in found},
        waiting=queries.waiting_for_manager(session, me),
        kinds=KINDS,
        today=kit.today(),
        days=rules.CONFIRM_DAYS,
    ), (422 if form.errors else 200)


@pages.get("/<uuid:code_id>")
@kit.requires_over(permissions.KEEP_CODE, own_code)
def show(found: "TeamCode") -> ResponseReturnValue:
    """Show a code to print: on an induction sheet, or beside the kettle."""
    typed = rules.code(kit.settings().secret_key, found.id)
    here = kit.settings().base_url
    page = f"{here}/join" if here else url_for("lms.joining.join", _external=True)
    return render_template(
        "lms/manager/code.html",
        found=found,
        typed=typed,
        address=page.partition("://")[2],
        qr=segno.make(f"{page}/{typed}", error="m").svg_data_uri(scale=5, border=2),
        today=kit.today(),
    )


class StopForm(forms.Form):
    """Stop a code, and what becomes of who waits."""

    waiting = RadioField(
        "What of those who joined by it and wait?",
        choices=forms.options(
            [
                ("keep", "They go on waiting: I know them"),
                ("refuse", "Refuse them all: the code got into wrong hands"),
            ]
        ),
        default="keep",
        validate_choice=False,
    )
    submit = SubmitField("Stop this code now")


@pages.route("/<uuid:code_id>/stop", methods=["GET", "POST"])
@kit.requires_over(permissions.KEEP_CODE, own_code)
def stop(found: "TeamCode") -> ResponseReturnValue:
    """Stop a code at once."""
    form = StopForm()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.stop_code(work, found.id, refuse_waiting=form.waiting.data == "refuse")
        except Refusal as refusal:
            form.refuse(refusal, field="waiting")
        else:
            flash("The code works no longer. Make a new one when you need it.", "success")
            return redirect(url_for(".index"))
    return render_template("lms/manager/code_stop.html", form=form, found=found), (
        422 if form.errors else 200
    )


class NotMineForm(forms.Form):
    """Why a starter is not confirmed."""

    reason = StringField(
        "Who are they, as far as you know?",
        description="For example: nobody of that name works with us.",
        filters=[forms.stripped],
    )
    submit = SubmitField("They are not in my team")


@pages.route("/joined/<uuid:report_id>/refuse", methods=["GET", "POST"])
@kit.requires_over(permissions.KEEP_CODE, own_report)
def refuse(found: "Report") -> ResponseReturnValue:
    """Say that a starter does not belong to the team."""
    form, name = NotMineForm(), found.name
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.refuse(work, found.id, reason=form.reason.data or "")
        except Refusal as refusal:
            form.refuse(refusal, field="reason")
        else:
            flash(f"{name} is not added.", "success")
            return redirect(url_for(".index"))
    return render_template(
        "lms/manager/code_refuse.html", form=form, found=found, day=words.day(found.on)
    ), (422 if form.errors else 200)

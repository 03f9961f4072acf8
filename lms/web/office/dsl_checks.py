"""The yearly question to settings: send it, see who answered, say yes or no to what was told."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, SubmitField

from lms.appointments import commands, permissions, queries, rules
from lms.appointments.queries import CheckState
from lms.delivery import kit
from lms.identity.rules import DSL_CHECK, sign
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.people.errors import LooksKnown
from lms.people.rules import WHOLE_COUNCIL
from lms.web import forms
from lms.web.manager.known import Known, known
from lms.web.office import appointing

if TYPE_CHECKING:
    from lms.appointments.models import DslCheck, DslTold

pages = Blueprint("dsl_checks", __name__, url_prefix="/settings/checks")

STATES = {
    CheckState.WAITING: "waits for your yes",
    CheckState.UNANSWERED: "asked, no answer yet",
    CheckState.ANSWERED: "answered",
    CheckState.NOT_ASKED: "not asked yet",
    CheckState.NO_MAILBOX: "has no mailbox",
}


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not act for the whole council."""
    kit.check(permissions.CHANGE, WHOLE_COUNCIL)


class AskForm(forms.Form):
    """Ask all who were not asked."""

    submit = SubmitField("Ask them now")


@pages.route("", methods=["GET", "POST"])
@kit.requires(permissions.CHANGE)
def index() -> ResponseReturnValue:
    """Show how far the settings are this school year; ask those who were not."""
    form, session, day = AskForm(), kit.session(), kit.today()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                asked = commands.ask_settings(work)
        except Refusal as refusal:
            flash(str(refusal), "error")
        else:
            flash(f"{words.count(asked, 'setting is', 'settings are')} asked by mail.", "success")
        return redirect(url_for(".index"))
    figures = queries.check_figures(session, day).by_state
    default = next((one for one in CheckState if figures[one]), CheckState.NOT_ASKED)
    given = request.args.get("state", "")
    state = CheckState(given) if given in set(CheckState) else default
    return render_template(
        "lms/office/dsl_checks.html",
        form=form,
        figures=figures,
        state=state,
        states=STATES,
        found=queries.page_of_checks(session, day, state, after=request.args.get("after")),
        year=rules.school_year(day),
        by_mail=bool(kit.settings().smtp_host),
        days=rules.REMIND_AFTER,
    )


@pages.post("/<uuid:check_id>/again")
@kit.requires_over(permissions.CHANGE, queries.check)
def again(found: "DslCheck") -> ResponseReturnValue:
    """Send a setting the question once more."""
    name = found.setting.name
    try:
        with kit.work() as work:
            commands.ask_again(work, found.id)
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(f"{name} is asked once more.", "success")
    return redirect(url_for(".index", state=CheckState.UNANSWERED.value))


@pages.get("/<uuid:check_id>/link")
@kit.requires_over(permissions.CHANGE, queries.check)
def link(found: "DslCheck") -> ResponseReturnValue:
    """Show a setting's link, to hand over where mail does not arrive."""
    token = sign(kit.settings().secret_key, found.id, of=DSL_CHECK)
    address = url_for("lms.dsl_check.answer", token=token, _external=True)
    return render_template("lms/office/dsl_check_link.html", check=found, address=address)


@pages.get("/waiting")
@kit.requires(permissions.CHANGE)
def waiting() -> ResponseReturnValue:
    """List what settings told and somebody must decide."""
    session = kit.session()
    return render_template(
        "lms/office/dsl_waiting.html",
        found=queries.waiting(session),
        count=queries.waiting_count(session),
        roles=rules.ROLES,
        said_by=rules.NAMED_BY,
    )


@pages.route("/told/<uuid:told_id>", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, queries.told)
def enter(told: "DslTold") -> ResponseReturnValue:
    """Show somebody new whom a setting named, to enter as told or put right."""
    if told.kind != "new" or told.settled_at is not None:
        return redirect(url_for(".waiting"))
    form, alike = appointing.AppointForm(), list[Known]()
    if not form.is_submitted():
        form.first_name.data, form.last_name.data = told.first_name, told.last_name
        form.email.data, form.role.data, form.from_on.data = told.email, told.role, told.on
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                made = commands.enter(
                    work,
                    told.id,
                    named=form.named,
                    role=forms.filled(form.role),
                    from_on=forms.chosen_day(form.from_on),
                    instead=form.share.data != "share",
                )
                said = appointing.said_of(made)
        except LooksKnown as refusal:
            alike = known(refusal.person_ids, form.first_name.data, form.last_name.data)
            form.refuse(refusal, field="same")
        except Refusal as refusal:
            form.refuse(refusal, field="first_name")
        else:
            flash(said, "success")
            return redirect(url_for(".waiting"))
    return appointing.drawn(form, told.setting_id, alike, told=told)


@pages.post("/told/<uuid:told_id>/end")
@kit.requires_over(permissions.CHANGE, queries.told)
def end(told: "DslTold") -> ResponseReturnValue:
    """End an appointment as a setting told."""
    name, day = told.name, words.day(told.on)
    try:
        with kit.work() as work:
            commands.let_end(work, told.id)
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(f"The last day of {name} in the role is {day}.", "success")
    return redirect(url_for(".waiting"))


class LeaveOutForm(forms.Form):
    """Why something told is left out."""

    reason = StringField(
        "Why is it left out?",
        description="For example: the head says it is not so. Nothing about a child or a family.",
        filters=[forms.stripped],
    )
    submit = SubmitField("Leave it out")


@pages.route("/told/<uuid:told_id>/leave-out", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, queries.told)
def leave_out(told: "DslTold") -> ResponseReturnValue:
    """Ask why, then leave it out; what was told is kept."""
    form, name = LeaveOutForm(), told.name
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.leave_out(work, told.id, reason=form.reason.data or "")
        except Refusal as refusal:
            form.refuse(refusal, field="reason")
        else:
            flash(f"What was told of {name} is left out.", "success")
            return redirect(url_for(".waiting"))
    return render_template(
        "lms/office/dsl_leave_out.html", form=form, told=told, roles=rules.ROLES
    ), (422 if form.errors else 200)

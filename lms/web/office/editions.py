"""Editions of modules: what is given out, what waits, what changed, who approved it."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.content import commands, errors, permissions, queries, rules
from lms.delivery import kit
from lms.web import forms
from lms.web.office.asking import read_id

if TYPE_CHECKING:
    from lms.content.models import Edition

pages = Blueprint("editions", __name__, url_prefix="/editions")


class ApproveForm(forms.Form):
    """In which post somebody approves an edition."""

    role = StringField(
        "In which post do you approve it?",
        description="Printed beside your name, such as 'Education safeguarding lead'.",
        filters=[forms.stripped],
        validators=[DataRequired("Enter the post in which you approve it"), Length(max=120)],
    )
    note = TextAreaField(
        "What did you check, and what should change next time? (optional)",
        filters=[forms.stripped],
        validators=[Length(max=500, message="Enter at most 500 characters")],
    )
    submit = SubmitField("Approve this edition in my name")


class WithdrawForm(forms.Form):
    """Why an approval is taken back."""

    note = TextAreaField(
        "Why do you take the approval back?",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter why the approval is taken back"),
            Length(max=500, message="Enter at most 500 characters"),
        ],
    )
    submit = SubmitField("Take the approval back")


@pages.get("")
@kit.requires(permissions.READ_EDITIONS)
def index() -> ResponseReturnValue:
    """List every module with the edition that is given out, the newest, and those before."""
    found = queries.editions(kit.session())
    approvals = queries.approvals(kit.session(), [one.id for one in found])
    modules: dict[str, list[Edition]] = {}
    for one in found:
        modules.setdefault(one.module_slug, []).append(one)
    given = queries.catalogue(kit.session(), demo=kit.settings().demo)
    return render_template(
        "lms/office/editions.html",
        modules=modules,
        approvals=approvals,
        given={one.id for one in given},
        waiting=sum(rows[0].id not in approvals for rows in modules.values()),
        today=kit.today(),
    )


@pages.get("/<uuid:edition_id>")
@kit.requires_over(permissions.READ_EDITIONS, queries.edition)
def show(edition: "Edition") -> ResponseReturnValue:
    """Show one edition whole: what changed, every section, every question with its answers."""
    content = queries.content_of(edition)
    earlier = queries.editions_before(kit.session(), edition)
    before = compared(earlier)
    return render_template(
        "lms/office/edition.html",
        edition=edition,
        content=content,
        earlier=earlier,
        before=before,
        changes=rules.changes(queries.content_of(before), content) if before else (),
        beside=rules.side_by_side,
        blocks={one.id: rules.render(one, content.glossary) for one in content.sections},
        terms=rules.terms(content.sections, content.glossary),
        history=queries.approval_history(kit.session(), edition.id),
        approval=queries.approval_of(kit.session(), edition.id),
        approve_it=kit.may(permissions.APPROVE, edition),
    )


def compared(earlier: "list[Edition]") -> "Edition | None":
    """Return the edition to compare with: the one chosen, else the last that was approved.

    What an approver wants to know is what changed since somebody last answered for it.
    """
    wanted = read_id(request.args.get("since"))
    chosen = next((one for one in earlier if one.id == wanted), None)
    approved = queries.approvals(kit.session(), [one.id for one in earlier])
    last = next((one for one in earlier if one.id in approved), None)
    return chosen or last or next(iter(earlier), None)


@pages.route("/<uuid:edition_id>/approve", methods=["GET", "POST"])
@kit.requires_over(permissions.APPROVE, queries.edition)
def approve(edition: "Edition") -> ResponseReturnValue:
    """Approve an edition in one's own name."""
    form = ApproveForm()
    label = edition.label
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.approve(
                    work,
                    edition.id,
                    name=my_name(),
                    role=forms.filled(form.role),
                    note=form.note.data or "",
                )
        except errors.AlreadyApproved as refusal:
            form.refuse(refusal, field="role")
        else:
            flash(f"Edition {label} is approved in your name and given out from now.", "success")
            return redirect(url_for(".show", edition_id=edition.id))
    status = 422 if form.errors else 200
    return render_template("lms/office/approve.html", form=form, edition=edition), status


@pages.route("/<uuid:edition_id>/withdraw", methods=["GET", "POST"])
@kit.requires_over(permissions.APPROVE, queries.edition)
def withdraw(edition: "Edition") -> ResponseReturnValue:
    """Take the approval of an edition back."""
    form = WithdrawForm()
    label = edition.label
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.withdraw_approval(
                    work, edition.id, name=my_name(), note=forms.filled(form.note)
                )
        except errors.NotApproved as refusal:
            form.refuse(refusal, field="note")
        else:
            flash(f"The approval of edition {label} is taken back.", "success")
            return redirect(url_for(".show", edition_id=edition.id))
    status = 422 if form.errors else 200
    return render_template("lms/office/unapprove.html", form=form, edition=edition), status


def my_name() -> str:
    """Return the name of whoever is signed in."""
    return str(getattr(kit.actor(), "name", ""))

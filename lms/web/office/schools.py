"""The register of schools: upload, a look at what it comes to, done, what is left to decide."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Conflict, Invalid, Refusal
from lms.people import rules as people_rules
from lms.schools import commands, errors, permissions, queries, rules
from lms.web import forms
from lms.web.errors import page
from lms.web.office.asking import read_id
from lms.web.office.intake_form import drained, file_name

if TYPE_CHECKING:
    from lms.schools.models import SchoolList, SchoolRow

pages = Blueprint("schools", __name__, url_prefix="/settings/register")

FIRST = 50
"""Rows of each sort shown at once; the rest when somebody asks for all."""

PARTS = {
    "name": "name",
    "phase": "phase",
    "kind": "kind",
    "postcode": "postcode",
    "locality": "town or village",
    "trust": "trust",
    "easting": "place on the map",
    "northing": "place on the map",
    "opened_on": "opened",
    "closed_on": "closed from",
}


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not act for the whole council."""
    kit.check(permissions.IMPORT, people_rules.WHOLE_COUNCIL)


class RegisterForm(forms.Form):
    """The register, and whose schools to take from it."""

    file = FileField("Which file?", validators=[FileRequired("Choose the file")])
    authority = StringField(
        "Which council’s schools?",
        description="Its name or its three-figure code, as the register writes it. "
        "Schools of other councils are passed over.",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter the council’s name or code"),
            Length(max=people_rules.LONGEST_NAME),
        ],
    )
    submit = SubmitField("Look at the file")

    def prepare(self) -> None:
        """Say how much is read, and offer the council's own name."""
        most = kit.settings().upload_megabytes
        self.file.description = f"The CSV file, up to {most} MB."
        self.file.render_kw = {
            "accept": ".csv,text/csv",
            "data-most": most * 1_000_000,
            "data-too-large": too_large(most),
        }
        if not self.authority.data:
            self.authority.data = kit.settings().school_authority


def too_large(most: int) -> str:
    """Return what is said of a file of more than ``most`` megabytes."""
    return (
        f"This file has more than {most} MB. The register of the whole country is larger than a "
        "browser may send: whoever runs this site brings it in with ‘lms settings import FILE’, "
        "or you send the schools of your own council only."
    )


@pages.route("", methods=["GET", "POST"])
@kit.requires(permissions.IMPORT)
def index() -> ResponseReturnValue:
    """Ask for a register, and look at it; below, those that came before."""
    form = RegisterForm()
    if form.validate_on_submit():
        list_id = looked(form)
        if list_id is not None:
            return redirect(url_for(".show", list_id=list_id))
    return asking(form, 422 if form.errors else 200)


def asking(form: RegisterForm, code: int) -> ResponseReturnValue:
    """Return the page with the form."""
    form.prepare()
    return render_template(
        "lms/office/schools.html",
        form=form,
        lists=queries.lists(kit.session()),
        undecided=queries.undecided(kit.session()),
    ), code


def looked(form: RegisterForm) -> UUID | None:
    """Look at the file on the form; None where it was refused, beside its field."""
    sent = form.file.data

    def open_again() -> Any:  # noqa: ANN401 - a file of any kind that can be read
        sent.stream.seek(0)
        return sent.stream

    try:
        with kit.work() as work:
            made = commands.look(
                work,
                open_again,
                file_name=file_name(sent.filename),
                authority=forms.filled(form.authority),
            )
            return made.id
    except Refusal as refusal:
        form.refuse(refusal, field="file")
    return None


@pages.errorhandler(RequestEntityTooLarge)
def refuse_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Answer a file that is too large to be taken at all beside its field."""
    refusal = Invalid(too_large(kit.settings().upload_megabytes), field="file")
    drained()
    if not kit.may(permissions.IMPORT, people_rules.WHOLE_COUNCIL):
        return page(413, str(refusal))
    form = RegisterForm(formdata=None)
    form.refuse(refusal, field="file")
    return asking(form, 413)


@pages.get("/<uuid:list_id>")
@kit.requires_over(permissions.IMPORT, queries.school_list)
def show(found: "SchoolList") -> ResponseReturnValue:
    """Show what a register would change, or what came of it."""
    session, everything = kit.session(), request.args.get("rows") == "all"
    dropped = found.state == "dropped"
    rows = [] if dropped else queries.rows(session, found.id)
    sorted_ = {sort: [one for one in rows if one.status == sort] for sort in rules.SORTS}
    return render_template(
        "lms/office/school_list.html",
        found=found,
        heading=heading(found),
        sorts=rules.SORTS,
        rows={sort: some if everything else some[:FIRST] for sort, some in sorted_.items()},
        undecided=[one for one in sorted_["held"] if not one.is_settled],
        missing=sorted(queries.setting_names(session, found.missing).values()),
        parts=PARTS,
        shown=shown,
        phases=people_rules.PHASES,
    )


def heading(found: "SchoolList") -> str:
    """Return what a register comes to, or came to."""
    if found.state == "dropped":
        return "This register was dropped"
    told = [
        f"{found.counts[sort]:,} {text}"
        for sort, text in (("added", "new"), ("changed", "changed"), ("closed", "closed"))
        if found.counts[sort]
    ]
    ours = sum(number for sort, number in found.counts.items() if sort != "not_ours")
    text = words.listed(told) or "Nothing new"
    return f"{text}: {words.count(ours, 'school')} of {found.authority}"


def shown(key: str, value: object) -> str:
    """Return what a column of a setting says, in words."""
    if value is None or value == "":
        return "nothing"
    if key.endswith("_on"):
        return words.day(date.fromisoformat(str(value)))
    return people_rules.PHASES.get(str(value), str(value)) if key == "phase" else str(value)


@pages.post("/<uuid:list_id>/accept")
@kit.requires_over(permissions.IMPORT, queries.school_list)
def accept(found: "SchoolList") -> ResponseReturnValue:
    """Bring in what was shown; if it would come to something else by now, show that instead."""
    list_id = found.id
    try:
        with kit.work() as work:
            commands.accept(work, list_id)
    except errors.SettingsChanged as refusal:
        with kit.work() as work:
            commands.look_again(work, list_id)
        flash(str(refusal), "error")
    except Conflict as refusal:
        flash(str(refusal))
    else:
        flash("The register is brought in.", "success")
    return redirect(url_for(".show", list_id=list_id))


@pages.post("/<uuid:list_id>/drop")
@kit.requires_over(permissions.IMPORT, queries.school_list)
def drop(found: "SchoolList") -> ResponseReturnValue:
    """Forget a register that was only looked at."""
    try:
        with kit.work() as work:
            commands.drop(work, found.id)
    except Conflict as refusal:
        flash(str(refusal))
    else:
        flash("The file is dropped. Nothing was changed.", "success")
    return redirect(url_for(".index"))


@pages.post("/rows/<uuid:row_id>")
@kit.requires_over(permissions.IMPORT, queries.row)
def settle(row: "SchoolRow") -> ResponseReturnValue:
    """Take whether a school is one that was entered by hand, or another."""
    list_id, chosen = row.list_id, request.form.get("same_as", "")
    try:
        same_as = read_id(chosen) if chosen != "new" else None
        if chosen != "new" and same_as is None:
            raise errors.NotACandidate
        with kit.work() as work:
            name = commands.settle(work, row.id, same_as=same_as).name
    except (Conflict, Invalid) as refusal:
        flash(str(refusal), "error")
    else:
        flash(f"{name} is in the list, with its URN.", "success")
    return redirect(url_for(".show", list_id=list_id))

"""Any list of people held against the register: who on it is trained, and who was missed."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import SubmitField, TextAreaField
from wtforms.validators import Length

from lms.compliance import permissions
from lms.compliance import queries as compliance
from lms.compliance.queries import Asked, Checked, Verdict
from lms.delivery import kit
from lms.intake import commands, queries
from lms.intake.errors import UnknownColumns
from lms.intake.permissions import IMPORT
from lms.intake.reading import FIELDS, Upload
from lms.kernel.errors import Invalid
from lms.people.permissions import ADD
from lms.people.rules import WHOLE_COUNCIL
from lms.web import forms
from lms.web.errors import page
from lms.web.office.intake_form import drained, file_name, say_limits, too_large

pages = Blueprint("checking", __name__, url_prefix="/people/check")

SHOWN = 200
"""Rows of each sort on the page; the count is of all."""

MOST_LETTERS = 200_000
WHICH = "Say which column holds the name, the email address or the number of each person"
ADDRESS = re.compile(r"[^\s<>;,()\"]+@[^\s<>;,()\"]+")


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not see the whole council: a list knows no units."""
    kit.check(permissions.CHECK, WHOLE_COUNCIL)


class CheckForm(forms.Form):
    """A list, as a file or pasted, and the day it is held against."""

    file = FileField("A file")
    pasted = TextAreaField(
        "Or paste it",
        description="One person a line: a name, an email address, or both, as in a rota.",
        validators=[Length(max=MOST_LETTERS, message="Paste less, or send it as a file")],
    )
    as_at = forms.DayField(
        "On which day? (optional)", description="For example, 23 11 2026. Today without one."
    )
    submit = SubmitField("Check the list")

    def upload(self) -> Upload:
        """Return the list. Raises Invalid where there is none."""
        if self.file.data:
            return Upload(file_name(self.file.data.filename), self.file.data.read())
        pasted = self.pasted.data or ""
        if pasted.strip():
            return Upload("", as_table(pasted))
        msg = "Choose a file, or paste the list"
        raise Invalid(msg, field="file")


@dataclass
class Found:
    """What a list comes to: how many rows, and the first of each sort."""

    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    rows: dict[Verdict, list[Checked]] = field(
        default_factory=lambda: {one: [] for one in Verdict}
    )

    @property
    def number(self) -> int:
        """How many rows there are."""
        return sum(self.counts.values())

    def add(self, one: Checked) -> None:
        """Take in one row."""
        self.counts[one.verdict] += 1
        if len(self.rows[one.verdict]) < SHOWN:
            self.rows[one.verdict].append(one)


@pages.route("", methods=["GET", "POST"])
@kit.requires(permissions.CHECK)
def show() -> ResponseReturnValue:
    """Take a list and show who on it is unknown, not enrolled, overdue and known."""
    form = CheckForm()
    if not form.validate_on_submit():
        return asking(form)
    columns = explained()
    try:
        upload = form.upload()
        found = checked(upload, form, columns)
    except UnknownColumns as unknown:
        still = [*columns, *unknown.unknown]
        if still:
            return asking(form, still, columns)
        form.refuse(unknown, field="file")
        return asking(form)
    except Invalid as refusal:
        form.refuse(refusal, field="file")
        return asking(form)
    return render_template(
        "lms/office/list_checked.html",
        found=found,
        shown=SHOWN,
        day=form.as_at.data or kit.today(),
        today=kit.today(),
        name=upload.name,
        first_row=0 if upload.name else 1,
        may_add=kit.may(ADD, WHOLE_COUNCIL),
        may_import=kit.may(IMPORT, WHOLE_COUNCIL),
    )


def checked(upload: Upload, form: CheckForm, columns: Mapping[str, str]) -> Found:
    """Hold a list against the register; what its columns hold is remembered for later files."""
    settings, session = kit.settings(), kit.session()
    day = form.as_at.data or kit.today()
    lines = queries.read_list(session, upload, settings, more=columns)
    if columns and kit.may(IMPORT, WHOLE_COUNCIL):
        with kit.work() as work:
            commands.remember(work, columns)
    found = Found()
    asked = Asked(day=day, today=kit.today(), soon_days=settings.due_soon_days)
    for one in compliance.check(session, lines, asked):
        found.add(one)
    if not found.number:
        msg = "There is nobody on this list. Look into it, and choose it again."
        raise Invalid(msg, field="file")
    return found


def asking(
    form: CheckForm,
    unknown: Sequence[str] = (),
    chosen: Mapping[str, str] | None = None,
    *,
    status: int | None = None,
) -> ResponseReturnValue:
    """Ask for the list; once more where nobody knows which column says who somebody is."""
    say_limits(form.file)
    return render_template(
        "lms/office/list_check.html",
        form=form,
        unknown=unknown,
        problem=WHICH if unknown else "",
        fields=[(key, said[0].upper() + said[1:]) for key, said in FIELDS.items()],
        chosen=chosen or {},
    ), status or (422 if form.errors or unknown else 200)


def explained() -> dict[str, str]:
    """Return what somebody says that columns hold: heading → field, empty to leave one out."""
    given = zip(request.form.getlist("heading"), request.form.getlist("field"), strict=False)
    return {heading: said for heading, said in given if said in FIELDS or not said}


def as_table(pasted: str) -> bytes:
    """Return pasted lines as a list with headings: of each line its address, and the rest."""
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow(["Full Name", "Email Address"])
    for line in pasted.splitlines():
        address = ADDRESS.search(line)
        name = ADDRESS.sub(" ", line).strip(' \t<>;,"()-–•*')
        out.writerow([name, address[0].rstrip(".") if address else ""])
    return text.getvalue().encode()


@pages.errorhandler(RequestEntityTooLarge)
def too_much(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Answer a file that is too large to be taken at all beside its field."""
    refusal = Invalid(too_large(kit.settings().upload_megabytes), field="file")
    drained()
    if not kit.may(permissions.CHECK, WHOLE_COUNCIL):
        return page(413, str(refusal))
    form = CheckForm(formdata=None)
    form.refuse(refusal, field="file")
    return asking(form, status=413)

"""Whoever on a checked list nobody knew: into a list of their own, which is then looked at."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.delivery import kit
from lms.intake import commands, permissions
from lms.intake.reading import Upload
from lms.kernel.errors import Refusal
from lms.people import rules
from lms.web import forms
from lms.web.office.intake_form import file_name

pages = Blueprint("adding_unknown", __name__, url_prefix="/people/check")

MOST = 200
"""People added in one step: as many as the page of a checked list shows."""

HEADINGS: Mapping[str, str] = {
    "first_name": "First Name",
    "last_name": "Last Name",
    "email": "Work Email",
    "personal_email": "Personal Email",
    "employee_number": "Employee Number",
    "assignment_number": "Assignment Number",
    "job_title": "Job Title",
    "team": "Team",
    "agency": "Agency",
    "start_date": "Start Date",
    "contract_type": "Contract Type",
}
"""What is taken of a checked row, under headings that every list may have."""

LONGEST = 300
"""Letters of one cell that are taken."""


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not act for the whole council: a list knows no units."""
    kit.check(permissions.IMPORT, rules.WHOLE_COUNCIL)


class AddForm(forms.Form):
    """What the list does not say of the people whom it names."""

    kind = SelectField(
        "What are they, where the list does not say?",
        choices=forms.options([("", "Choose"), *rules.KINDS.items()]),
        validators=[DataRequired("Choose what they are")],
    )
    start = forms.DayField(
        "When did they start, where the list does not say?",
        description="For example, 23 11 2026. Their training counts from this day.",
        validators=[forms.DayNeeded("Enter the day they started")],
    )
    team = StringField(
        "Which team, where the list does not say? (optional)",
        filters=[forms.stripped],
        validators=[Length(max=rules.LONGEST_NAME)],
    )
    agency = StringField(
        "Which agency, for agency workers? (optional)",
        filters=[forms.stripped],
        validators=[Length(max=rules.LONGEST_NAME)],
    )
    submit = SubmitField("See what they come to")


@pages.post("/add")
@kit.requires(permissions.IMPORT)
def add() -> ResponseReturnValue:
    """Ask what the list does not say, then make a list of those ticked and look at it."""
    rows, form = chosen(), AddForm()
    asks = "kind" in request.form
    problem = "" if rows else "Tick at least one person, on the list you checked"
    if asks and form.validate_on_submit() and rows:
        import_id = looked(form, rows)
        if import_id is not None:
            return redirect(url_for("lms.intake.show", import_id=import_id))
    return render_template(
        "lms/office/list_unknown.html",
        form=form if asks else AddForm(formdata=None),
        rows=[(json.dumps(one, ensure_ascii=False), said(one)) for one in rows],
        name=list_name(),
        problem=problem,
    ), (422 if problem or form.errors else 200)


def chosen() -> list[dict[str, str]]:
    """Return the rows that were ticked, as far as they can be read."""
    found: list[dict[str, str]] = []
    for text in request.form.getlist("row")[:MOST]:
        try:
            told = json.loads(text)
        except ValueError:
            continue
        if isinstance(told, dict):
            row = {key: str(told[key])[:LONGEST] for key in HEADINGS if told.get(key)}
            found += [row] if row else []
    return found


def list_name() -> str:
    """Return the name of the list that was checked."""
    return file_name(request.form.get("name"))


def said(row: Mapping[str, str]) -> str:
    """Return a row in words."""
    whole = f"{row.get('first_name', '')} {row.get('last_name', '')}".strip()
    return ", ".join(one for one in (whole, row.get("email", ""), row.get("team", "")) if one)


def looked(form: AddForm, rows: Sequence[Mapping[str, str]]) -> UUID | None:
    """Look at a list of these people; None where it was refused, beside its field."""
    others = {
        "contract_type": rules.KINDS[forms.filled(form.kind)],
        "start_date": forms.chosen_day(form.start).isoformat(),
        "team": form.team.data or "",
        "agency": form.agency.data or "",
    }
    name = list_name()
    upload = Upload(f"unknown on {name}.csv", as_list(rows, others))
    try:
        with kit.work() as work:
            source = f"Checked list: {name}"[: rules.LONGEST_NAME]
            return commands.look(work, upload, source=source).id
    except Refusal as refusal:
        form.refuse(refusal, field="kind")
    return None


def as_list(rows: Sequence[Mapping[str, str]], others: Mapping[str, str]) -> bytes:
    """Return people as a list; ``others`` stand where a row says nothing."""
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow(HEADINGS.values())
    for row in rows:
        told = {**others, **row}
        if told["contract_type"] != rules.KINDS["agency"]:
            told["agency"] = row.get("agency", "")
        out.writerow([told.get(field, "") for field in HEADINGS])
    return text.getvalue().encode()

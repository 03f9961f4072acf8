"""Requirements: who must complete what, by when; a change ends one and begins another."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, SubmitField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assignment import commands, permissions, queries
from lms.assignment.errors import AlreadyEnded
from lms.assignment.rules import Audience
from lms.content import queries as content
from lms.delivery import kit
from lms.kernel.errors import Invalid
from lms.people import queries as people
from lms.web import forms
from lms.web.office.asking import KINDS, read_id

if TYPE_CHECKING:
    from lms.assignment.models import Requirement

pages = Blueprint("requirements", __name__, url_prefix="/requirements")


class RequirementForm(forms.Form):
    """A requirement's parts."""

    name = StringField(
        "What is it called?",
        filters=[forms.stripped],
        validators=[DataRequired("Enter what it is called"), Length(max=120)],
    )
    module_slug = SelectField("Which module?")
    kinds = SelectMultipleField(
        "For which kinds of engagement?",
        description="Tick none for all nine.",
        choices=forms.options(KINDS.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    unit = SelectField("Only in one service or team?")
    group = SelectField("Only for one group?")
    days = IntegerField(
        "Due how many working days after the start?",
        description="0 is the first working day itself.",
        validators=[InputRequired("Enter a number of days, from 0"), NumberRange(0, 260)],
    )
    agency_days = IntegerField(
        "And for agency, temporary and casual workers? (optional)",
        validators=[Optional(), NumberRange(0, 260)],
    )
    repeat_months = IntegerField(
        "Asked again after how many months? (optional)",
        description="Leave empty if once is enough.",
        validators=[Optional(), NumberRange(1, 120)],
    )
    carry_months = IntegerField(
        "Over how long a gap between engagements does it carry, in months?",
        validators=[InputRequired("Enter a number of months, from 0"), NumberRange(0, 120)],
    )
    basis = StringField(
        "Why is it asked? One sentence for the learner.",
        filters=[forms.stripped],
        validators=[Length(max=300)],
    )
    preview = SubmitField("See whom it touches")
    submit = SubmitField("Begin requirement")

    def fill_choices(self) -> None:
        """Offer the modules, units and groups that there are."""
        session = kit.session()
        slugs = {one.module_slug: one.title for one in reversed(content.editions(session))}
        self.module_slug.choices = forms.options(slugs.items())
        units = [(one.id.hex, one.name) for one in people.units(session)]
        self.unit.choices = forms.options([("", "No: the whole directorate"), *units])
        groups = [(one.id.hex, one.name) for one, _ in people.groups(session, kit.today())]
        self.group.choices = forms.options([("", "No: everybody"), *groups])

    def due_days(self) -> dict[str, int]:
        """Return working days by kind of engagement."""
        days = {"": int(self.days.data or 0)}
        if self.agency_days.data is not None:
            days |= dict.fromkeys(("agency", "temporary", "casual"), self.agency_days.data)
        return days


@pages.get("")
@kit.requires(permissions.READ)
def index() -> ResponseReturnValue:
    """List the requirements that hold, and those that did."""
    return render_template(
        "lms/office/requirements.html",
        found=queries.requirements(kit.session()),
        kinds=KINDS,
        may_change=kit.may(permissions.CHANGE),
    )


@pages.route("/add", methods=["GET", "POST"])
@kit.requires(permissions.CHANGE)
def add() -> ResponseReturnValue:
    """Begin a requirement, after a look at whom it touches."""
    form = RequirementForm(data={"carry_months": 12} if request.method == "GET" else None)
    form.fill_choices()
    touched = None
    if form.validate_on_submit():
        touched = queries.touched_by(kit.session(), audience_of(form), kit.today())
        if form.submit.data and begun(form):
            return redirect(url_for(".index"))
    status = 422 if form.errors else 200
    return render_template("lms/office/requirement.html", form=form, touched=touched), status


@pages.route("/<uuid:requirement_id>/end", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, queries.requirement)
def end(requirement: "Requirement") -> ResponseReturnValue:
    """Ask once more, then end a requirement from today."""
    if request.method == "GET":
        return render_template("lms/office/requirement_end.html", requirement=requirement)
    name = requirement.name
    try:
        with kit.work() as work:
            commands.end_requirement(work, requirement.id)
    except AlreadyEnded as refusal:
        flash(str(refusal), "error")
    else:
        flash(f"'{name}' no longer holds, from today. What was owed before stays on record.")
    return redirect(url_for(".index"))


def audience_of(form: RequirementForm) -> Audience:
    """Return whom the requirement on the form would hold for."""
    paths = {one.id: one.path for one in people.units(kit.session())}
    unit_id = read_id(form.unit.data)
    return Audience(
        kinds=frozenset(form.kinds.data or ()),
        unit_path=paths.get(unit_id) if unit_id else None,
        group_id=read_id(form.group.data),
        from_on=kit.today(),
        until_on=None,
    )


def begun(form: RequirementForm) -> bool:
    """Begin the requirement on the form; a refusal stands beside its field."""
    facts: dict[str, Any] = {
        "name": form.name.data,
        "module_slug": form.module_slug.data,
        "due_days": form.due_days(),
        "kinds": form.kinds.data,
        "unit_id": read_id(form.unit.data),
        "group_id": read_id(form.group.data),
        "repeat_months": form.repeat_months.data,
        "carry_months": form.carry_months.data,
        "basis": form.basis.data or "",
    }
    try:
        with kit.work() as work:
            commands.begin_requirement(work, **facts)
    except Invalid as refusal:
        form.refuse(refusal, field="days")
        return False
    flash(f"'{facts['name']}' holds from today.", "success")
    return True

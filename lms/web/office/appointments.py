"""One appointment: its end, who covers, what is told of training."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SubmitField
from wtforms.validators import ValidationError

from lms.appointments import commands, permissions, queries, rules
from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.people import rules as people_rules
from lms.web import forms
from lms.web.office.asking import read_id

if TYPE_CHECKING:
    from wtforms import Field

    from lms.appointments.models import DslAppointment, DslCover

pages = Blueprint("appointments", __name__, url_prefix="/settings/appointments")


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not act for the whole council."""
    kit.check(permissions.CHANGE, people_rules.WHOLE_COUNCIL)


def back_to(setting_id: UUID) -> ResponseReturnValue:
    """Go back to the setting's page."""
    return redirect(url_for("lms.settings.show", setting_id=setting_id))


class EndForm(forms.Form):
    """The last day in the role."""

    last_on = forms.DayField(
        "What is their last day in the role?",
        description="For example 30 11 2026. It may lie ahead.",
        validators=[forms.DayNeeded("Enter the last day, for example 30 11 2026")],
    )
    submit = SubmitField("End this appointment")


@pages.route("/<uuid:appointment_id>/end", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, queries.appointment)
def end(found: "DslAppointment") -> ResponseReturnValue:
    """Ask for the last day, say what follows, then end it."""
    form, name, setting_id = EndForm(), found.person.name, found.setting_id
    if form.validate_on_submit():
        last = forms.chosen_day(form.last_on)
        try:
            with kit.work() as work:
                commands.end(work, found.id, last_on=last)
        except Refusal as refusal:
            form.refuse(refusal, field="last_on")
        else:
            flash(f"The last day of {name} in the role is {words.day(last)}.", "success")
            return back_to(setting_id)
    return render_template(
        "lms/office/appointment_end.html",
        form=form,
        found=found,
        role=rules.ROLES[found.role],
        grace=kit.settings().grace_days,
    ), (422 if form.errors else 200)


class CoverForm(forms.Form):
    """From when until when somebody is away, and who covers."""

    from_on = forms.DayField(
        "First day away",
        description="Why is not asked; do not write it anywhere.",
        validators=[forms.DayNeeded("Enter the first day away, for example 30 11 2026")],
    )
    last_on = forms.DayField(
        "Last day away (optional)",
        description="Leave it blank while nobody knows.",
    )
    covered_by = SelectField("Who covers?", validate_choice=False)
    submit = SubmitField("Save")


@pages.route("/<uuid:appointment_id>/cover", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, queries.appointment)
def cover(found: "DslAppointment") -> ResponseReturnValue:
    """Ask from when somebody is away and who covers."""
    form, name, setting_id = CoverForm(), found.person.name, found.setting_id
    may = queries.may_cover(kit.session(), found, kit.today())
    choices = {one.person_id.hex: f"{one.person.name}, {one.setting.name}" for one in may}
    form.covered_by.choices = {"": "Nobody yet", **choices}
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.cover(
                    work,
                    found.id,
                    from_on=forms.chosen_day(form.from_on),
                    last_on=form.last_on.data,
                    covered_by=read_id(form.covered_by.data),
                )
        except Refusal as refusal:
            form.refuse(refusal, field="from_on")
        else:
            flash(f"It is noted that {name} is away.", "success")
            return back_to(setting_id)
    return render_template("lms/office/appointment_cover.html", form=form, found=found), (
        422 if form.errors else 200
    )


class BackForm(forms.Form):
    """The first day back."""

    on = forms.DayField(
        "What is their first day back?",
        validators=[forms.DayNeeded("Enter the first day back, for example 30 11 2026")],
    )
    submit = SubmitField("Save")


@pages.route("/absences/<uuid:cover_id>", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, queries.absence)
def back(found: "DslCover") -> ResponseReturnValue:
    """Ask from which day somebody is back."""
    form = BackForm()
    name, setting_id = found.appointment.person.name, found.appointment.setting_id
    if form.validate_on_submit():
        day = forms.chosen_day(form.on)
        try:
            with kit.work() as work:
                commands.back(work, found.id, on=day)
        except Refusal as refusal:
            form.refuse(refusal, field="on")
        else:
            flash(f"{name} is back on {words.day(day)}.", "success")
            return back_to(setting_id)
    return render_template("lms/office/appointment_back.html", form=form, found=found), (
        422 if form.errors else 200
    )


class TrainingForm(forms.Form):
    """When training was completed elsewhere."""

    role = forms.DayField(
        "When did they complete the DSL role training?",
        description="Counts for 24 months. Leave it blank to leave it as it is.",
    )
    refresh = forms.DayField(
        "When was their last yearly refresh?",
        description="Counts for 12 months: a course, bulletins, network meetings.",
    )
    submit = SubmitField("Save these days")

    def validate_submit(self, _field: "Field") -> None:
        """Ask for one of the days. Raises ValidationError."""
        if not (self.role.data or self.refresh.data or self.role.errors or self.refresh.errors):
            msg = "Enter at least one of the two days"
            raise ValidationError(msg)


@pages.route("/<uuid:appointment_id>/training", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, queries.appointment)
def training(found: "DslAppointment") -> ResponseReturnValue:
    """Ask when training was completed, as the setting tells."""
    form, name, setting_id = TrainingForm(), found.person.name, found.setting_id
    person_id = found.person_id
    if form.validate_on_submit():
        days = {kind: form[kind].data for kind in rules.TRAININGS if form[kind].data}
        kind = ""
        try:
            with kit.work() as work:
                for kind, day in days.items():
                    commands.tell_training(
                        work, person_id, kind, done_on=day, told_by="coordinator"
                    )
        except Refusal as refusal:
            form[kind].errors = [*form[kind].errors, str(refusal)]
        else:
            flash(f"The training of {name} is noted, as you were told.", "success")
            return back_to(setting_id)
    return render_template(
        "lms/office/appointment_training.html",
        form=form,
        found=found,
        told=queries.last_told(kit.session(), person_id),
        trainings=rules.TRAININGS,
        said_by=rules.NAMED_BY,
    ), (422 if form.errors else 200)

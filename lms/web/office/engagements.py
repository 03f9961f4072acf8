"""One engagement: changed, ended early, and another one begun."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import SelectField, StringField, SubmitField
from wtforms.validators import Length

from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.kernel.work import Work
from lms.people import commands, errors, permissions, queries, rules
from lms.web import forms
from lms.web.office.engaging import (
    ManagerForm,
    PlaceForm,
    agency_of,
    manager_named,
    parts,
    unit_of,
)
from lms.web.office.people import seen

if TYPE_CHECKING:
    from lms.people.models import Engagement, Person

pages = Blueprint("engagements", __name__, url_prefix="")


def within(session: Session, engagement_id: UUID) -> "Engagement":
    """Return the engagement, if whoever asks may see it; else answer as for none."""
    return queries.engagement_within(session, engagement_id, kit.actor().reach(permissions.READ))


def back_to(person_id: UUID) -> ResponseReturnValue:
    """Go back to the person's page."""
    return redirect(url_for("lms.people.show", person_id=person_id))


class EndForm(forms.Form):
    """The last day of an engagement that ends earlier than was known."""

    ends_on = forms.DayField(
        "What is their last day?",
        description="The last day they work here, for example 30 11 2026. For somebody who never "
        "came, enter the first day.",
        validators=[forms.DayNeeded("Enter the last day, for example 30 11 2026")],
    )
    submit = SubmitField("End this engagement")


@pages.route("/engagements/<uuid:engagement_id>/end", methods=["GET", "POST"])
@kit.requires_over(permissions.END, within)
def end(engagement: "Engagement") -> ResponseReturnValue:
    """Ask for the last day, say what follows, then end it."""
    form, grace = EndForm(), kit.settings().grace_days
    if form.validate_on_submit():
        last = forms.chosen_day(form.ends_on)
        person_id, name = engagement.person_id, engagement.person.name
        try:
            with kit.work() as work:
                commands.end(work, engagement.id, ends_on=last)
        except Refusal as refusal:
            form.refuse(refusal, field="ends_on")
        else:
            flash(
                f"The last day of {name} is {words.day(last)}. They can sign in for their "
                f"certificates until {words.day(last + timedelta(days=grace))}.",
                "success",
            )
            return back_to(person_id)
    status = 422 if form.errors else 200
    return render_template(
        "lms/office/engagement_end.html",
        form=form,
        engagement=engagement,
        kinds=rules.KINDS,
        grace=grace,
        may_change=kit.may(permissions.CHANGE, engagement),
    ), status


class ChangeForm(PlaceForm):
    """All that HR may change of an engagement."""

    setting = SelectField("Setting, for work in a school, college or nursery (optional)")
    job_title = StringField(
        "Job title (optional)",
        filters=[forms.stripped],
        validators=[Length(max=120, message="Enter at most 120 characters")],
    )
    manager = StringField(
        "Line manager (optional)",
        description="Their name or email address.",
        filters=[forms.stripped],
        validators=[Length(max=254, message="Enter at most 254 characters")],
    )
    since = forms.DayField(
        "Since when is it so? (optional)",
        description="For another kind, team, setting, agency or manager. Blank means from today; "
        "before that day they count where they were. For what was wrong from the start, enter "
        "the first day.",
    )
    submit = SubmitField("Save this engagement")

    def show(self, engagement: "Engagement") -> None:
        """Fill the form with the engagement as it stands."""
        self.kind.data = engagement.kind.value
        self.unit.data = engagement.unit_id.hex if engagement.unit_id else ""
        self.agency.data = engagement.agency_id.hex if engagement.agency_id else ""
        self.setting.data = engagement.setting_id.hex if engagement.setting_id else ""
        self.job_title.data = engagement.job_title
        self.manager.data = named(engagement.manager)
        self.starts_on.data, self.ends_on.data = engagement.starts_on, engagement.ends_on


def named(manager: "Person | None") -> str:
    """Return what a manager is found again by: the address, or the name without one."""
    return "" if manager is None else manager.email or manager.name


@pages.route("/engagements/<uuid:engagement_id>/change", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, within)
def change(engagement: "Engagement") -> ResponseReturnValue:
    """Change kind, place, manager or days; a later last day takes back an end too early."""
    form = ChangeForm()
    form.offer(permissions.CHANGE, unplaced=engagement.unit_id is None)
    form.setting.choices = forms.options(
        [("", "None"), *((one.id.hex, one.name) for one in queries.settings(kit.session()))]
    )
    if not form.is_submitted():
        form.show(engagement)
    if form.validate_on_submit():
        person_id, name = engagement.person_id, engagement.person.name
        try:
            with kit.work() as work:
                changed(work, engagement.id, form)
        except Refusal as refusal:
            form.refuse(refusal, field="kind")
        else:
            flash(
                f"The engagement of {name} is saved, and what they must complete follows it.",
                "success",
            )
            return back_to(person_id)
    status = 422 if form.errors else 200
    return render_template(
        "lms/office/engagement_change.html", form=form, engagement=engagement
    ), status


def changed(work: Work, engagement_id: UUID, form: ChangeForm) -> None:
    """Change the engagement to what the form says. A manager who was not touched stays."""
    now = queries.engagement(work.session, engagement_id)
    typed = form.manager.data or ""
    manager = now.manager
    if typed != named(now.manager):
        manager = manager_named(work, typed, but=now.person_id) if typed else None
    chosen = form.setting.data
    commands.change_engagement(
        work,
        engagement_id,
        kind=forms.filled(form.kind),
        unit=unit_of(work, form),
        setting=queries.setting(work.session, UUID(chosen)) if chosen else None,
        agency=agency_of(work, form),
        manager=manager,
        job_title=form.job_title.data or None,
        starts_on=forms.chosen_day(form.starts_on),
        ends_on=form.ends_on.data,
        since=form.since.data,
    )


class AnotherForm(ManagerForm):
    """One more engagement of somebody known."""

    submit = SubmitField("Add this engagement")


@pages.route("/people/<uuid:person_id>/engagements/add", methods=["GET", "POST"])
@kit.requires_over(permissions.ADD, seen)
def add(person: "Person") -> ResponseReturnValue:
    """Begin another engagement of the same person: a second post, or a return."""
    form, reach = AnotherForm(), kit.actor().reach(permissions.ADD)
    form.offer(permissions.ADD)
    form.ask_who(reach, getattr(kit.actor(), "name", ""))
    person_id, name = person.id, person.name
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                begin(work, person_id, form)
        except errors.FormSent:
            flash(f"That form was sent before, and {name} has the engagement once.", "info")
            return back_to(person_id)
        except Refusal as refusal:
            form.refuse(refusal, field="kind")
        else:
            flash(f"The engagement of {name} is added.", "success")
            return back_to(person_id)
    status = 422 if form.errors else 200
    return render_template("lms/office/engagement_add.html", form=form, person=person), status


def begin(work: Work, person_id: UUID, form: AnotherForm) -> None:
    """Begin what the form says."""
    person = queries.person(work.session, person_id)
    found = parts(work, form, but=person_id)
    commands.engage(
        work,
        person,
        kind=forms.filled(form.kind),
        source=commands.source_of(work),
        form_key=form.key.data,
        unit=found.unit,
        agency=found.agency,
        manager=found.manager,
        starts_on=forms.chosen_day(form.starts_on),
        ends_on=form.ends_on.data,
    )

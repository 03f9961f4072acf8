"""Entering who is DSL or deputy at a setting."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, RadioField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.appointments import commands, permissions, queries, rules
from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.people import queries as people
from lms.people import rules as people_rules
from lms.people.errors import LooksKnown
from lms.web import forms
from lms.web.manager.known import Known, known
from lms.web.office.asking import read_id

if TYPE_CHECKING:
    from lms.appointments.models import DslAppointment, DslTold
    from lms.people.models import Setting

pages = Blueprint("appointing", __name__, url_prefix="/settings")

NOBODY = "new"
"""Value of 'none of these people'."""


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not act for the whole council."""
    kit.check(permissions.CHANGE, people_rules.WHOLE_COUNCIL)


class AppointForm(forms.Form):
    """Who, in which role, from when."""

    first_name = StringField(
        "First name",
        filters=[forms.stripped],
        validators=[DataRequired("Enter their first name"), Length(max=people_rules.LONGEST_NAME)],
    )
    last_name = StringField(
        "Last name",
        filters=[forms.stripped],
        validators=[DataRequired("Enter their last name"), Length(max=people_rules.LONGEST_NAME)],
    )
    email = EmailField(
        "Their own work email address",
        description="They are invited to sign in there, to learn and to have certificates. Not a "
        "mailbox that several people read.",
        filters=[forms.stripped],
        validators=[DataRequired("Enter their own work email address")],
    )
    role = RadioField(
        "Which role?",
        choices=forms.options(
            [("dsl", "Designated safeguarding lead (DSL)"), ("deputy", "Deputy DSL")]
        ),
        validators=[DataRequired("Choose the role")],
    )
    from_on = forms.DayField(
        "From which day?",
        description="The first day in the role, for example 1 9 2026.",
        validators=[forms.DayNeeded("Enter the first day, for example 1 9 2026")],
    )
    share = RadioField(
        "What of the DSL there is?",
        choices=forms.options([("instead", "The new DSL follows them"), ("share", "They share")]),
        default="instead",
        validate_choice=False,
    )
    same = RadioField("Is it the same person?", validate_choice=False)
    submit = SubmitField("Enter this appointment")

    @property
    def named(self) -> commands.Named:
        """Who was named, and whether they are somebody known."""
        chosen = self.same.data or ""
        return commands.Named(
            first_name=forms.filled(self.first_name),
            last_name=forms.filled(self.last_name),
            email=self.email.data,
            same=read_id(chosen) if chosen != NOBODY else None,
            is_new=chosen == NOBODY,
        )


@pages.route("/<uuid:setting_id>/appoint", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, people.setting)
def appoint(setting: "Setting") -> ResponseReturnValue:
    """Ask who it is, show who might be the same person, then enter the appointment."""
    form, alike, setting_id = AppointForm(), list[Known](), setting.id
    if form.validate_on_submit():
        try:
            said = entered(form, setting_id)
        except LooksKnown as refusal:
            alike = known(refusal.person_ids, form.first_name.data, form.last_name.data)
            form.refuse(refusal, field="same")
        except Refusal as refusal:
            form.refuse(refusal, field="first_name")
        else:
            flash(said, "success")
            return redirect(url_for("lms.settings.show", setting_id=setting_id))
    return drawn(form, setting_id, alike)


def entered(form: AppointForm, setting_id: UUID) -> str:
    """Enter the appointment, and return what to say of it."""
    with kit.work() as work:
        made = commands.appoint(
            work,
            setting_id,
            form.named,
            role=forms.filled(form.role),
            from_on=forms.chosen_day(form.from_on),
            named_by="coordinator",
            instead=form.share.data != "share",
        )
        return said_of(made)


def said_of(made: "DslAppointment") -> str:
    """Return what an appointment came to, in words."""
    role = rules.ROLES[made.role]
    said = f"{made.person.name} is {role} at {made.setting.name} from {words.day(made.from_on)}."
    if made.person.first_signed_in_at is None:
        said = f"{said} An invitation to sign in goes to {made.person.email or 'nobody yet'}."
    return said


def drawn(
    form: AppointForm, setting_id: UUID, alike: list[Known], *, told: "DslTold | None" = None
) -> ResponseReturnValue:
    """Show the form; with whoever looks like them, once they were asked about.

    Args:
        form: what was entered.
        setting_id: where.
        alike: who looks like them.
        told: what the setting told, where it is that which is entered.

    """
    session = kit.session()
    if form.same.data and not alike:
        found = people.lookalikes(
            session,
            first_name=form.first_name.data or "",
            last_name=form.last_name.data or "",
            email=form.email.data,
        )
        alike = known([one.id for one in found], form.first_name.data, form.last_name.data)
    form.same.choices = forms.options(
        [*((one.id.hex, one.said) for one in alike), (NOBODY, "Somebody else, who is new here")]
    )
    there = queries.appointments_at(session, setting_id)
    leads = [one for one in there if one.role == "dsl" and one.runs_on(kit.today())]
    setting = people.setting(session, setting_id)
    return render_template(
        "lms/office/appoint.html", form=form, setting=setting, leads=leads, alike=alike, told=told
    ), (422 if form.errors else 200)

"""The yearly question to a setting, who is DSL there; answered by whoever holds its link."""

from collections.abc import Iterator, Mapping
from uuid import UUID

import wtforms
from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField, HiddenField, RadioField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.appointments import commands, queries, rules
from lms.appointments.errors import CheckOver
from lms.delivery import kit
from lms.delivery.limits import limited
from lms.identity.rules import DSL_CHECK, read_token
from lms.kernel.errors import Invalid, Refusal
from lms.kernel.permissions import PUBLIC
from lms.kernel.settings import Settings
from lms.people.rules import LONGEST_NAME, normal_address
from lms.web import forms

pages = Blueprint("dsl_check", __name__, url_prefix="/dsl-check")

ROWS = 2
"""Empty rows for new names at first; one more whenever somebody asks."""


def tries(settings: Settings) -> int:
    """How many looks an hour one network address has."""
    return settings.verify_tries


class HeldForm(wtforms.Form):
    """What is said of an appointment that we know."""

    appointment_id = HiddenField()
    still = RadioField("", validate_choice=False, choices=forms.options([("yes", ""), ("no", "")]))
    last_on = forms.DayField(
        "Last day in the role",
        description="Only if they have left it or will. For example 31 8 2026.",
    )
    role = forms.DayField(
        "Role training completed (optional)",
        description="Leave it blank if what stands above is right.",
    )
    refresh = forms.DayField(
        "Last yearly refresh (optional)", description="A course, bulletins, or network meetings."
    )


class NamedForm(wtforms.Form):
    """Somebody we do not have."""

    first_name = StringField("First name", filters=[forms.stripped])
    last_name = StringField("Last name", filters=[forms.stripped])
    email = StringField(
        "Work email address",
        description="Their own, not the office’s. An invitation to their training goes there.",
        filters=[forms.stripped],
    )
    role = RadioField(
        "Role",
        choices=forms.options([("dsl", "DSL"), ("deputy", "Deputy")]),
        default="dsl",
        validate_choice=False,
    )
    from_on = forms.DayField("First day in the role", description="For example 1 9 2026.")

    @property
    def is_filled(self) -> bool:
        """Whether anything was entered."""
        typed = (self.first_name.data, self.last_name.data, self.email.data, self.from_on.data)
        return any(typed) or bool(self.from_on.errors)


class CheckForm(forms.Form):
    """The whole answer."""

    held = FieldList(FormField(HeldForm))
    named = FieldList(FormField(NamedForm), min_entries=ROWS, max_entries=rules.MOST_NAMED)
    answered_by = StringField(
        "Your name, and your role at the setting",
        description="For example Petra Osei, office manager.",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter your name and your role"),
            Length(max=LONGEST_NAME, message="Enter at most 120 characters"),
        ],
    )
    more = SubmitField("Add another person")
    submit = SubmitField("Send this answer")

    def lay_out(self, appointment_ids: list[str]) -> bool:
        """Ask about these appointments; what was said of them before stays.

        Returns:
            Whether they are no longer those that were asked about: somebody changed them since.

        """
        said = {one.form.appointment_id.data: one.form.data for one in self.held}
        if list(said) == appointment_ids:
            return False
        while self.held.entries:
            self.held.pop_entry()
        for one in appointment_ids:
            self.held.append_entry({**said.get(one, {}), "appointment_id": one})
        return bool(self.is_submitted())

    def is_sound(self, names: Mapping[str, str]) -> bool:
        """Tell whether it can be taken; what is wrong stands beside its field."""
        first, second = self.validate(), self.check_rows(names)
        return bool(first) and second

    def check_rows(self, names: Mapping[str, str]) -> bool:
        """Note beside each field what is missing or cannot be; names by appointment."""
        for held in self.held:
            _check_held(held.form, names)
        for named in self.named:
            if named.form.is_filled:
                _check_named(named.form)
        return not any(self.faults())

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong in the rows, each with the address of its field."""
        for one in (*self.held, *self.named):
            for field in one.form:
                for message in field.errors:
                    yield str(message), f"#{field.id}"

    @property
    def answer(self) -> rules.Answer:
        """What was said."""
        return rules.Answer(
            answered_by=forms.filled(self.answered_by),
            held=[
                rules.StillHeld(
                    appointment_id=UUID(one.form.appointment_id.data),
                    last_on=one.form.last_on.data if one.form.still.data == "no" else None,
                    done={
                        kind: one.form[kind].data
                        for kind in rules.TRAININGS
                        if one.form[kind].data is not None
                    },
                )
                for one in self.held
            ],
            named=[
                rules.NewlyHeld(
                    first_name=forms.filled(one.form.first_name),
                    last_name=forms.filled(one.form.last_name),
                    email=one.form.email.data,
                    role=forms.filled(one.form.role),
                    from_on=forms.chosen_day(one.form.from_on),
                )
                for one in self.named
                if one.form.is_filled
            ],
        )


def _fault(field: wtforms.Field, message: str) -> None:
    field.errors = [*field.errors, message]


def _check_held(row: HeldForm, names: Mapping[str, str]) -> None:
    name = names[forms.filled(row.appointment_id)]
    gone = row.still.data == "no"
    if not gone and row.still.data != "yes":
        _fault(row.still, f"Say whether {name} still holds the role")
    if gone and row.last_on.data is None and not row.last_on.errors:
        _fault(row.last_on, f"Enter the last day of {name} in the role")
    for key in rules.TRAININGS:
        done = row[key].data
        if done is not None and done > kit.today():
            _fault(row[key], "Enter a day on which it was completed, not one to come")


def _check_named(row: NamedForm) -> None:
    for field, what in ((row.first_name, "first name"), (row.last_name, "last name")):
        if not field.data:
            _fault(field, f"Enter their {what}")
        elif len(field.data) > LONGEST_NAME:
            _fault(field, f"Enter a {what} of at most 120 characters")
    try:
        if normal_address(row.email.data) is None:
            _fault(row.email, "Enter their work email address")
    except Invalid as refusal:
        _fault(row.email, str(refusal))
    if row.role.data not in rules.ROLES:
        _fault(row.role, "Say which role it is")
    if row.from_on.data is None and not row.from_on.errors:
        _fault(row.from_on, "Enter their first day in the role")


@pages.route("/<token>", methods=["GET", "POST"])
@kit.requires(PUBLIC)
@limited("dsl_check", tries, methods=("GET", "POST"))
def answer(token: str) -> ResponseReturnValue:
    """Show who we have as DSL and deputies, and take what the setting says of it."""
    check_id = read_token(kit.settings().secret_key, token, of=DSL_CHECK)
    if check_id is None:
        return render_template("lms/public/dsl_check_spent.html"), 404
    session, today = kit.session(), kit.today()
    check = queries.check(session, check_id)
    if today > check.open_until or not check.setting.is_open_on(today):
        return render_template("lms/public/dsl_check_spent.html"), 410
    running = [
        one
        for one in queries.shown_at(session, check.setting_id, today, kit.settings())
        if one.appointment.until_on is None or one.appointment.until_on > today
    ]
    names = {one.appointment.id.hex: one.appointment.person.name for one in running}
    form = CheckForm()
    changed = form.lay_out(list(names))
    if form.more.data and len(form.named) < rules.MOST_NAMED:
        form.named.append_entry()
    elif form.is_submitted() and not changed and form.is_sound(names):
        try:
            with kit.work() as work:
                commands.answer(work, check_id, form.answer)
        except CheckOver:
            return render_template("lms/public/dsl_check_spent.html"), 410
        except Refusal as refusal:
            form.refuse(refusal, field="answered_by")
        else:
            return redirect(url_for(".thanks", token=token))
    wrong = changed or bool(form.errors) or any(form.faults())
    return render_template(
        "lms/public/dsl_check.html",
        form=form,
        changed=changed,
        check=check,
        token=token,
        held=list(zip(form.held, running, strict=True)),
        trainings=rules.TRAININGS,
        said_by=rules.NAMED_BY,
        roles=rules.ROLES,
        most=rules.MOST_NAMED,
    ), (422 if wrong and not form.more.data else 200)


@pages.get("/<token>/thanks")
@kit.requires(PUBLIC)
@limited("dsl_check", tries, methods=("GET",))
def thanks(token: str) -> ResponseReturnValue:
    """Say what was noted, and what happens with the rest."""
    check_id = read_token(kit.settings().secret_key, token, of=DSL_CHECK)
    if check_id is None:
        return render_template("lms/public/dsl_check_spent.html"), 404
    check = queries.check(kit.session(), check_id)
    return render_template(
        "lms/public/dsl_check_thanks.html",
        check=check,
        token=token,
        waiting=[one for one in check.told if one.settled_at is None],
        roles=rules.ROLES,
    )

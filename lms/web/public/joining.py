"""Entering oneself by a team's code, for a starter nobody has told of yet."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.answers import commands
from lms.delivery import kit
from lms.delivery.limits import limited
from lms.kernel.errors import Refusal
from lms.kernel.permissions import PUBLIC
from lms.kernel.settings import Settings
from lms.web import forms
from lms.web.public.rows import StarterRow

pages = Blueprint("joining", __name__, url_prefix="/join")


def tries(settings: Settings) -> int:
    """How many tries an hour one network address has."""
    return settings.join_tries


class JoinForm(forms.Form):
    """The code, and who starts."""

    code = StringField(
        "Your team’s code",
        description="Eight letters and digits, such as 7F3K-92QD. Your manager has it.",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter your team’s code"),
            Length(max=40, message="The code has eight letters and digits"),
        ],
        render_kw={"autocapitalize": "characters"},
    )
    first_name = StringField("First name", filters=[forms.stripped])
    last_name = StringField("Last name", filters=[forms.stripped])
    email = StringField(
        "Email address",
        description="Work or personal: one you can read on your first day. A link to your "
        "training goes there.",
        filters=[forms.stripped],
    )
    kind = StarterRow.kind
    agency = StarterRow.agency
    starts_on = forms.DayField("First day", description="For example 30 11 2026.")
    submit = SubmitField("Send to my manager")

    check = StarterRow.check
    missing = StarterRow.missing

    def is_sound(self) -> bool:
        """Tell whether it can be taken; what is wrong stands beside its field."""
        sound = self.validate()
        StarterRow.check(self)
        if not self.email.data:
            self.email.errors = [*self.email.errors, "Enter an email address"]
        return bool(sound) and not self.errors


@pages.route("", methods=["GET", "POST"], defaults={"code": ""})
@pages.route("/<code>", methods=["GET", "POST"])
@kit.requires(PUBLIC)
@limited("join", tries)
def join(code: str) -> ResponseReturnValue:
    """Ask who starts; the answer is the same whoever is known already."""
    form = JoinForm()
    if not form.is_submitted():
        form.code.data = code[:40]
    if form.is_submitted() and form.is_sound():
        try:
            with kit.work() as work:
                commands.join(work, forms.filled(form.code), form.missing)
        except Refusal as refusal:
            form.refuse(refusal, field="first_name")
        else:
            return redirect(url_for(".thanks"))
    return render_template("lms/public/join.html", form=form), (422 if form.errors else 200)


@pages.get("/thanks")
@kit.requires(PUBLIC)
def thanks() -> ResponseReturnValue:
    """Say what happens next."""
    return render_template("lms/public/join_thanks.html")

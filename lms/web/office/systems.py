"""Tokens of other systems: what each may do, made once, revoked at once."""

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField, StringField, SubmitField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from lms.delivery import kit
from lms.identity import commands, queries, rules
from lms.identity.permissions import KEEP_TOKENS
from lms.kernel.errors import Refusal
from lms.web import forms

if TYPE_CHECKING:
    from lms.identity.models import Token

pages = Blueprint("systems", __name__, url_prefix="/tokens")

YEAR = timedelta(days=365)


class TokenForm(forms.Form):
    """Which system, what it may do, and until when."""

    name = StringField(
        "Which system is it for?",
        description="Such as Entra ID, or Rota. What it enters names this as its source.",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter the name of the system"),
            Length(max=120, message="Enter at most 120 characters"),
        ],
    )
    scopes = SelectMultipleField(
        "What may it do?",
        choices=forms.options(rules.SCOPES.items()),
        validators=[DataRequired("Choose what it may do")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    expires_on = forms.DayField(
        "What is its last day?",
        description="A year from now unless you say otherwise. Leave it blank for none.",
    )
    submit = SubmitField("Make this token")


@pages.route("", methods=["GET", "POST"])
@kit.requires(KEEP_TOKENS)
def index() -> ResponseReturnValue:
    """List the tokens; make another, whose secret is shown this once."""
    form = TokenForm()
    if not form.is_submitted():
        form.expires_on.data = kit.today() + YEAR
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                made, secret = commands.add_token(
                    work,
                    name=forms.filled(form.name),
                    scopes=form.scopes.data or [],
                    expires_on=form.expires_on.data,
                )
                name, last = made.name, made.last_day
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            return render_template("lms/office/token.html", name=name, secret=secret, last=last)
    return render_template(
        "lms/office/tokens.html",
        form=form,
        tokens=queries.tokens(kit.session()),
        scopes=rules.SCOPES,
        today=kit.today(),
    ), (422 if form.errors else 200)


class RevokeForm(forms.Form):
    """Nothing to fill in."""

    submit = SubmitField("Revoke this token")


@pages.route("/<uuid:token_id>/revoke", methods=["GET", "POST"])
@kit.requires_over(KEEP_TOKENS, queries.token)
def revoke(found: "Token") -> ResponseReturnValue:
    """Ask once more, then let a token work no longer."""
    form, name = RevokeForm(), found.name
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.revoke_token(work, found.id)
        except Refusal as refusal:
            flash(str(refusal), "error")
        else:
            flash(f"The token of {name} works no longer.", "success")
        return redirect(url_for(".index"))
    return render_template("lms/office/token_revoke.html", form=form, found=found)

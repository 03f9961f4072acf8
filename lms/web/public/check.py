"""Is this certificate real? For anybody who holds one, without an account."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.certificates import errors, queries
from lms.certificates.paper import Facts
from lms.delivery import kit
from lms.delivery.limits import limited
from lms.kernel.permissions import PUBLIC
from lms.kernel.settings import Settings
from lms.web import forms

pages = Blueprint("check", __name__, url_prefix="/verify")


def tries(settings: Settings) -> int:
    """How many checks an hour one network address has."""
    return settings.verify_tries


class CheckForm(forms.Form):
    """The number on the paper."""

    number = StringField(
        "What is the number on the certificate?",
        description="Sixteen letters and digits, such as 7F3K-92QD-XM4T-8RWP.",
        filters=[forms.stripped],
        validators=[DataRequired("Enter the number on the certificate"), Length(max=60)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )
    submit = SubmitField("Check certificate")


@pages.route("", methods=["GET", "POST"])
@kit.requires(PUBLIC)
def ask() -> ResponseReturnValue:
    """Ask for a number."""
    form = CheckForm()
    if form.validate_on_submit():
        return redirect(url_for(".show", number=forms.filled(form.number)[:60]))
    status = 422 if form.errors else 200
    return render_template("lms/public/check.html", form=form), status


@pages.get("/<number>")
@kit.requires(PUBLIC)
@limited("verify", tries, methods=("GET",))
def show(number: str) -> ResponseReturnValue:
    """Tell name, module, edition and days, so that an edited paper is seen, and how it stands."""
    try:
        certificate = queries.by_number(kit.session(), number)
    except errors.NoSuchCertificate as refusal:
        form = CheckForm(data={"number": number[:60]})
        form.number.errors = [str(refusal)]
        return render_template("lms/public/check.html", form=form), 404
    checked = queries.checked(kit.session(), certificate, kit.today())
    return render_template(
        "lms/public/checked.html",
        certificate=certificate,
        checked=checked,
        facts=Facts.from_plain(certificate.facts),
    )

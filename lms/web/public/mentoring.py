"""Links of the mentoring programme that need no sign-in: the head's agreement, yes or no."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.delivery import kit
from lms.delivery.limits import limited
from lms.identity.rules import MENTOR_HEAD, PAIRING, read_token
from lms.kernel.errors import NotFound, Refusal
from lms.kernel.permissions import PUBLIC
from lms.kernel.settings import Settings
from lms.mentoring import commands, queries
from lms.mentoring.errors import OfferOver
from lms.mentoring.rules.explaining import DAYS
from lms.mentoring.rules.pairing import Step, step
from lms.people.rules import LONGEST_NAME, PHASES
from lms.web import forms

if TYPE_CHECKING:
    from lms.mentoring.models import Pairing

pages = Blueprint("mentoring_links", __name__, url_prefix="/mentoring")


def tries(settings: Settings) -> int:
    """How many looks an hour one network address has."""
    return settings.verify_tries


class AgreeForm(forms.Form):
    """The head's agreement."""

    name = StringField(
        "Your name, and your role at the setting",
        description="For example Petra Osei, headteacher.",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter your name and your role"),
            Length(max=LONGEST_NAME, message="Enter at most 120 characters"),
        ],
    )
    submit = SubmitField("Agree to the time")


class AnswerForm(forms.Form):
    """Yes or no to a proposal."""

    say = RadioField(
        "Your answer",
        choices=forms.options([("yes", "Yes"), ("no", "No, somebody else please")]),
        validators=[DataRequired("Choose yes or no")],
    )
    submit = SubmitField("Send this answer")


@pages.route("/head/<token>", methods=["GET", "POST"])
@kit.requires(PUBLIC)
@limited("mentoring", tries, methods=("GET", "POST"))
def head(token: str) -> ResponseReturnValue:
    """Say what mentoring takes, and take the head's agreement."""
    profile_id = read_token(kit.settings().secret_key, token, of=MENTOR_HEAD)
    if profile_id is None:
        return _spent()
    try:
        found = queries.profile(kit.session(), profile_id)
    except NotFound:
        return _spent()
    if found.withdrawn_at is not None:
        return _spent()
    form = AgreeForm()
    if found.head_agreed_at is None and form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.agree(work, profile_id, name=forms.filled(form.name))
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            return redirect(url_for(".head", token=token))
    return render_template("lms/public/mentor_head.html", form=form, found=found, token=token), (
        422 if form.errors else 200
    )


@pages.route("/answer/<side>/<token>", methods=["GET", "POST"])
@kit.requires(PUBLIC)
@limited("mentoring", tries, methods=("GET", "POST"))
def answer(side: str, token: str) -> ResponseReturnValue:
    """Show what it takes to decide, and take a yes or a no."""
    pairing_id = read_token(kit.settings().secret_key, token, of=PAIRING.get(side, side))
    if side not in PAIRING or pairing_id is None:
        return _spent()
    try:
        found = queries.pairing(kit.session(), pairing_id)
    except NotFound:
        return _spent()
    form = AnswerForm()
    if form.validate_on_submit():
        act = commands.accept if form.say.data == "yes" else commands.step_back
        try:
            with kit.work() as work:
                act(work, pairing_id, side=side)
        except OfferOver as refusal:
            form.refuse(refusal, field="say")
        else:
            return redirect(url_for(".answer", side=side, token=token))
    return render_template(
        "lms/public/mentor_answer.html",
        form=form,
        side=side,
        token=token,
        found=found,
        at=_where(found),
        step=step(found, kit.today()),
        steps=Step,
        said=found.mentor_yes_at if side == "mentor" else found.mentee_yes_at,
        days=DAYS,
        phases=PHASES,
    ), (422 if form.errors else 200)


def _where(found: "Pairing") -> dict[str, object]:
    """Return what each of the two may know of the other before either says yes."""
    session = kit.session()
    held = queries.appointment_of(session, found.mentor_id, kit.today())
    profile = queries.profile_of(session, found.mentor_id)
    return {
        "setting": held.setting if held is not None else None,
        "days": profile.days if profile is not None else [],
    }


def _spent() -> ResponseReturnValue:
    return render_template("lms/public/mentor_spent.html"), 404

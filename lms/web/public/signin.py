"""Coming in and going out: by link, by code, by card."""

import email
import email.policy
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, StringField, SubmitField
from wtforms.validators import DataRequired, Email, Length

from lms.delivery import kit, sessions
from lms.delivery.limits import limited
from lms.delivery.state import state
from lms.identity import commands, errors, rules
from lms.kernel import words
from lms.kernel.errors import NotFound
from lms.kernel.permissions import PUBLIC, SIGNED_IN, System
from lms.kernel.settings import Settings
from lms.people import commands as people
from lms.web import forms

pages = Blueprint("signin", __name__)

PENDING = "lms_link"
"""The link that this browser asked for; its code may be typed here."""

NEXT = "lms_next"
THROUGH = "lms_through"
"""The identity provider through which this session began."""

SITE = System()


def tries(settings: Settings) -> int:
    """How many tries an hour one network address has."""
    return settings.sign_in_tries


class AskForm(forms.Form):
    """Who wants to come in."""

    email = EmailField(
        "What is your email address?",
        description="Your work address, or the personal one your manager or agency gave us.",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter your email address"),
            Length(max=254, message="Enter an address of at most 254 characters"),
            Email("Enter an email address like name@example.com"),
        ],
    )
    submit = SubmitField("Send me a link")


class CodeForm(forms.Form):
    """The short code of a message read on another device."""

    code = StringField(
        "Type the code from the message",
        description="Eight letters and digits, such as 7F3K-92QD. Small letters are fine.",
        filters=[forms.stripped],
        validators=[DataRequired("Enter the code from the message"), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters"},
    )
    submit = SubmitField("Sign in with the code")


class CardForm(forms.Form):
    """The code of a printed card."""

    code = StringField(
        "Type the code on your card",
        description="Twelve letters and digits, such as 7F3K-92QD-XM4T.",
        filters=[forms.stripped],
        validators=[DataRequired("Enter the code on your card"), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )
    submit = SubmitField("Sign in")


@pages.route("/sign-in", methods=["GET", "POST"])
@kit.requires(PUBLIC)
@limited("sign-in", tries)
def ask() -> ResponseReturnValue:
    """Ask for an address and send a link to it; the answer never tells whether it is known."""
    if kit.actor().id is not None:
        return redirect(url_for("lms.home.show"))
    form = AskForm()
    if request.method == "GET":
        remember(request.args.get("next"))
    if form.validate_on_submit():
        with kit.work(by=SITE) as work:
            link_id = commands.ask_link(work, forms.filled(form.email))
        session[PENDING] = str(link_id or uuid4())
        return redirect(url_for(".sent"))
    providers = state().providers.values()
    return render_template("lms/public/sign_in.html", form=form, providers=providers)


@pages.route("/sign-in/sent", methods=["GET", "POST"])
@kit.requires(PUBLIC)
@limited("sign-in", tries)
def sent() -> ResponseReturnValue:
    """Say that a message is under way, and take the code that stands in it."""
    if PENDING not in session:
        return redirect(url_for(".ask"))
    form = CodeForm()
    if form.validate_on_submit():
        link_id = UUID(session[PENDING])
        with kit.work(by=SITE) as work:
            left = commands.try_code(work, link_id, forms.filled(form.code))
        if left is None:
            return come_in(link_id)
        form.refuse(errors.WrongCode(left), field="code")
    status = 422 if form.errors else 200
    return render_template(
        "lms/public/sent.html",
        form=form,
        minutes=minutes(),
        grace=kit.settings().grace_days,
        help_contact=kit.settings().help_contact,
    ), status


@pages.route("/sign-in/link/<token>", methods=["GET", "POST"])
@kit.requires(PUBLIC)
@limited("sign-in-link", lambda settings: settings.sign_in_tries * 3)
def link(token: str) -> ResponseReturnValue:
    """Ask for one more press, as mail scanners open links but press nothing; then let in."""
    link_id = rules.read_token(kit.settings().secret_key, token)
    if link_id is None:
        return spent()
    if request.method == "POST":
        return come_in(link_id)
    return render_template("lms/public/link.html", token=token)


@pages.route("/sign-in/card", methods=["GET", "POST"])
@kit.requires(PUBLIC)
@limited("sign-in", tries)
def card() -> ResponseReturnValue:
    """Take the code of a printed card."""
    form = CardForm()
    if request.method == "GET" and request.args.get("code"):
        form.code.data = request.args["code"][:40]
    if form.validate_on_submit():
        try:
            with kit.work(by=SITE) as work:
                person_id = commands.use_card(work, forms.filled(form.code)).id
        except errors.LinkSpent:
            form.code.errors = [
                "That code is not on a card we know, or it was used already. Check it, or ask "
                "your manager for a new card."
            ]
        else:
            return entered(person_id)
    status = 422 if form.errors else 200
    return render_template("lms/public/card.html", form=form), status


@pages.post("/sign-out")
@kit.requires(SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    through = session.get(THROUGH)
    sessions.end()
    return gone(through, "You are signed out. What you did is saved.")


@pages.post("/sign-out/everywhere")
@kit.requires(SIGNED_IN)
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of this person."""
    person_id = kit.actor().id
    with kit.work() as work:
        if person_id is not None:
            people.sign_out_everywhere(work, person_id)
    through = session.get(THROUGH)
    sessions.end()
    return gone(through, "You are signed out on every device.")


def gone(through: str | None, said: str) -> ResponseReturnValue:
    """Say that somebody is signed out; who came through a provider may sign out there too."""
    provider = state().providers.get(through or "")
    if provider is not None and provider.settings.sign_out:
        return redirect(url_for("lms.signin_with.left", key=through))
    flash(said, "success")
    return redirect(url_for(".ask"))


def come_in(link_id: UUID) -> ResponseReturnValue:
    """Use the link and go where the person wanted to go."""
    try:
        with kit.work(by=SITE) as work:
            person_id = commands.use_link(work, link_id).id
    except errors.LinkSpent:
        return spent()
    return entered(person_id)


def entered(person_id: UUID, *, through: str = "") -> ResponseReturnValue:
    """Begin the session; what was held for later is taken along."""
    wanted = session.get(NEXT)
    sessions.begin(person_id)
    if through:
        session[THROUGH] = through
    return redirect(wanted or url_for("lms.home.show"))


def spent() -> ResponseReturnValue:
    """Say that a link no longer works, and offer a new one."""
    return render_template("lms/public/spent.html", form=AskForm(formdata=None)), 410


def remember(wanted: str | None) -> None:
    """Keep where somebody was going, if it is a page of this site."""
    if wanted and wanted.startswith("/") and not wanted.startswith(("//", "/\\")):
        parts = urlsplit(wanted)
        if not parts.netloc and not parts.scheme:
            session[NEXT] = wanted


def minutes() -> int:
    """How long a sign-in link lasts."""
    return kit.settings().link_minutes


@pages.get("/outbox")
@kit.requires(PUBLIC)
def outbox() -> ResponseReturnValue:
    """Show the messages of a demonstration; there is no such page elsewhere."""
    if not kit.settings().demo:
        msg = "If you typed the address, check it. If you followed a link, it may be old."
        raise NotFound(msg)
    folder = state().instance / "outbox"
    found = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    messages = [read_message(path.read_bytes()) for path in found[:50]]
    return render_template("lms/public/outbox.html", messages=messages)


def read_message(raw: bytes) -> dict[str, object]:
    """Return a written message's parts, its addresses on lines of their own made into links."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body()
    text = body.get_content() if body else ""
    return {
        "to": message["To"],
        "subject": message["Subject"],
        "date": words.moment(message["Date"].datetime) if message["Date"] else "",
        "lines": [
            {"text": line, "link": line if line.startswith(("http://", "https://")) else ""}
            for line in text.splitlines()
        ],
    }

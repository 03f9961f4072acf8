"""A DSL's own part in the mentoring programme: offering, asking, pausing, stepping back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectMultipleField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from lms.delivery import kit
from lms.kernel.errors import Refusal
from lms.kernel.permissions import SIGNED_IN
from lms.mentoring import commands, permissions, queries
from lms.mentoring.rules import terms
from lms.mentoring.rules.explaining import CONTEXTS, DAYS
from lms.mentoring.rules.pairing import LONGEST_AIMS, Step, step
from lms.people import queries as people
from lms.people.rules import PHASES, WHOLE_COUNCIL
from lms.web import forms
from lms.web.discreet import DiscreetField
from lms.web.learner.own import me

if TYPE_CHECKING:
    from lms.mentoring.models import Pairing

pages = Blueprint("mentoring", __name__, url_prefix="/mentoring")

OFFERED = "Thank you. Your head is asked to agree to the time; then you can be proposed."


def several(label: str, choices: Any, **more: Any) -> SelectMultipleField:  # noqa: ANN401 - words by value
    """Return a field of several tick boxes."""
    return SelectMultipleField(
        label,
        choices=forms.options(choices.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
        **more,
    )


class OfferForm(forms.Form):
    """What a mentor says of how they could help."""

    phases = several(
        "Which phases do you know?", PHASES, validators=[DataRequired("Choose at least one phase")]
    )
    dsl_since = forms.DayField(
        "Since when have you been a DSL, anywhere?", description="For example 1 9 2019."
    )
    contexts = several("Which of these do you know from the inside? (optional)", CONTEXTS)
    online = BooleanField("Meeting online suits me")
    travel_km = forms.NumberField(
        "How many kilometres would you travel?",
        description="In a straight line from your setting. Nought if you meet online only.",
        default=20,
    )
    days = several("Which days suit you? (optional)", DAYS)
    capacity = RadioField(
        "How many new DSLs could you help at a time?",
        choices=forms.options([("1", "One"), ("2", "Two"), ("3", "Three")]),
        default="2",
        validators=[DataRequired("Choose how many")],
    )
    conflicts = TextAreaField(
        "Is there anybody you cannot help? (optional)",
        description="Work email addresses of DSLs, one a line: a relative, a friend, somebody "
        "you have worked with closely. Nobody sees it, and nobody asks why.",
        filters=[forms.stripped],
        validators=[Length(max=2000, message="Enter at most 2,000 characters")],
    )
    submit = SubmitField("Offer to mentor")


class AskForm(forms.Form):
    """What suits somebody who waits."""

    online = BooleanField("Meeting online suits me", default=True)
    days = several("Which days suit you? (optional)", DAYS)
    contexts = several("Does any of these describe your setting? (optional)", CONTEXTS)
    aims = DiscreetField(
        "What do you hope for? (optional)",
        description="Two or three sentences; your mentor reads them. Nothing that could point "
        "at a child, a family or a colleague.",
        filters=[forms.stripped],
        validators=[Length(max=LONGEST_AIMS, message=f"Write at most {LONGEST_AIMS} characters")],
    )
    submit = SubmitField("Ask for a mentor")


@pages.get("")
@kit.requires(SIGNED_IN)
def show() -> ResponseReturnValue:
    """Lead whoever brings people together to their page, and everybody else to their own."""
    coordinates = kit.may(permissions.READ, WHOLE_COUNCIL)
    return redirect(url_for("lms.mentoring_office.index" if coordinates else ".mine"))


@pages.get("/mine")
@kit.requires(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """Show somebody's own part: their pairs, what they offered, whether they wait."""
    session, today, person_id = kit.session(), kit.today(), me()
    need = queries.need_of(session, person_id)
    found = queries.pairings_of(session, person_id, today)
    return render_template(
        "lms/mentor/mine.html",
        held=queries.appointment_of(session, person_id, today),
        profile=queries.profile_of(session, person_id),
        need=need,
        waited=terms.school_days_between(need.notified_on, today, queries.term_days(session))
        if need is not None
        else 0,
        found=[(one, commands.side_of(one, person_id), step(one, today)) for one in found],
        steps=Step,
    )


@pages.route("/offer", methods=["GET", "POST"])
@kit.requires(SIGNED_IN)
def offer() -> ResponseReturnValue:
    """Ask a DSL how they could help, and keep it."""
    session, person_id = kit.session(), me()
    profile = queries.profile_of(session, person_id)
    current = profile if profile is not None and profile.withdrawn_at is None else None
    form = OfferForm(obj=current) if current is not None else OfferForm()
    if current is not None:
        form.submit.label.text = "Save changes"
        if not form.is_submitted():
            form.capacity.data = str(current.capacity)
            form.conflicts.data = "\n".join(_addresses(person_id))
    if form.validate_on_submit():
        conflicts, unknown = _people(form.conflicts.data or "")
        if unknown:
            form.conflicts.errors = [
                f"No DSL or deputy here has the address {unknown[0]}. Put it right or take it out."
            ]
        else:
            try:
                with kit.work() as work:
                    commands.offer(work, person_id, _offered(form, conflicts))
            except Refusal as refusal:
                form.refuse(refusal, field="phases")
            else:
                flash("Saved." if current is not None else OFFERED, "success")
                return redirect(url_for(".mine"))
    return render_template(
        "lms/mentor/offer.html",
        form=form,
        held=queries.appointment_of(session, person_id, kit.today()),
        current=current,
    ), (422 if form.errors else 200)


@pages.route("/ask", methods=["GET", "POST"])
@kit.requires(SIGNED_IN)
def ask() -> ResponseReturnValue:
    """Ask for a mentor, or tell what suits while waiting."""
    session, person_id = kit.session(), me()
    need = queries.need_of(session, person_id)
    form = AskForm(obj=need) if need is not None else AskForm()
    held = queries.appointment_of(session, person_id, kit.today())
    own = people.person(session, person_id).name
    form.aims.allow(own, held.setting.name if held is not None else "")
    if need is not None:
        form.submit.label.text = "Save what suits me"
    if form.validate_on_submit():
        said = commands.Suits(
            contexts=form.contexts.data or (),
            days=form.days.data or (),
            online=bool(form.online.data),
            aims=form.aims.data or "",
        )
        try:
            with kit.work() as work:
                commands.ask(work, person_id, said)
        except Refusal as refusal:
            form.refuse(refusal, field="aims")
        else:
            flash("Saved. You should have a name within ten school days.", "success")
            return redirect(url_for(".mine"))
    return render_template(
        "lms/mentor/ask.html",
        form=form,
        need=need,
        held=held,
    ), (422 if form.errors else 200)


@pages.post("/pause")
@kit.requires(SIGNED_IN)
def pause() -> ResponseReturnValue:
    """Take nobody new for now, or again."""
    paused = request.form.get("paused") == "yes"
    said = "Nobody new is proposed to you for now." if paused else "You can be proposed again."
    return _do(lambda work: commands.pause(work, me(), paused=paused), said)


@pages.post("/withdraw")
@kit.requires(SIGNED_IN)
def withdraw() -> ResponseReturnValue:
    """Take one's offer to mentor back."""
    return _do(
        lambda work: commands.withdraw(work, me()),
        "Your offer is taken back. Whom you help already stays until one of you steps back.",
    )


@pages.post("/head")
@kit.requires(SIGNED_IN)
def ask_head() -> ResponseReturnValue:
    """Ask the head once more."""
    return _do(lambda work: commands.ask_head(work, me()), "Your head is asked once more.")


@pages.post("/no-mentor")
@kit.requires(SIGNED_IN)
def close() -> ResponseReturnValue:
    """Say that one wants no mentor; nobody asks why."""
    need = queries.need_of(kit.session(), me())
    if need is None:
        return redirect(url_for(".mine"))
    need_id = need.id
    return _do(
        lambda work: commands.close(work, need_id, reason="own"),
        "You wait for a mentor no longer. You can ask at any time.",
    )


@pages.post("/pairings/<uuid:pairing_id>/yes")
@kit.requires_over(SIGNED_IN, queries.pairing)
def accept(found: "Pairing") -> ResponseReturnValue:
    """Say yes to a proposal."""
    side, pairing_id = commands.side_of(found, me()), found.id
    return _do(lambda work: commands.accept(work, pairing_id, side=side), "You said yes.")


@pages.post("/pairings/<uuid:pairing_id>/no")
@kit.requires_over(SIGNED_IN, queries.pairing)
def step_back(found: "Pairing") -> ResponseReturnValue:
    """Say no to a proposal, or step back from a pairing."""
    side, pairing_id = commands.side_of(found, me()), found.id
    said = "You have stepped back. Nobody is at fault, and nobody asks why."
    return _do(lambda work: commands.step_back(work, pairing_id, side=side), said)


def _do(act: Callable[[Any], object], said: str) -> ResponseReturnValue:
    try:
        with kit.work() as work:
            act(work)
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(said, "success")
    return redirect(url_for(".mine"))


def _offered(form: OfferForm, conflicts: list[Any]) -> commands.Offered:
    return commands.Offered(
        phases=form.phases.data or (),
        contexts=form.contexts.data or (),
        days=form.days.data or (),
        online=bool(form.online.data),
        travel_km=form.travel_km.data or 0,
        capacity=int(forms.filled(form.capacity)),
        dsl_since=form.dsl_since.data,
        conflicts=conflicts,
    )


def _addresses(person_id: Any) -> list[str]:  # noqa: ANN401 - an id
    session = kit.session()
    ids = [one.other_id for one in queries.conflicts_of(session, person_id)]
    return sorted(people.person(session, one).email or "" for one in ids)


def _people(text: str) -> tuple[list[Any], list[str]]:
    """Return which DSLs addresses name, and the addresses that name none.

    Of others nothing is told, not even that they are known here.
    """
    session, today = kit.session(), kit.today()
    known, unknown = [], []
    for one in (line.strip().lower() for line in text.splitlines() if line.strip()):
        owner = people.address_owner(session, one, but=None)
        if owner is not None and queries.appointment_of(session, owner.id, today) is not None:
            known.append(owner.id)
        else:
            unknown.append(one)
    return known, unknown

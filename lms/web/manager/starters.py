"""Adding a starter whom no list has brought: one short page, then a link or a card."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, HiddenField, RadioField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.answers import commands as settling
from lms.answers import queries as answers
from lms.answers.errors import NoSuchReport
from lms.answers.permissions import DECIDE
from lms.answers.rules import BY_CODE
from lms.delivery import kit
from lms.delivery.state import state
from lms.identity import commands as identity
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.kernel.work import Work
from lms.people import commands, errors, permissions, queries, rules
from lms.people.rules import fold
from lms.web import forms
from lms.web.manager.known import Known, known
from lms.web.office.engaging import NEW, ManagerForm, parts

if TYPE_CHECKING:
    from lms.answers.models import Report
    from lms.people.models import Engagement

pages = Blueprint("starters", __name__, url_prefix="/people")

TOO_LONG = f"Enter at most {rules.LONGEST_NAME} characters"
NOBODY = "new"
"""Value of 'none of these people'."""


class StarterForm(ManagerForm):
    """Who starts, where, when, and how they come in."""

    first_name = StringField(
        "First name",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter their first name"),
            Length(max=rules.LONGEST_NAME, message=TOO_LONG),
        ],
    )
    last_name = StringField(
        "Last name",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter their last name"),
            Length(max=rules.LONGEST_NAME, message=TOO_LONG),
        ],
    )
    email = EmailField(
        "Email address (optional)",
        description="Work or personal: one they can read on their first day. Without one, you "
        "print a card for them to sign in with.",
        filters=[forms.stripped],
    )
    send = RadioField(
        "How do they come in?",
        choices=forms.options(
            [
                ("now", "Send an invitation now"),
                ("first_day", "Send an invitation on their first day"),
                ("card", "Print a sign-in card, which I hand over"),
            ]
        ),
        default="now",
        validate_choice=False,
    )
    same = RadioField("Is it the same person?", validate_choice=False)
    report = HiddenField()
    """What was told of them, where they are entered because of it."""

    submit = SubmitField("Add this starter")


@dataclass(frozen=True)
class Added:
    """What adding a starter came to."""

    person_id: UUID
    said: str
    card: bool
    """Whether a card is to be printed next."""


@pages.route("/add", methods=["GET", "POST"])
@kit.requires(permissions.ADD)
def add() -> ResponseReturnValue:
    """Ask for a starter, show who might be the same person, then add them."""
    form, alike = asked(), list[Known]()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                added = entered(work, form)
        except errors.FormSent as refusal:
            return sent_before(str(refusal), form)
        except errors.LooksKnown as refusal:
            alike = known(refusal.person_ids, form.first_name.data, form.last_name.data)
            form.refuse(refusal, field="same")
        except Refusal as refusal:
            form.refuse(refusal, field="first_name")
        else:
            flash(added.said, "success")
            if form.report.data and not added.card:
                return redirect(url_for(back_to()))
            page = "lms.cards.ask" if added.card else "lms.people.show"
            return redirect(url_for(page, person_id=added.person_id))
    return drawn(form, alike)


def asked() -> StarterForm:
    """Return the form with what whoever is signed in may choose."""
    form, actor = StarterForm(), kit.actor()
    reach = actor.reach(permissions.ADD)
    form.offer(permissions.ADD)
    form.ask_who(reach, getattr(actor, "name", ""))
    if not form.is_submitted() and actor.id is not None and not reach.everyone:
        around = queries.units_around(kit.session(), actor.id)
        form.unit.data = around[-1].id.hex if around else ""
    if not form.is_submitted():
        suggest(form)
    return form


def suggest(form: StarterForm) -> None:
    """Take over who is meant from a link, such as one beside somebody unknown who came."""
    for field in (form.first_name, form.last_name, form.email):
        field.data = request.args.get(field.name, "")[:254] or field.data
    told = reported(request.args.get("report"))
    if told is None:
        return
    form.report.data = told.id.hex
    form.first_name.data, form.last_name.data = told.first_name, told.last_name
    form.email.data, form.kind.data = told.email, told.engaged_as
    form.starts_on.data = told.on
    if told.agency:
        named = {fold(one.name): one.id.hex for one in queries.agencies(kit.session())}
        form.agency.data = named.get(fold(told.agency), NEW)
        form.new_agency.data = told.agency if form.agency.data == NEW else ""
    if told.code is not None:
        form.unit.data = told.code.unit_id.hex
    if told.manager_id != kit.actor().id:
        form.who.data, form.manager.data = "other", told.manager.email or told.manager.name


def reported(text: str | None) -> "Report | None":
    """Return what was told and waits, where whoever is signed in may decide about it."""
    report_id = _chosen(text)
    if report_id is None:
        return None
    try:
        found = answers.report(kit.session(), report_id)
    except NoSuchReport:
        return None
    mine = found.waits_for == "manager" and found.manager_id == kit.actor().id
    waits = found.settled_at is None and found.kind != "left"
    return found if waits and (mine or kit.may(DECIDE, rules.WHOLE_COUNCIL)) else None


def back_to() -> str:
    """Return where to go on from: HR's list of what was told, or a manager's own."""
    may = kit.may(DECIDE, rules.WHOLE_COUNCIL)
    return "lms.reports.index" if may else "lms.codes.index"


def drawn(form: StarterForm, alike: list[Known]) -> ResponseReturnValue:
    """Show the form; with whoever looks like the starter, once they were asked about."""
    if form.same.data and not alike:
        alike = known_again(form)
    form.same.choices = forms.options(
        [*((one.id.hex, one.said) for one in alike), (NOBODY, "Somebody else, who is new here")]
    )
    status = 422 if form.errors else 200
    return render_template(
        "lms/manager/starter.html",
        form=form,
        alike=alike,
        cards=not state().mounted,
    ), status


def known_again(form: StarterForm) -> list[Known]:
    """Return whom the page asked about before, while something else is put right."""
    found = queries.lookalikes(
        kit.session(),
        first_name=form.first_name.data or "",
        last_name=form.last_name.data or "",
        email=form.email.data,
    )
    return known([one.id for one in found], form.first_name.data, form.last_name.data)


def entered(work: Work, form: StarterForm) -> Added:
    """Enter the starter and ask them in, in one transaction."""
    found, told = parts(work, form), reported(form.report.data)
    begun = commands.add_starter(
        work,
        commands.Starter(
            first_name=forms.filled(form.first_name),
            last_name=forms.filled(form.last_name),
            email=form.email.data or None,
            kind=forms.filled(form.kind),
            unit=found.unit,
            agency=found.agency,
            manager=found.manager,
            starts_on=forms.chosen_day(form.starts_on),
            ends_on=form.ends_on.data,
            source=BY_CODE if told and told.code_id else commands.source_of(work),
            form_key=form.key.data or "",
        ),
        same=_chosen(form.same.data),
        is_new=form.same.data == NOBODY,
    )
    if told is not None:
        settling.entered(work, told.id, engagement_id=begun.id)
    return asked_in(work, begun, form.send.data or "now")


def _chosen(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text and text != NOBODY else None
    except ValueError:
        return None


def asked_in(work: Work, begun: "Engagement", send: str) -> Added:
    """Ask the starter in by mail, or say that a card comes next."""
    person = begun.person
    said = f"{person.name} is added, from {words.day(begun.starts_on)}."
    if person.first_signed_in_at is not None and person.email is not None:
        return Added(person.id, f"{said} They sign in as before, at {person.email}.", card=False)
    if person.email is None or send == "card":
        return Added(person.id, said, card=not state().mounted)
    day = work.today if send != "first_day" else max(work.today, begun.starts_on)
    identity.invite(work, person.id, engagement_id=begun.id, send_on=day)
    when = "now" if day == work.today else f"on {words.day(day)}"
    return Added(person.id, f"{said} An invitation goes to {person.email} {when}.", card=False)


def sent_before(said: str, form: StarterForm) -> ResponseReturnValue:
    """Answer a form that was sent already: nothing is added twice."""
    before = queries.engagement_by_form(kit.session(), form.key.data or "")
    reach = kit.actor().reach(permissions.READ)
    if before is None or not (reach.everyone or reach.covers(before.placement)):
        flash(said, "info")
        return redirect(url_for("lms.people.index"))
    flash(
        f"This form was sent before, and {before.person.name} is in the register once. For "
        "another starter, begin with a new form.",
        "info",
    )
    return redirect(url_for("lms.people.show", person_id=before.person_id))

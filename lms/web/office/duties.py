"""Duties: who holds which over what, giving one and taking it back."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, SubmitField
from wtforms.validators import DataRequired

from lms.delivery import kit
from lms.kernel.errors import Refusal
from lms.kernel.permissions import EVERYONE
from lms.people import commands, errors, permissions, queries, rules
from lms.web import forms
from lms.web.office.asking import read_id

if TYPE_CHECKING:
    from uuid import UUID

    from lms.people.models import Duty, Person

pages = Blueprint("duties", __name__, url_prefix="/duties")

EACH = 6
"""Holders shown under a duty; the rest is a page of its own."""

ALLOWS = {
    "hr": "Loads starters, sees who is trained, keeps requirements, exempts, pauses, and "
    "withdraws certificates.",
    "line_manager": "Sees how far their own people have come, adds starters, and hears who is "
    "late. Over a unit: everybody in it.",
    "agency_coordinator": "Sees one agency's own workers and their certificates, and nobody else.",
    "author": "Writes modules and reads every edition, before and after it is approved.",
    "approver": "Approves an edition before anybody is given it, and keeps the contacts that "
    "every page shows.",
    "network_coordinator": "Looks after the network of designated safeguarding leads. Pairing "
    "them has no page here yet, so this duty opens none.",
    "auditor": "Reads who is trained, requirements, certificates, duties and the record, and "
    "changes nothing.",
    "administrator": "Gives and withdraws duties, arranges units and groups, and reads the "
    "record and the outbox.",
}
"""What each duty lets its holder do, in a sentence."""


@pages.get("")
@kit.requires(permissions.READ_DUTIES)
def index() -> ResponseReturnValue:
    """Show every duty with its first holders; a search or one duty shows all of them."""
    given, session = request.args, kit.session()
    kept = {
        "q": given.get("q", "").strip()[:100] or None,
        "duty": given.get("duty") if given.get("duty") in rules.DUTIES else None,
        "withdrawn": "yes" if given.get("withdrawn") else None,
    }
    if any(kept.values()):
        return listed(kept)
    reach = kit.actor().reach(permissions.READ_DUTIES)
    first = queries.first_duties(session, reach, each=EACH)
    return render_template(
        "lms/office/duties.html",
        counts=queries.duty_counts(session, reach),
        first=first,
        names=givers([one for some in first.values() for one in some]),
        **shared(kept),
    )


def listed(kept: dict[str, str | None]) -> ResponseReturnValue:
    """Return the page of one duty, of what a search finds, or of what was withdrawn."""
    found = queries.duties_visible_to(
        kit.session(),
        kit.actor().reach(permissions.READ_DUTIES),
        search=kept["q"] or "",
        duty=kept["duty"] or "",
        withdrawn=bool(kept["withdrawn"]),
        after=request.args.get("after"),
    )
    return render_template(
        "lms/office/duties_list.html", found=found, names=givers(found.rows), **shared(kept)
    )


def shared(kept: dict[str, str | None]) -> dict[str, object]:
    """Return what both lists need."""
    return {
        "kept": kept,
        "duties": rules.DUTIES,
        "allows": ALLOWS,
        "may_give": kit.may(permissions.GRANT),
        "may_open": kit.actor().reach(permissions.READ).everyone,
        "me_id": kit.actor().id,
    }


def givers(held: "list[Duty]") -> "dict[UUID, str]":
    """Return the names of those who gave these duties or took them back."""
    ids = {one.granted_by for one in held} | {one.withdrawn_by for one in held}
    return queries.names_of(kit.session(), [one for one in ids if one])


@pages.get("/give")
@kit.requires(permissions.GRANT)
def choose() -> ResponseReturnValue:
    """Find the person who is to hold a duty."""
    search = request.args.get("q", "").strip()[:100]
    found = queries.people_found(kit.session(), EVERYONE, search=search, day=kit.today())
    return render_template(
        "lms/office/duty_choose.html",
        search=search,
        found=found,
        most=queries.FOUND,
        kinds=rules.KINDS,
    )


class GiveForm(forms.Form):
    """Which duty, over what."""

    duty = RadioField(
        "Which duty?",
        choices=forms.options(
            (key, word[0].upper() + word[1:]) for key, word in rules.DUTIES.items()
        ),
        validators=[DataRequired("Choose a duty")],
    )
    over = SelectField(
        "Over what?",
        description="A line manager without a unit holds it over their own people. A "
        "coordinator needs an agency. Authors, approvers and administrators act for the whole "
        "council.",
    )
    submit = SubmitField("Give this duty")

    def fill_choices(self) -> None:
        """Offer the units and agencies that there are."""
        session = kit.session()
        units = [
            (f"unit-{one.id.hex}", f"{'– ' * (one.path.count('/') - 2)}{one.name}")
            for one in queries.units(session)
        ]
        agencies = [
            (f"agency-{one.id.hex}", f"Agency: {one.name}") for one in queries.agencies(session)
        ]
        self.over.choices = forms.options([("", "The whole council"), *units, *agencies])

    def scope(self) -> "dict[str, UUID | None]":
        """Return what was chosen, as the command takes it."""
        kind, _, hexed = (self.over.data or "").partition("-")
        return {f"{kind}_id": read_id(hexed)} if kind else {}


@pages.route("/give/<uuid:person_id>", methods=["GET", "POST"])
@kit.requires_over(permissions.GRANT, queries.person)
def give(person: "Person") -> ResponseReturnValue:
    """Ask which duty over what, and give it."""
    form, person_id, name = GiveForm(), person.id, person.name
    form.fill_choices()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                given = commands.grant(work, person, duty=forms.filled(form.duty), **form.scope())
                said = f"{name} is now {rules.DUTIES[given.duty.value]}, over {over(given)}."
        except Refusal as refusal:
            form.refuse(refusal, field="duty")
        else:
            flash(said, "success")
            return redirect(url_for(".index", _anchor=form.duty.data))
    return render_template(
        "lms/office/duty_give.html",
        form=form,
        person_id=person_id,
        name=name,
        held=queries.held_by(kit.session(), person_id),
        duties=rules.DUTIES,
        allows=ALLOWS,
        over=over,
    ), (422 if form.errors else 200)


def over(held: "Duty") -> str:
    """Return what a duty is held over, in words."""
    if held.unit is not None:
        return f"{held.unit.name} and all below it"
    if held.agency is not None:
        return f"the workers of {held.agency.name}"
    return "their own people" if held.duty.value == "line_manager" else "the whole council"


@pages.route("/<uuid:duty_id>/withdraw", methods=["GET", "POST"])
@kit.requires_over(permissions.GRANT, queries.duty)
def withdraw(held: "Duty") -> ResponseReturnValue:
    """Say what ends with it, then take a duty back."""
    own, problem = held.person_id == kit.actor().id, None
    if request.method == "POST":
        try:
            take_back(held)
        except errors.LastAdministrator as refusal:
            problem = refusal
        except errors.DutyNotHeld as refusal:
            flash(str(refusal), "error")
            return redirect(url_for(".index"))
        else:
            return redirect(url_for("lms.account.show" if own else ".index"))
    return render_template(
        "lms/office/duty_withdraw.html",
        held=held,
        own=own,
        problem=problem,
        duties=rules.DUTIES,
        allows=ALLOWS,
        over=over,
    ), (409 if problem else 200)


def take_back(held: "Duty") -> None:
    """Withdraw a duty and say so. Raises what the command raises."""
    said = f"{held.person.name} is no longer {rules.DUTIES[held.duty.value]}, over {over(held)}."
    with kit.work() as work:
        commands.withdraw_duty(work, held.id)
    flash(said, "success")

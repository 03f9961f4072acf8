"""Releasing a person: exempt from training, or paused, with what follows said first."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.assignment import permissions, queries
from lms.assignment.rules import FOR_EVER
from lms.compliance.rules import Status
from lms.delivery import kit
from lms.kernel import words
from lms.people import queries as people
from lms.web import forms
from lms.web.office import exempting, pausing

if TYPE_CHECKING:
    from lms.people.models import Person

pages = Blueprint("releases", __name__, url_prefix="/people/<uuid:person_id>")


def exemptible(session: Session, person_id: UUID) -> "Person":
    """Return the person, if whoever asks may exempt them; else answer as for nobody."""
    return people.person_within(session, person_id, kit.actor().reach(permissions.EXEMPT))


def pausable(session: Session, person_id: UUID) -> "Person":
    """Return the person, if whoever asks may pause them; else answer as for nobody."""
    return people.person_within(session, person_id, kit.actor().reach(permissions.PAUSE))


@pages.route("/exempt", methods=["GET", "POST"])
@kit.requires_over(permissions.EXEMPT, exemptible)
def exempt(person: "Person") -> ResponseReturnValue:
    """Say what follows, then exempt a person from some of what they owe."""
    person_id, name = person.id, person.name
    owed = exempting.owed_by(person)
    form, told = exempting.ExemptForm(), None
    form.obligations.choices = forms.options(
        (one.obligation_id.hex, f"{one.requirement}{exempting.spell(one, owed)}")
        for one in owed
        if one.status is not Status.EXEMPT and one.due_on < FOR_EVER
    )
    if form.validate_on_submit():
        told = exempting.follows(form, owed)
        if told and form.submit.data and exempting.exempted(form):
            day = words.day(told.until_on)
            flash(f"{name} is exempt. It is owed again from {day}.", "success")
            return redirect(back(person_id))
    return render_template(
        "lms/office/exempt.html",
        form=form,
        person_id=person_id,
        name=name,
        back=back(person_id),
        told=told,
        held=exempting.held_by(owed),
        owed={one.obligation_id: one for one in owed},
        hints={one.obligation_id.hex: exempting.due(one) for one in owed},
    ), (422 if form.errors else 200)


@pages.route("/pause", methods=["GET", "POST"])
@kit.requires_over(permissions.PAUSE, pausable)
def pause(person: "Person") -> ResponseReturnValue:
    """Say what follows, then let a person's clocks stand still."""
    person_id, name, today = person.id, person.name, kit.today()
    open_ones = pausing.engaged(person)
    held = queries.pauses_of(kit.session(), [one.id for one in open_ones], today)
    free = [one for one in open_ones if one.id not in {each.engagement_id for each in held}]
    form, told = pausing.PauseForm(), None
    form.engagements.choices = forms.options((one.id.hex, pausing.called(one)) for one in free)
    if request.method == "GET" and len(free) == 1:
        form.engagements.data = [free[0].id.hex]
    if form.validate_on_submit():
        told = pausing.follows(form, free)
        if told and form.submit.data and pausing.paused(form):
            flash(f"The clocks of {name} stand still from {words.day(told.from_on)}.", "success")
            return redirect(back(person_id))
    return render_template(
        "lms/office/pause.html",
        form=form,
        person_id=person_id,
        name=name,
        back=back(person_id),
        told=told,
        held=held,
        called={one.id: pausing.called(one) for one in open_ones},
        leave=pausing.LEAVE,
        today=today,
    ), (422 if form.errors else 200)


def back(person_id: UUID) -> str:
    """Return the address of the person's page."""
    return url_for("lms.people.show", person_id=person_id)

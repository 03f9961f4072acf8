"""Bringing new DSLs and mentors together: who waits, what was answered, and the pairs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField

from lms.delivery import kit
from lms.kernel.errors import Refusal
from lms.mentoring import commands, permissions, queries
from lms.mentoring.rules import terms
from lms.mentoring.rules.facts import PARTS
from lms.mentoring.rules.pairing import Step, step
from lms.people.rules import WHOLE_COUNCIL
from lms.web import forms

if TYPE_CHECKING:
    from lms.mentoring.models import MentorNeed, Pairing

pages = Blueprint("mentoring_office", __name__, url_prefix="/mentoring/office")


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not see the whole programme."""
    kit.check(permissions.READ, WHOLE_COUNCIL)


@dataclass(frozen=True, kw_only=True)
class Waits:
    """Somebody who waits, for how many school days, and what stands for them."""

    need: "MentorNeed"
    days: int
    light: str
    pairing: "Pairing | None"


@pages.get("")
@kit.requires(permissions.READ)
def index() -> ResponseReturnValue:
    """Show who waits and for how long, what waits for an answer, and the pairs."""
    session, today = kit.session(), kit.today()
    dates = queries.term_days(session)
    standing = queries.standing(session, today)
    by_need = {one.need_id: one for one in standing}
    waiting = []
    for need in queries.open_needs(session):
        pairing = by_need.get(need.id)
        if pairing is None or pairing.paired_at is None:
            days = terms.school_days_between(need.notified_on, today, dates)
            waiting.append(Waits(need=need, days=days, light=terms.light(days), pairing=pairing))
    return render_template(
        "lms/office/mentoring.html",
        waiting=waiting,
        pairs=[one for one in standing if one.paired_at is not None],
        mentors=queries.profiles(session),
        taken=queries.mentees_of(session, today),
        has_terms=bool(dates),
        may_change=kit.may(permissions.COORDINATE, WHOLE_COUNCIL),
    )


class CallOffForm(forms.Form):
    """Calling a proposal or a pairing off."""

    submit = SubmitField("Call it off")


@pages.route("/pairings/<uuid:pairing_id>", methods=["GET", "POST"])
@kit.requires_over(permissions.COORDINATE, queries.pairing)
def call_off(found: "Pairing") -> ResponseReturnValue:
    """Show what became of a proposal; call it off, or end the pairing."""
    kit.check(permissions.COORDINATE, WHOLE_COUNCIL)
    form = CallOffForm()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.call_off(work, found.id)
        except Refusal as refusal:
            flash(str(refusal), "error")
        else:
            flash("It is called off, and both are told. The new DSL waits on.", "success")
        return redirect(url_for(".index"))
    return render_template(
        "lms/office/mentor_pairing.html",
        form=form,
        found=found,
        step=step(found, kit.today()),
        steps=Step,
        parts=PARTS,
    )

"""Who is exempt or paused, why and until when; and ending either early."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField

from lms.assignment import commands, permissions, queries
from lms.compliance import queries as compliance
from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.people import queries as people
from lms.people import rules
from lms.web import forms
from lms.web.office.exempting import after
from lms.web.office.pausing import LEAVE

if TYPE_CHECKING:
    from lms.assignment.models import Exemption, Pause
    from lms.assignment.queries import What

pages = Blueprint("released", __name__, url_prefix="/releases")

TABS: Mapping["What", str] = {"exempt": "Exempt", "paused": "Paused"}


@pages.get("")
@kit.requires(permissions.READ)
def index() -> ResponseReturnValue:
    """List who is exempt, or who is paused, the soonest to end first."""
    given, session, today = request.args, kit.session(), kit.today()
    reach = kit.actor().reach(permissions.READ)
    what: What = "paused" if given.get("what") == "paused" else "exempt"
    over, search = bool(given.get("over")), given.get("q", "").strip()[:100]
    found = queries.released(
        session, reach, today, what=what, search=search, over=over, after=given.get("after")
    )
    exempt, paused = queries.release_counts(session, reach, today)
    return render_template(
        "lms/office/releases.html",
        found=found,
        what=what,
        tabs=TABS,
        counts={"exempt": exempt, "paused": paused},
        kept={
            "what": what if what == "paused" else None,
            "q": search or None,
            "over": "yes" if over else None,
        },
        names=people.names_of(session, [one.by for one in found.rows if one.by]),
        kinds=rules.KINDS,
        leave=LEAVE,
        today=today,
        may_end=kit.may(permissions.EXEMPT if what == "exempt" else permissions.PAUSE),
    )


@pages.route("/exemptions/<uuid:exemption_id>/end", methods=["GET", "POST"])
@kit.requires_over(permissions.EXEMPT, queries.exemption)
def end_exemption(exemption: "Exemption") -> ResponseReturnValue:
    """Say what is owed again, then end an exemption before its day."""
    obligation = exemption.obligation
    person_id, name = obligation.person_id, obligation.engagement.person.name
    if request.method == "POST":
        try:
            with kit.work() as work:
                ended = commands.end_exemption(work, exemption.id)
                said = f"{name} owes it again from {words.day(ended.until_on)}."
        except Refusal as refusal:
            flash(str(refusal))
        else:
            flash(said, "success")
        return redirect(url_for("lms.people.show", person_id=person_id))
    today = kit.today()
    ends_on = today if exemption.from_on < today else exemption.from_on + timedelta(days=1)
    owed = compliance.owed(kit.session(), person_id, today, soon_days=kit.settings().due_soon_days)
    return render_template(
        "lms/office/exempt_end.html",
        exemption=exemption,
        name=name,
        requirement=obligation.requirement.name,
        ends_on=ends_on,
        follows=[after(one, ends_on) for one in owed if one.obligation_id == obligation.id],
    )


class ReturnForm(forms.Form):
    """The day of return."""

    on = forms.DayField(
        "On which day are they back?",
        description="The first day back, which may lie in the past. Enter the first day away if "
        "they never were away.",
        validators=[forms.DayNeeded("Enter the first day back")],
    )
    submit = SubmitField("Save the return")


@pages.route("/pauses/<uuid:pause_id>/end", methods=["GET", "POST"])
@kit.requires_over(permissions.PAUSE, queries.pause)
def end_pause(pause: "Pause") -> ResponseReturnValue:
    """Ask for the day of return, from which clocks start anew."""
    person = pause.engagement.person
    person_id, name, pause_id = person.id, person.name, pause.id
    form = ReturnForm(data={"on": max(kit.today(), pause.from_on)})
    if form.validate_on_submit():
        on = forms.chosen_day(form.on)
        try:
            with kit.work() as work:
                commands.end_pause(work, pause_id, on=on)
        except Refusal as refusal:
            form.refuse(refusal, field="on")
        else:
            flash(f"{name} is back on {words.day(on)}, and clocks start anew then.", "success")
            return redirect(url_for("lms.people.show", person_id=person_id))
    return render_template(
        "lms/office/pause_end.html", form=form, pause=pause, name=name, leave=LEAVE
    ), (422 if form.errors else 200)

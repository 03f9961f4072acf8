"""The best whole set of pairings with its reasons, other weights tried, and what is sent."""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField

from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.mentoring import commands, permissions, queries
from lms.mentoring.errors import BadWeights
from lms.mentoring.rules import terms
from lms.mentoring.rules.facts import PARTS, Weights
from lms.people.rules import PHASES, WHOLE_COUNCIL
from lms.web import forms
from lms.web.office.asking import read_id

if TYPE_CHECKING:
    from lms.mentoring.queries.county import Proposed
    from lms.mentoring.rules.best import Chosen

pages = Blueprint("mentor_proposals", __name__, url_prefix="/mentoring/proposals")

HEADS = {
    "phase": "Phase",
    "travel": "Near",
    "experience": "Experience",
    "context": "Like places",
    "capacity": "Room",
    "preferences": "Days",
}
"""The parts of a score, as a card says them."""

MOST_SENT = 500
"""Proposals that are sent at once."""


@pages.before_request
def guard() -> None:
    """Close these pages to whoever may not bring people together."""
    kit.check(permissions.COORDINATE, WHOLE_COUNCIL)


class SendForm(forms.Form):
    """Sending proposals; each is named by a field of its own."""

    submit = SubmitField("Confirm and invite both")


@pages.route("", methods=["GET", "POST"])
@kit.requires(permissions.COORDINATE)
def proposals() -> ResponseReturnValue:
    """Show the best whole set of pairings with its reasons; send one of them, or all.

    Other weights in the address show what they would change; nothing is kept of them.
    """
    form = SendForm()
    if form.validate_on_submit():
        return _send(request.form.getlist("pair"))
    own, blocks_trust = queries.weights(kit.session())
    tried, fault = _tried(own)
    found = best_now()
    other = found.by(tried) if tried is not None else None
    shown = other or found
    waits = _Waits()
    return render_template(
        "lms/office/mentor_proposals.html",
        form=form,
        shown=sorted((_shown(shown, one, waits) for one in shown.chosen), key=_longest),
        unpaired=sorted((_left(shown, at, waits) for at in shown.unpaired), key=_longest),
        gaps=[(one, shown.table.mentees[one.near].setting) for one in shown.gaps],
        number=len(shown.table.mentees),
        mentors=len(shown.table.mentors),
        moved=_moved(found, other) if other is not None else None,
        weights=asdict(tried or own),
        most={part: round(points) for part, points in (tried or own).points().items()},
        fault=fault,
        blocks_trust=blocks_trust,
        parts=PARTS,
        heads=HEADS,
        phases=PHASES,
    )


def _longest(one: dict[str, Any]) -> tuple[int, str]:
    return -one["waits"]["days"], one["mentee"].name


class _Waits:
    """How many school days each has waited, and where to choose for them by hand."""

    def __init__(self) -> None:
        session, self._today = kit.session(), kit.today()
        self._dates = queries.term_days(session)
        self._needs = {str(one.person_id): one for one in queries.open_needs(session)}

    def of(self, person_id: str) -> dict[str, Any]:
        need = self._needs[person_id]
        days = terms.school_days_between(need.notified_on, self._today, self._dates)
        return {"need": need, "days": days, "light": terms.light(days)}


def best_now() -> "Proposed":
    """Return the best whole set of pairings as things stand."""
    # numpy and SciPy take their time to load, which only these pages wait for.
    from lms.mentoring.queries.county import proposed  # noqa: PLC0415

    return proposed(kit.session(), kit.today(), kit.settings())


def _tried(own: Weights) -> tuple[Weights | None, str]:
    """Return the weights in the address, where they are others; or what is wrong with them."""
    told = {part: request.args[part] for part in PARTS if part in request.args}
    try:
        tried = replace(own, **{part: float(text) for part, text in told.items()})
        tried.points()
    except ValueError:
        return None, "Enter each weight as a number, nought or more."
    except BadWeights as refusal:
        return None, str(refusal)
    return (tried if tried != own else None), ""


def _shown(found: "Proposed", one: "Chosen", waits: _Waits) -> dict[str, Any]:
    from lms.mentoring.rules import explaining  # noqa: PLC0415

    table = found.table
    return {
        "key": f"{table.mentees[one.mentee].id} {table.mentors[one.mentor].id}",
        "mentee": table.mentees[one.mentee],
        "mentor": table.mentors[one.mentor],
        "waits": waits.of(table.mentees[one.mentee].id),
        "score": int(table.score[one.mentee, one.mentor]),
        "points": table.points(one.mentee, one.mentor),
        "why": explaining.fits(table, one.mentee, one.mentor),
        "others": [
            (table.mentors[other.mentor].name, other.why)
            for other in explaining.next_best(table, found.chosen, one)
        ],
    }


def _left(found: "Proposed", at: int, waits: _Waits) -> dict[str, Any]:
    from lms.mentoring.rules import explaining  # noqa: PLC0415

    table = found.table
    return {
        "mentee": table.mentees[at],
        "waits": waits.of(table.mentees[at].id),
        "reason": explaining.reason(table, at),
    }


def _moved(before: "Proposed", after: "Proposed") -> list[str]:
    """Return in words who would be paired otherwise."""
    first, then = (
        {one.mentee: found.table.mentors[one.mentor].name for one in found.chosen}
        for found in (before, after)
    )
    return [
        f"{mentee.name}: {first.get(at, 'nobody')} → {then.get(at, 'nobody')}"
        for at, mentee in enumerate(before.table.mentees)
        if first.get(at) != then.get(at)
    ]


def _send(pairs: list[str]) -> ResponseReturnValue:
    """Send each proposal by itself; what cannot be sent is told, the others go out."""
    sent, refused = 0, []
    for one in pairs[:MOST_SENT]:
        mentee_id, mentor_id = (read_id(part) for part in (*one.split(), "", "")[:2])
        if mentee_id is None or mentor_id is None:
            continue
        try:
            with kit.work() as work:
                need = queries.need_of(work.session, mentee_id)
                commands.send(work, need.id if need else UUID(int=0), mentor_id)
        except Refusal as refusal:
            refused.append(str(refusal))
        else:
            sent += 1
    if sent:
        flash(f"{words.count(sent, 'proposal')} sent: both of each pair are asked.", "success")
    for said in dict.fromkeys(refused):
        flash(said, "error")
    if not sent and not refused:
        flash("There was nothing to send. The list is worked out anew.", "error")
        return redirect(url_for(".proposals"))
    return redirect(url_for("lms.mentoring_office.index"))


@pages.post("/weights")
@kit.requires(permissions.COORDINATE)
def weigh() -> ResponseReturnValue:
    """Keep the weights that were tried."""
    trust = request.form.get("blocks_trust") == "y"
    try:
        told = Weights(**{part: float(request.form.get(part, "")) for part in PARTS})
        with kit.work() as work:
            commands.set_weights(work, told, blocks_trust=trust)
    except ValueError:
        flash("Enter each weight as a number, nought or more.", "error")
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash("Saved. What was sent keeps its points.", "success")
    return redirect(url_for(".proposals"))

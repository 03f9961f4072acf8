"""What to do next about people who were nearly missed: one or all that are ticked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import DataRequired

from lms.coverage import commands, permissions, queries
from lms.coverage.commands import Outcome
from lms.coverage.rules import Step
from lms.delivery import kit
from lms.identity import commands as identity
from lms.identity import permissions as identity_permissions
from lms.identity import rules as identity_rules
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.kernel.work import Work
from lms.people import permissions as people_permissions
from lms.web import forms
from lms.web.office import coverage_words as said
from lms.web.office.asking import read_id
from lms.web.office.coverage_asking import asked_for, kept, meant, shared
from lms.web.office.coverage_lists import listed
from lms.web.office.coverage_next import NEEDED
from lms.web.office.details import page_made_at
from lms.web.office.entering import Card, card_for

pages = Blueprint("coverage_steps", __name__, url_prefix="/people/coverage")

MOST = 200
"""People for whom something is done at once: more than a page shows."""


@pages.post("/do")
@kit.requires(permissions.READ)
def do() -> ResponseReturnValue:
    """Do one thing for everybody who is ticked, or for the one whose button was pressed."""
    step, ids = pressed()
    if step is None or not ids:
        return again("Tick at least one person, then choose what to do")
    kit.check(NEEDED[step])
    lines = seen(ids)
    if not lines:
        return again("Nobody of those is on this list any more. Tick somebody else")
    if step in {Step.CARD, Step.NOT_A_STARTER}:
        return confirm(step, lines)
    with kit.work() as work:
        outcome = DO[step](work, [one.person_id for one in lines])
    tell(step, outcome)
    return redirect(back())


def pressed() -> tuple[Step | None, list[UUID]]:
    """Return what is to be done and for whom."""
    only = request.form.get("only", "")
    name, _, one = only.partition(" ")
    chosen = [one] if only else request.form.getlist("chosen")
    wanted = name or request.form.get("step", "")
    step = next((step for step in Step if step.value == wanted), None)
    return step, [found for found in map(read_id, chosen[:MOST]) if found]


def seen(ids: Sequence[UUID]) -> list[queries.Line]:
    """Return those of these people whom the reader may see, as they stand now."""
    asked, _ = asked_for()
    session = kit.session()
    whole = queries.Asked(day=kit.today(), reach=asked.reach)
    return queries.these(session, whole, queries.lists(session, whole.day), ids)


def again(problem: str) -> ResponseReturnValue:
    """Show the list once more, with what was wrong."""
    return listed(problem, request.form.getlist("chosen"))


def back() -> str:
    """Return the address of the list from which something was done."""
    address: dict[str, Any] = kept() | meant()
    return url_for("lms.coverage_lists.listing", **address)


def _invite(work: Work, ids: Sequence[UUID]) -> Outcome:
    return commands.invite(work, ids, seen_at=page_made_at())


DO: Mapping[Step, Callable[[Work, Sequence[UUID]], Outcome]] = {
    Step.INVITE: _invite,
    Step.REMIND: _invite,
    Step.ASK: commands.ask_managers,
}

DONE: Mapping[Step, tuple[str, str]] = {
    Step.INVITE: ("person is invited", "people are invited"),
    Step.REMIND: ("person is sent the invitation again", "people are sent the invitation again"),
    Step.ASK: ("person’s manager is asked", "people’s managers are asked"),
    Step.NOT_A_STARTER: ("engagement is marked", "engagements are marked"),
}


def tell(step: Step, outcome: Outcome) -> None:
    """Say for how many something was done, and why not for the others."""
    one, many = DONE[step]
    if outcome.done:
        flash(f"{outcome.done:,} {one if outcome.done == 1 else many}.", "success")
    for refusal in outcome.refused[:5]:
        flash(refusal, "error")
    if len(outcome.refused) > 5:
        flash(f"And so for {words.count(len(outcome.refused) - 5, 'other')}.", "error")


class MarkForm(forms.Form):
    """Why people are no starters."""

    reason = RadioField(
        "Why are they not starters?",
        choices=forms.options((key.value, text) for key, (text, _) in said.REASONS.items()),
        validators=[DataRequired("Say why, so that it can be understood later")],
    )


def confirm(
    step: Step, lines: Sequence[queries.Line], form: MarkForm | None = None, problem: str = ""
) -> ResponseReturnValue:
    """Say what follows, and ask what is still to be known."""
    asked, _ = asked_for()
    return render_template(
        f"lms/office/coverage_{'cards' if step is Step.CARD else 'mark'}.html",
        lines=lines,
        form=form or MarkForm(formdata=None),
        chosen=request.form.getlist("engagement"),
        hints={key.value: hint for key, (_, hint) in said.REASONS.items()},
        problem=problem,
        meant=meant(),
        back=back(),
        days=identity_rules.CARD_DAYS,
        **shared(asked),
    ), (422 if problem or (form and form.errors) else 200)


@pages.post("/mark")
@kit.requires(people_permissions.END)
def mark() -> ResponseReturnValue:
    """Mark the ticked engagements as none, for a reason."""
    form = MarkForm()
    lines = seen([one for one in map(read_id, request.form.getlist("chosen")[:MOST]) if one])
    shown = {spell.id for line in lines for spell in line.spells}
    ids = [one for one in map(read_id, request.form.getlist("engagement")) if one in shown]
    if not form.validate_on_submit() or not ids:
        problem = "" if ids else "Tick at least one engagement"
        return confirm(Step.NOT_A_STARTER, lines, form, problem)
    with kit.work() as work:
        outcome = commands.mark_all(
            work, [one for one in ids if one], reason=forms.filled(form.reason)
        )
    tell(Step.NOT_A_STARTER, outcome)
    return redirect(back())


@dataclass(frozen=True)
class Refused:
    """Somebody for whom no card was printed, and why."""

    name: str
    why: str


@pages.post("/cards")
@kit.requires(identity_permissions.PRINT_CARD)
def cards() -> ResponseReturnValue:
    """Make a card for each, and show them once, to print; their codes are not kept."""
    lines = seen([one for one in map(read_id, request.form.getlist("chosen")[:MOST]) if one])
    made, refused = list[Card](), list[Refused]()
    with kit.work() as work:
        for one in lines:
            try:
                with work.session.begin_nested():
                    code = identity.print_card(work, one.person_id)
            except Refusal as refusal:
                refused.append(Refused(one.person, str(refusal)))
            else:
                made.append(card_for(one.person_id, one.person, code))
    return render_template(
        "lms/office/coverage_printed.html", cards=made, refused=refused, back=back()
    )


@pages.get("/marked")
@kit.requires(permissions.READ)
def marked() -> ResponseReturnValue:
    """List who is marked as not a starter, with why, by whom and when."""
    reach = kit.actor().reach(permissions.READ)
    return render_template(
        "lms/office/coverage_marked.html",
        found=queries.marked(kit.session(), reach, after=request.args.get("after")),
        number=queries.count_marked(kit.session(), reach),
        may_change=kit.may(people_permissions.CHANGE),
        said=said,
    )


@pages.post("/marked/<uuid:mark_id>/take-back")
@kit.requires(people_permissions.CHANGE)
def take_back(mark_id: UUID) -> ResponseReturnValue:
    """Take back that somebody is no starter."""
    try:
        with kit.work() as work:
            engagement = commands.take_back(work, mark_id).engagement
            name = engagement.person.name
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(f"{name} is a starter again, and owes what is asked from the first day.", "success")
    return redirect(url_for(".marked"))

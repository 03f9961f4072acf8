"""What an exemption is asked by, and what it comes to before it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wtforms import SelectMultipleField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assignment import commands, permissions, queries
from lms.assignment.rules import FOR_EVER
from lms.compliance import queries as compliance
from lms.compliance.queries import Owed
from lms.compliance.rules import Status
from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Invalid, Refusal
from lms.people import rules
from lms.web import forms

if TYPE_CHECKING:
    from lms.people.models import Person


class ExemptForm(forms.Form):
    """From what, why, and until when."""

    obligations = SelectMultipleField(
        "From which training?",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired("Choose at least one")],
    )
    reason = TextAreaField(
        "Why?",
        description="An auditor will read this. Write nothing about anybody's health, and name "
        "no child and no family.",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter why this person is exempt"),
            Length(max=500, message="Enter a reason of at most 500 characters"),
        ],
    )
    until_on = forms.DayField(
        "From which day is it owed again?",
        description="Every exemption ends, two years from now at the latest. For example, "
        "1 3 2027.",
        validators=[forms.DayNeeded("Enter the day from which it is owed again")],
    )
    preview = SubmitField("See what follows")
    submit = SubmitField("Exempt")


@dataclass(frozen=True)
class Exempted:
    """What an exemption comes to, before it is given."""

    until_on: date
    lines: Sequence[str]


def owed_by(person: "Person") -> list[Owed]:
    """Return what a person owes, as far as whoever asks may see."""
    reach = kit.actor().reach(permissions.EXEMPT)
    seen = {one.id for one in person.engagements if reach.everyone or reach.covers(one.placement)}
    soon = kit.settings().due_soon_days
    found = compliance.owed(kit.session(), person.id, kit.today(), soon_days=soon)
    return [one for one in found if one.engagement_id in seen]


def spell(one: Owed, owed: list[Owed]) -> str:
    """Return which engagement owes it, where there is more than one."""
    if len({other.engagement_id for other in owed}) == 1:
        return ""
    return f" ({rules.KINDS[one.kind].lower()}, from {words.day(one.starts_on)})"


def due(one: Owed) -> str:
    """Return how an obligation stands, as a hint beside it."""
    if one.status is Status.DONE:
        return f"Done; due again by {words.day(one.due_on)}."
    return f"{'Was due' if one.due_on < kit.today() else 'Due'} {words.day(one.due_on)}."


def held_by(owed: list[Owed]) -> list[Any]:
    """Return the exemptions that hold."""
    ids = [one.obligation_id for one in owed if one.status is Status.EXEMPT]
    return queries.exemptions(kit.session(), ids, kit.today()) if ids else []


def follows(form: ExemptForm, owed: list[Owed]) -> Exempted | None:
    """Return what would follow; a day that cannot be is refused beside its field."""
    until = forms.chosen_day(form.until_on)
    try:
        commands.check_until(until, today=kit.today())
    except Invalid as refusal:
        form.refuse(refusal, field="until_on")
        return None
    chosen = [one for one in owed if one.obligation_id.hex in set(form.obligations.data or ())]
    return Exempted(until, [after(one, until) for one in chosen])


def after(one: Owed, until: date) -> str:
    """Return how an obligation stands on the day its exemption ends."""
    if one.due_on == FOR_EVER:
        return f"{one.requirement}: it is done, and not asked again."
    if one.due_on < until:
        return (
            f"{one.requirement}: unless it is done by then, it is overdue from "
            f"{words.day(until)}, for its due day, {words.day(one.due_on)}, does not move."
        )
    return f"{one.requirement}: due {words.day(one.due_on)}, as before."


def exempted(form: ExemptForm) -> bool:
    """Exempt from everything chosen, or from nothing; a refusal stands beside its field."""
    try:
        with kit.work() as work:
            for key in form.obligations.data or ():
                commands.exempt(
                    work,
                    UUID(key),
                    reason=forms.filled(form.reason),
                    until_on=forms.chosen_day(form.until_on),
                )
    except Refusal as refusal:
        form.refuse(refusal, field="obligations")
        return False
    return True

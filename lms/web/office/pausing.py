"""What a pause is asked by, and what it comes to before it begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from wtforms import RadioField, SelectMultipleField, SubmitField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assignment import commands, permissions, queries
from lms.assignment.rules import due_on
from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Invalid, Refusal
from lms.people import rules
from lms.web import forms

if TYPE_CHECKING:
    from lms.people.models import Engagement, Person

LEAVE = {
    "family_leave": "Family leave, such as maternity, paternity or adoption",
    "long_absence": "A long absence",
    "career_break": "A career break",
    "other_leave": "Other leave",
}


class PauseForm(forms.Form):
    """Which engagements, why, and how long."""

    engagements = SelectMultipleField(
        "Which engagement?",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired("Choose at least one engagement")],
    )
    reason = RadioField(
        "Why are they away?",
        description="The nearest of these is enough. Nobody's health is written down here.",
        choices=forms.options(LEAVE.items()),
        validators=[DataRequired("Choose why they are away")],
    )
    from_on = forms.DayField(
        "First day away",
        description="For example, 1 12 2026.",
        validators=[forms.DayNeeded("Enter the first day away")],
    )
    until_on = forms.DayField(
        "Day of return (optional)",
        description="The first day back. Leave it empty while nobody knows it.",
    )
    preview = SubmitField("See what follows")
    submit = SubmitField("Pause")


def engaged(person: "Person") -> "list[Engagement]":
    """Return the engagements that have not ended, as far as whoever asks may pause them."""
    reach = kit.actor().reach(permissions.PAUSE)
    return [
        one
        for one in person.engagements
        if (one.ends_on is None or one.ends_on >= kit.today())
        and (reach.everyone or reach.covers(one.placement))
    ]


def called(one: "Engagement") -> str:
    """Return an engagement in words."""
    where = one.unit.name if one.unit else "no unit"
    return f"{rules.KINDS[one.kind.value]}, {where}, from {words.day(one.starts_on)}"


@dataclass(frozen=True)
class Follows:
    """What a pause comes to, before it begins."""

    from_on: date
    until_on: date | None
    lines: Sequence[str]
    """What is due by when after the return, where that is known."""


def follows(form: PauseForm, free: "list[Engagement]") -> Follows | None:
    """Return what would follow; days that cannot be are refused beside their fields."""
    from_on, until = forms.chosen_day(form.from_on), form.until_on.data
    chosen = [one for one in free if one.id.hex in set(form.engagements.data or ())]
    try:
        for one in chosen:
            commands.check_away(one, from_on, until)
    except Invalid as refusal:
        form.refuse(refusal, field="from_on")
        return None
    return Follows(from_on, until, due_after(until, chosen) if until else [])


def due_after(until: date, chosen: "list[Engagement]") -> list[str]:
    """Return by when each is due after the return, in sentences."""
    return [
        f"{one.requirement.name}: by "
        f"{words.day(due_on(until, one.requirement.due_days, one.engagement.kind.value))}, unless "
        "it is done and still counts then."
        for one in queries.obligations_of(kit.session(), [each.id for each in chosen])
    ]


def paused(form: PauseForm) -> bool:
    """Pause every engagement chosen, or none; a refusal stands beside its field."""
    try:
        with kit.work() as work:
            for key in form.engagements.data or ():
                commands.pause(
                    work,
                    UUID(key),
                    reason=forms.filled(form.reason),
                    from_on=forms.chosen_day(form.from_on),
                    until_on=form.until_on.data,
                )
    except Refusal as refusal:
        form.refuse(refusal, field="engagements")
        return False
    return True

"""The parts of a requirement, as a form."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wtforms import SelectField, SelectMultipleField, StringField, SubmitField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assignment.rules import Audience
from lms.content import queries as content
from lms.delivery import kit
from lms.people import queries as people
from lms.web import forms
from lms.web.office.asking import KINDS, read_id

if TYPE_CHECKING:
    from lms.assignment.models import Requirement

BRIEF = ("agency", "temporary", "casual")
"""Kinds that may have days of their own on the form."""


class RequirementForm(forms.Form):
    """A requirement's parts."""

    name = StringField(
        "What is it called?",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter what it is called"),
            Length(max=120, message="Enter a name of at most 120 characters"),
        ],
    )
    module_slug = SelectField("Which module?")
    kinds = SelectMultipleField(
        "For which kinds of engagement?",
        description="Tick none for all nine.",
        choices=forms.options((key, word.capitalize()) for key, word in KINDS.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    unit = SelectField("Only in one service or team?")
    group = SelectField("Only for one group?")
    days = forms.NumberField(
        "Due how many working days after the start?",
        description="0 is the first working day itself.",
        validators=[
            InputRequired("Enter a number of days, from 0"),
            forms.Within(0, 260, "Enter a number of working days from 0 to 260"),
        ],
    )
    brief_days = forms.NumberField(
        "And for agency, temporary and casual workers? (optional)",
        description="Leave it empty for the same number.",
        validators=[
            Optional(),
            forms.Within(0, 260, "Enter a number of working days from 0 to 260"),
        ],
    )
    repeat_months = forms.NumberField(
        "Asked again after how many months? (optional)",
        description="Leave it empty if once is enough.",
        validators=[Optional(), forms.Within(1, 120, "Enter a number of months from 1 to 120")],
    )
    carry_months = forms.NumberField(
        "For how many months does it carry over a gap between two engagements?",
        description="Whoever comes back within that time need not take it again.",
        validators=[
            InputRequired("Enter a number of months, from 0"),
            forms.Within(0, 120, "Enter a number of months from 0 to 120"),
        ],
    )
    basis = StringField(
        "Why is it asked? (optional)",
        description="One sentence that every learner reads beside it.",
        filters=[forms.stripped],
        validators=[Length(max=300, message="Enter a sentence of at most 300 characters")],
    )
    preview = SubmitField("See whom it touches")
    submit = SubmitField("Begin requirement")

    @staticmethod
    def shown(found: "Requirement") -> dict[str, Any]:
        """Return what the form shows of a requirement there is."""
        days = found.due_days
        return {
            "name": found.name,
            "kinds": found.kinds,
            "unit": found.unit_id.hex if found.unit_id else "",
            "group": found.group_id.hex if found.group_id else "",
            "days": days.get(""),
            "brief_days": next((days[kind] for kind in BRIEF if kind in days), None),
            "repeat_months": found.repeat_months,
            "carry_months": found.carry_months,
            "basis": found.basis,
        }

    def fill_choices(self) -> None:
        """Offer the modules, units and groups that there are."""
        session = kit.session()
        slugs = {one.module_slug: one.title for one in reversed(content.editions(session))}
        self.module_slug.choices = forms.options(slugs.items())
        units = [
            (one.id.hex, f"{'– ' * (one.path.count('/') - 2)}{one.name}")
            for one in people.units(session)
        ]
        self.unit.choices = forms.options([("", "No: everywhere"), *units])
        groups = [(one.id.hex, one.name) for one, _ in people.groups(session, kit.today())]
        self.group.choices = forms.options([("", "No: everybody"), *groups])

    def terms(self, *, keep: Mapping[str, int] | None = None) -> dict[str, Any]:
        """Return the parts as commands take them.

        Args:
            keep: days by kind as they stand; those of kinds that the form does not ask about stay.

        """
        days = {key: value for key, value in (keep or {}).items() if key not in ("", *BRIEF)}
        days[""] = int(self.days.data or 0)
        if self.brief_days.data is not None:
            days |= dict.fromkeys(BRIEF, self.brief_days.data)
        return {
            "name": self.name.data,
            "due_days": days,
            "kinds": self.kinds.data,
            "unit_id": read_id(self.unit.data),
            "group_id": read_id(self.group.data),
            "repeat_months": self.repeat_months.data,
            "carry_months": self.carry_months.data,
            "basis": self.basis.data or "",
        }


def audience_of(form: RequirementForm) -> Audience:
    """Return whom the requirement on the form would hold for."""
    paths = {one.id: one.path for one in people.units(kit.session())}
    unit_id = read_id(form.unit.data)
    return Audience(
        kinds=frozenset(form.kinds.data or ()),
        unit_path=paths.get(unit_id) if unit_id else None,
        group_id=read_id(form.group.data),
        from_on=kit.today(),
        until_on=None,
    )

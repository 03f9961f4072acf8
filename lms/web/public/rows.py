"""Several starters on one public form, each with what is wrong beside its own field."""

from collections.abc import Iterable, Iterator
from typing import Any

import wtforms
from wtforms import SelectField, StringField

from lms.answers.rules import Missing
from lms.kernel.errors import Invalid
from lms.people.rules import KINDS, LONGEST_NAME, normal_address
from lms.web import forms


class StarterRow(wtforms.Form):
    """Somebody who starts, as a manager or they themselves write it."""

    first_name = StringField("First name", filters=[forms.stripped])
    last_name = StringField("Last name", filters=[forms.stripped])
    email = StringField("Email address (optional)", filters=[forms.stripped])
    kind = SelectField(
        "How are they engaged?",
        choices=forms.options([("", "Choose one"), *KINDS.items()]),
        validate_choice=False,
    )
    agency = StringField("Agency, for agency work", filters=[forms.stripped])
    starts_on = forms.DayField("First day", description="For example 30 11 2026.")

    @property
    def is_filled(self) -> bool:
        """Whether anything was entered."""
        typed = (self.first_name, self.last_name, self.email, self.agency, self.starts_on)
        return any(one.data for one in typed) or bool(self.starts_on.errors)

    def check(self) -> None:
        """Note beside each field what is missing or cannot be."""
        for field, what in ((self.first_name, "first name"), (self.last_name, "last name")):
            if not field.data:
                fault(field, f"Enter the {what}")
            elif len(field.data) > LONGEST_NAME:
                fault(field, f"Enter a {what} of at most 120 characters")
        try:
            normal_address(self.email.data)
        except Invalid as refusal:
            fault(self.email, str(refusal))
        if self.kind.data not in KINDS:
            fault(self.kind, "Choose how they are engaged")
        if self.kind.data == "agency" and not self.agency.data:
            fault(self.agency, "Enter the agency")
        if self.starts_on.data is None and not self.starts_on.errors:
            fault(self.starts_on, "Enter the first day, for example 30 11 2026")

    @property
    def missing(self) -> Missing:
        """What was entered; ``check`` has found nothing wrong with it."""
        return Missing(
            first_name=forms.filled(self.first_name),
            last_name=forms.filled(self.last_name),
            email=self.email.data or None,
            starts_on=forms.chosen_day(self.starts_on),
            kind=forms.filled(self.kind),
            agency=(self.agency.data or "") if self.kind.data == "agency" else "",
        )


def fault(field: wtforms.Field, message: str) -> None:
    """Say beside a field what is wrong with it."""
    field.errors = [*field.errors, message]


def faults(*lists: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in the rows of lists, each with the address of its field."""
    for some in lists:
        for row in some:
            for field in row.form:
                for message in field.errors:
                    yield str(message), f"#{field.id}"

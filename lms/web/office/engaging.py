"""What is asked of an engagement, on every page that asks: kind, team, agency, manager, days."""

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, StopValidation

from lms.delivery import kit
from lms.kernel.days import months_after
from lms.kernel.errors import Invalid
from lms.kernel.permissions import Permission, Reach
from lms.kernel.work import Work
from lms.people import commands, queries, rules
from lms.web import forms

if TYPE_CHECKING:
    from lms.people.models import Agency, Person, Unit

NEW = "new"
"""Value of the agency that is not in the list."""

LONGEST_AHEAD = 24
"""Months from today after which a first day is a slip of the hand."""

KEY = re.compile(r"[0-9A-F]{10}")


class NotFarAhead:
    """Validator of a day that nobody plans for yet: its year was mistyped."""

    def __call__(self, _form: forms.Form, field: forms.DayField) -> None:
        """Stop where the day is more than two years away."""
        if field.data is not None and field.data > months_after(kit.today(), LONGEST_AHEAD):
            msg = "That is more than two years away. Check the year."
            raise StopValidation(msg)


class PlaceForm(forms.Form):
    """How, where and when somebody is engaged."""

    kind = SelectField(
        "Kind of engagement",
        choices=forms.options([("", "Choose one"), *rules.KINDS.items()]),
        validators=[DataRequired("Choose the kind of engagement")],
    )
    unit = SelectField("Team", validators=[DataRequired("Choose the team")])
    agency = SelectField("Agency, for agency work", default="")
    new_agency = StringField(
        "Name of an agency that is not in the list",
        filters=[forms.stripped],
        validators=[Length(max=120, message="Enter at most 120 characters")],
    )
    starts_on = forms.DayField(
        "First day",
        description="For example, 30 11 2026. What is due counts from this day.",
        validators=[
            forms.DayNeeded("Enter the first day, for example 30 11 2026"),
            NotFarAhead(),
        ],
    )
    ends_on = forms.DayField(
        "Last day (optional)", description="Leave it blank while nobody knows."
    )

    def offer(self, permission: Permission, *, unplaced: bool = False) -> None:
        """Offer the units that ``permission`` reaches, and the agencies.

        Args:
            permission: what whoever is signed in is about to do.
            unplaced: whether 'no team' may be chosen.

        """
        session, reach = kit.session(), kit.actor().reach(permission)
        units = offered(session, reach)
        self.unit.choices = forms.options(
            [("", "No team" if unplaced else "Choose the team"), *units]
        )
        if unplaced:
            self.unit.validators = []
        self.agency.choices = forms.options(
            [
                ("", "None: it is not agency work"),
                *((one.id.hex, one.name) for one in queries.agencies(session)),
                (NEW, "Another agency, named below"),
            ]
        )


def offered(session: Session, reach: Reach) -> list[tuple[str, str]]:
    """Return the units to choose from, as a tree; all of them for a manager of own people."""
    everything = reach.everyone or not reach.unit_paths or reach.manager_id is not None
    units = queries.units(session) if everything else queries.units_within(session, reach)
    return [(one.id.hex, f"{'– ' * (one.path.count('/') - 2)}{one.name}") for one in units]


class ManagerForm(PlaceForm):
    """The same with who manages them, and a key: however often it is sent, it is one."""

    who = RadioField("Who is their line manager?", validate_choice=False)
    manager = StringField(
        "Their name or email address",
        description="Only where you chose ‘Somebody else’.",
        filters=[forms.stripped],
        validators=[Length(max=254, message="Enter at most 254 characters")],
    )
    key = HiddenField()

    def ask_who(self, reach: Reach, me: str) -> None:
        """Ask for the manager, where whoever is signed in may name another.

        Args:
            reach: over whom they may add engagements.
            me: what they are called.

        """
        if not KEY.fullmatch(self.key.data or ""):
            self.key.data = secrets.token_hex(5).upper()
        answers = [("me", f"I am ({me})")]
        if reach.everyone or reach.unit_paths:
            answers.append(("other", "Somebody else"))
        if reach.everyone:
            answers.append(("nobody", "Nobody yet"))
        self.who.choices = forms.options(answers)
        if self.who.data not in dict(answers):
            self.who.data = "other" if reach.everyone else "me"

    @property
    def asks_who(self) -> bool:
        """Whether there is anybody else to name."""
        return len(self.who.choices or ()) > 1


@dataclass(frozen=True)
class Parts:
    """The rows that a form names."""

    unit: "Unit | None"
    agency: "Agency | None"
    manager: "Person | None"


def parts(work: Work, form: ManagerForm, *, but: UUID | None = None) -> Parts:
    """Return the unit, agency and manager that a form names.

    Args:
        work: the piece of work; an agency that is not in the list is entered in it.
        form: the form, validated.
        but: whom the engagement is of: nobody is their own manager.

    Raises:
        Invalid: an agency or a manager is missing, or is not known.

    """
    return Parts(
        unit=unit_of(work, form),
        agency=agency_of(work, form),
        manager=_manager(work, form, but),
    )


def unit_of(work: Work, form: PlaceForm) -> "Unit | None":
    """Return the unit chosen."""
    return queries.unit(work.session, UUID(form.unit.data)) if form.unit.data else None


def agency_of(work: Work, form: PlaceForm) -> "Agency | None":
    """Return the agency chosen or named, which fits the kind.

    Raises:
        Invalid: it is agency work without one, or has one and is not.

    """
    named, chosen = (form.new_agency.data or "").strip(), form.agency.data or ""
    if form.kind.data != "agency":
        if named or chosen:
            msg = "Choose ‘Agency’, or leave out the agency: only agency work has one."
            raise Invalid(msg, field="kind")
        return None
    if chosen and chosen != NEW:
        return queries.agency(work.session, UUID(chosen))
    if named:
        return commands.ensure_agency(work, named)
    msg = "Choose the agency, or enter its name below."
    raise Invalid(msg, field="new_agency" if chosen == NEW else "agency")


def _manager(work: Work, form: ManagerForm, but: UUID | None) -> "Person | None":
    if form.who.data == "nobody":
        return None
    if form.who.data == "me" and work.actor.id is not None:
        return queries.person(work.session, work.actor.id)
    return manager_named(work, form.manager.data, but=but)


def manager_named(work: Work, text: str | None, *, but: UUID | None) -> "Person":
    """Return the line manager that was typed. Raises Invalid where nobody is meant."""
    if not (text or "").strip():
        msg = "Enter the name or email address of their line manager."
        raise Invalid(msg, field="manager")
    return queries.manager_called(work.session, text or "", day=work.today, but=but)

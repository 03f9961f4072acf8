"""Keeping the contacts that every page shows."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, SelectField, StringField, SubmitField
from wtforms.validators import DataRequired, Email, Length, Optional

from lms.content import commands, permissions, queries
from lms.content.commands.contacts import KINDS
from lms.delivery import kit
from lms.kernel.errors import Invalid, NotAllowed
from lms.people import queries as people
from lms.people.rules import WHOLE_COUNCIL
from lms.web import forms

if TYPE_CHECKING:
    from lms.content.models import Contact

NEEDED = (
    ("dsl", "a safeguarding contact"),
    ("mash", "the front door"),
    ("edt", "the emergency duty team"),
)
"""Kinds without which somebody with a worry does not know whom to call."""

pages = Blueprint("office_contacts", __name__, url_prefix="/contacts/keep")


class ContactForm(forms.Form):
    """Whom to call, and when."""

    kind = SelectField("What is it for?", choices=forms.options(KINDS.items()))
    name = StringField(
        "What do people here call it?",
        description="Such as 'Front door (MASH)'.",
        filters=[forms.stripped],
        validators=[DataRequired("Enter the name by which people know it here"), Length(max=200)],
    )
    telephone = StringField("Telephone number", filters=[forms.stripped])
    email = EmailField(
        "Email address (optional)",
        filters=[forms.stripped],
        validators=[Optional(), Email("Enter an address like name@example.com")],
    )
    hours = StringField(
        "When does somebody answer?",
        description="Such as 'Monday to Friday, 9am to 5pm'.",
        filters=[forms.stripped],
        validators=[Length(max=200)],
    )
    note = StringField(
        "When should people call it? (optional)",
        description="Such as 'for any worry about a child'.",
        filters=[forms.stripped],
        validators=[Length(max=200)],
    )
    submit = SubmitField("Save contact")

    def values(self) -> dict[str, str]:
        """Return what was typed."""
        names = ("kind", "name", "telephone", "email", "hours", "note")
        return {name: self[name].data or "" for name in names}


STALE = 92
"""Days after which a contact should have been rung again: three months."""


def check_whole() -> None:
    """Raise NotAllowed for an officer of one unit: every page of the council shows these."""
    if not kit.may(permissions.CHANGE_CONTACTS, WHOLE_COUNCIL):
        msg = "Only somebody whose duty covers the whole council may change its contacts."
        raise NotAllowed(msg)


@pages.get("")
@kit.requires(permissions.CHANGE_CONTACTS)
def index() -> ResponseReturnValue:
    """List the contacts with the day each was checked, and who checked it."""
    session, today = kit.session(), kit.today()
    contacts = queries.contacts(session)
    return render_template(
        "lms/office/contacts.html",
        contacts=contacts,
        stale={one.id for one in contacts if (today - one.checked_on).days > STALE},
        missing=[word for kind, word in NEEDED if kind not in {one.kind for one in contacts}],
        names=people.names_of(session, [one.checked_by for one in contacts if one.checked_by]),
        kinds=KINDS,
        may_change=kit.may(permissions.CHANGE_CONTACTS, WHOLE_COUNCIL),
    )


@pages.route("/add", methods=["GET", "POST"])
@kit.requires(permissions.CHANGE_CONTACTS)
def add() -> ResponseReturnValue:
    """Add a contact."""
    check_whole()
    form = ContactForm()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.add_contact(work, **form.values())
        except Invalid as refusal:
            form.refuse(refusal, field="name")
        else:
            flash("The contact is on every page from now.", "success")
            return redirect(url_for(".index"))
    return drawn(form, "Add a contact", url_for(".add"))


@pages.route("/<uuid:contact_id>", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE_CONTACTS, queries.contact)
def change(contact: "Contact") -> ResponseReturnValue:
    """Change a contact; that counts as checking it."""
    check_whole()
    form = ContactForm(obj=contact)
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.change_contact(work, contact.id, **form.values())
        except Invalid as refusal:
            form.refuse(refusal, field="name")
        else:
            flash("The contact is changed on every page.", "success")
            return redirect(url_for(".index"))
    return drawn(form, "Change a contact", url_for(".change", contact_id=contact.id))


@pages.post("/<uuid:contact_id>/checked")
@kit.requires_over(permissions.CHANGE_CONTACTS, queries.contact)
def check(contact: "Contact") -> ResponseReturnValue:
    """Note that somebody rang and it is right."""
    check_whole()
    name = contact.name
    with kit.work() as work:
        commands.check_contact(work, contact.id)
    flash(f"{name} is noted as checked today.", "success")
    return redirect(url_for(".index"))


@pages.route("/<uuid:contact_id>/remove", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE_CONTACTS, queries.contact)
def remove(contact: "Contact") -> ResponseReturnValue:
    """Ask once more, then take a contact off every page."""
    check_whole()
    if request.method == "GET":
        others = [one for one in queries.contacts(kit.session()) if one.kind == contact.kind]
        return render_template(
            "lms/office/contact_remove.html",
            contact=contact,
            kind=KINDS[contact.kind],
            last=len(others) == 1,
        )
    name = contact.name
    with kit.work() as work:
        commands.remove_contact(work, contact.id)
    flash(f"{name} is taken off every page.", "success")
    return redirect(url_for(".index"))


def drawn(form: ContactForm, heading: str, action: str) -> ResponseReturnValue:
    """Return the page with the form."""
    status = 422 if form.errors else 200
    return render_template(
        "lms/office/contact.html", form=form, heading=heading, action=action
    ), status

"""Keeping whom to call."""

import re
from uuid import UUID

from lms.content import permissions, queries
from lms.content.events import ContactChanged
from lms.content.models import Contact
from lms.kernel.errors import Invalid
from lms.kernel.work import Work

KINDS = {
    "dsl": "Safeguarding contact",
    "mash": "Front door (MASH)",
    "edt": "Emergency duty team",
    "police": "Police",
    "lado": "Concern about a member of staff (LADO)",
    "whistleblowing": "Whistleblowing",
    "support": "Support for you",
}
"""Kinds in the order in which pages show them; ``::: contacts`` picks by the key."""

NUMBER = re.compile(r"[0-9 ()+-]{3,25}")
LONGEST = 200


def add_contact(  # noqa: PLR0913 - a contact has these parts
    work: Work,
    *,
    kind: str,
    name: str,
    telephone: str = "",
    email: str = "",
    hours: str = "",
    note: str = "",
) -> Contact:
    """Add somebody to call, checked today.

    Raises:
        NotAllowed: the actor may not.
        Invalid: no kind of the list, no name, or no way to reach them.

    """
    work.require(permissions.CHANGE_CONTACTS)
    contact = Contact(checked_on=work.today, checked_by=work.actor.id)
    _write(contact, kind, name, telephone, email, hours, note)
    work.session.add(contact)
    work.session.flush()
    work.record(ContactChanged(subject_id=contact.id, what="added"))
    return contact


def change_contact(  # noqa: PLR0913 - a contact has these parts
    work: Work,
    contact_id: UUID,
    *,
    kind: str,
    name: str,
    telephone: str = "",
    email: str = "",
    hours: str = "",
    note: str = "",
) -> Contact:
    """Change a contact; changing it is checking it, today.

    Raises:
        NotFound: there is no such contact.
        NotAllowed: the actor may not.
        Invalid: no kind of the list, no name, or no way to reach them.

    """
    contact = queries.contact(work.session, contact_id)
    work.require(permissions.CHANGE_CONTACTS)
    _write(contact, kind, name, telephone, email, hours, note)
    contact.checked_on, contact.checked_by = work.today, work.actor.id
    work.record(ContactChanged(subject_id=contact.id, what="changed"))
    return contact


def check_contact(work: Work, contact_id: UUID) -> Contact:
    """Note that somebody rang, and it is right.

    Raises:
        NotFound: there is no such contact.
        NotAllowed: the actor may not.

    """
    contact = queries.contact(work.session, contact_id)
    work.require(permissions.CHANGE_CONTACTS)
    contact.checked_on, contact.checked_by = work.today, work.actor.id
    work.record(ContactChanged(subject_id=contact.id, what="checked"))
    return contact


def remove_contact(work: Work, contact_id: UUID) -> Contact:
    """Take a contact off every page.

    Raises:
        NotFound: there is no such contact.
        NotAllowed: the actor may not.

    """
    contact = queries.contact(work.session, contact_id)
    work.require(permissions.CHANGE_CONTACTS)
    contact.removed_at = work.now
    work.record(ContactChanged(subject_id=contact.id, what="removed"))
    return contact


def _write(  # noqa: PLR0913, PLR0917 - a contact has these parts
    contact: Contact, kind: str, name: str, telephone: str, email: str, hours: str, note: str
) -> None:
    _check(kind, name, telephone, email)
    contact.kind, contact.name = kind, name.strip()[:LONGEST]
    contact.telephone, contact.email = telephone.strip(), email.strip()[:LONGEST]
    contact.hours, contact.note = hours.strip()[:LONGEST], note.strip()[:LONGEST]
    contact.position = 10 * (list(KINDS).index(kind) + 1)


def _check(kind: str, name: str, telephone: str, email: str) -> None:
    if kind not in KINDS:
        msg = "Choose what this contact is for."
        raise Invalid(msg, field="kind")
    if not name.strip():
        msg = "Enter the name by which people know it here."
        raise Invalid(msg, field="name")
    if telephone.strip() and not NUMBER.fullmatch(telephone.strip()):
        msg = "Enter a telephone number like 01632 960123."
        raise Invalid(msg, field="telephone")
    if not telephone.strip() and not email.strip():
        msg = "Enter a telephone number, an email address, or both."
        raise Invalid(msg, field="telephone")

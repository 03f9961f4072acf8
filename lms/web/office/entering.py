"""How far somebody has come in: known, invited, signed in; and the printed card."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import segno
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.delivery import kit
from lms.delivery.state import state
from lms.identity import commands, permissions, queries, rules
from lms.kernel import words
from lms.kernel.days import council_day
from lms.kernel.errors import NotFound
from lms.people import permissions as people_permissions
from lms.people import queries as people

if TYPE_CHECKING:
    from uuid import UUID

    from lms.identity.models import Invitation
    from lms.people.models import Person

pages = Blueprint("cards", __name__, url_prefix="/people")


@dataclass(frozen=True)
class Entering:
    """Whether somebody has come in, in sentences, and what can be done about it."""

    enrolled: bool
    said: str
    trouble: bool = False
    """Something stands between them and their training."""

    can_invite: bool = False


def state_of(session: Session, person: "Person", today: date) -> Entering:
    """Return how far the person has come in."""
    invitations = queries.invitations(session, person.id)
    known = f"Known since {words.day(council_day(person.created_at))}."
    if person.bounced_at is not None:
        day = words.day(council_day(person.bounced_at))
        said = (
            f"{known} Mail to {person.email} came back on {day}. Once the address is corrected, "
            "a new invitation goes there."
        )
        came = person.first_signed_in_at is not None
        return Entering(enrolled=came, said=said, trouble=True, can_invite=True)
    if person.first_signed_in_at is not None:
        said = f"{known}{_reached(invitations)} {_came(person)}"
        return Entering(enrolled=True, said=said)
    found = _invited(person, invitations, today)
    return Entering(
        enrolled=found.enrolled,
        said=f"{known} {found.said}",
        trouble=found.trouble,
        can_invite=person.email is not None,
    )


def _came(person: "Person") -> str:
    """Return when the person signed in, first and last."""
    first, last = person.first_signed_in_at, person.last_signed_in_at
    if first is None:
        return ""
    later = ""
    if last is not None and council_day(last) > council_day(first):
        later = f", last on {words.day(council_day(last))}"
    return f"Signed in for the first time on {words.day(council_day(first))}{later}."


def _reached(invitations: list["Invitation"]) -> str:
    """Return when the first invitation reached the person, as a sentence with a space before."""
    sent = [one.sent_at for one in invitations if one.sent_at and one.bounced_at is None]
    return f" Invited on {words.day(council_day(min(sent)))}." if sent else ""


def _invited(person: "Person", invitations: list["Invitation"], today: date) -> Entering:
    """Return what became of the newest invitation that counts, for whoever never signed in."""
    live = [one for one in invitations if one.cancelled_at is None and one.bounced_at is None]
    sent = next((one for one in live if one.sent_at is not None), None)
    if sent is not None and sent.sent_at is not None:
        day = words.day(council_day(sent.sent_at))
        how = "Invited" if sent.due_at is not None or person.email else "Given a sign-in card"
        return Entering(enrolled=True, said=f"{how} on {day}. Not signed in yet.")
    if person.email is None:
        said = "There is no email address. Print a sign-in card, or have an address entered."
        return Entering(enrolled=False, said=said, trouble=True)
    if not live:
        return Entering(enrolled=False, said="Not invited yet.", trouble=True)
    if live[0].send_on is None:
        said = "The invitation is held until somebody sends it."
        return Entering(enrolled=False, said=said, trouble=True)
    if live[0].send_on > today:
        said = f"The invitation goes out on {words.day(live[0].send_on)}."
        return Entering(enrolled=False, said=said)
    return Entering(enrolled=False, said="The invitation is on its way.")


def reached(session: Session, person_id: "UUID") -> "Person":
    """Return the person, if whoever asks may see them; else answer as for nobody.

    Inside another site, which signs its people in itself, there are no cards.
    """
    if state().mounted:
        msg = "People sign in to this site in another way, so there are no cards to print."
        raise NotFound(msg)
    reach = kit.actor().reach(people_permissions.READ)
    return people.person_within(session, person_id, reach)


@pages.get("/<uuid:person_id>/card")
@kit.requires_over(permissions.PRINT_CARD, reached)
def ask(person: "Person") -> ResponseReturnValue:
    """Say what a card is, before one is made."""
    return render_template("lms/office/card_ask.html", person=person, days=rules.CARD_DAYS)


@pages.post("/<uuid:person_id>/card")
@kit.requires_over(permissions.PRINT_CARD, reached)
def make(person: "Person") -> ResponseReturnValue:
    """Make a card and show it once, to print; its code is not kept."""
    with kit.work() as work:
        code = commands.print_card(work, person.id)
        person_id, name = person.id, person.name
    return render_template("lms/office/card.html", card=card_for(person_id, name, code))


@dataclass(frozen=True)
class Card:
    """A printed card, for the one time that its code is known."""

    person_id: "UUID"
    name: str
    code: str
    address: str
    qr: str
    """As the address of a drawing."""

    until: datetime


def card_for(person_id: "UUID", name: str, code: str) -> Card:
    """Return what a card of that code says."""
    here = kit.settings().base_url
    page = f"{here}/sign-in/card" if here else url_for("lms.signin.card", _external=True)
    address = f"{page}?code={code}"
    return Card(
        person_id=person_id,
        name=name,
        code=code,
        address=page.partition("://")[2],
        qr=segno.make(address, error="m").svg_data_uri(scale=5, border=2),
        until=kit.now() + timedelta(days=rules.CARD_DAYS),
    )

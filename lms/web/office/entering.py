"""How far somebody has come in: known, invited, signed in; and the printed card."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import segno
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.delivery import kit
from lms.identity import commands, permissions, queries, rules
from lms.kernel import words
from lms.kernel.days import council_day
from lms.people import permissions as people_permissions
from lms.people import queries as people

if TYPE_CHECKING:
    from uuid import UUID

    from lms.identity.models import Invitation
    from lms.people.models import Person

pages = Blueprint("cards", __name__, url_prefix="/people")


@dataclass(frozen=True)
class Entering:
    """Whether somebody has come in, in a sentence, and what can be done about it."""

    enrolled: bool
    said: str
    trouble: bool = False
    """Something stands between them and their training."""

    can_invite: bool = False


def state_of(session: Session, person: "Person", today: date) -> Entering:
    """Return how far the person has come in."""
    first, last = person.first_signed_in_at, person.last_signed_in_at
    if first is not None:
        seen = f"Signed in for the first time on {words.day(council_day(first))}"
        later = f", last on {words.day(council_day(last))}" if last and last > first else ""
        if person.bounced_at is None:
            return Entering(enrolled=True, said=f"{seen}{later}.", can_invite=bool(person.email))
    if person.bounced_at is not None:
        day = words.day(council_day(person.bounced_at))
        said = (
            f"Mail to {person.email} came back on {day}. Correct the address; then send the "
            "invitation again."
        )
        return Entering(enrolled=first is not None, said=said, trouble=True, can_invite=True)
    return _invited(person, queries.invitations(session, person.id), today)


def _invited(person: "Person", invitations: list["Invitation"], today: date) -> Entering:
    """Return what became of the newest invitation that counts."""
    live = [one for one in invitations if one.cancelled_at is None and one.bounced_at is None]
    sent = next((one for one in live if one.sent_at is not None), None)
    has_address = person.email is not None
    if sent is not None and sent.sent_at is not None:
        day = words.day(council_day(sent.sent_at))
        said = f"Invited on {day}, and has not signed in yet."
        return Entering(enrolled=True, said=said, can_invite=has_address)
    if not has_address:
        said = "There is no email address yet. Print a sign-in card, or enter an address."
        return Entering(enrolled=False, said=said, trouble=True)
    if not live:
        said = "Not invited yet."
        return Entering(enrolled=False, said=said, trouble=True, can_invite=True)
    if live[0].send_on is None:
        said = "The invitation is held until somebody sends it."
        return Entering(enrolled=False, said=said, trouble=True, can_invite=True)
    if live[0].send_on > today:
        said = f"The invitation goes out on {words.day(live[0].send_on)}."
        return Entering(enrolled=False, said=said, can_invite=True)
    return Entering(enrolled=False, said="The invitation is on its way.", can_invite=True)


def _reached(session: Session, person_id: "UUID") -> "Person":
    reach = kit.actor().reach(people_permissions.READ)
    return people.person_within(session, person_id, reach)


@pages.get("/<uuid:person_id>/card")
@kit.requires_over(permissions.PRINT_CARD, _reached)
def ask(person: "Person") -> ResponseReturnValue:
    """Say what a card is, before one is made."""
    return render_template("lms/office/card_ask.html", person=person, days=rules.CARD_DAYS)


@pages.post("/<uuid:person_id>/card")
@kit.requires_over(permissions.PRINT_CARD, _reached)
def make(person: "Person") -> ResponseReturnValue:
    """Make a card and show it once, to print; its code is not kept."""
    with kit.work() as work:
        code = commands.print_card(work, person.id)
        name = person.name
    base = kit.settings().base_url
    path = url_for("lms.signin.card", code=code)
    address = base + path if base else url_for("lms.signin.card", code=code, _external=True)
    plain = base + url_for("lms.signin.card") if base else address.partition("?")[0]
    return render_template(
        "lms/office/card.html",
        person_id=person.id,
        name=name,
        code=code,
        address=plain,
        qr=segno.make(address, error="m").svg_data_uri(scale=5, border=2),
        days=rules.CARD_DAYS,
    )

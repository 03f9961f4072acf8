"""What whoever looks at a person may do from there: each act with its address."""

from typing import TYPE_CHECKING

from flask import current_app, url_for

from lms.assignment import permissions as assignment
from lms.delivery import kit
from lms.delivery.state import state
from lms.identity import permissions as identity
from lms.people import permissions

if TYPE_CHECKING:
    from uuid import UUID

    from lms.people.models import Engagement, Person
    from lms.web.office.entering import Entering


def doors(
    person: "Person", engagements: "list[Engagement]", entering: "Entering"
) -> dict[str, str]:
    """Return act → address, for what may be done to this person now.

    Acts on one engagement are keyed by act and id, such as ``end 1f…``.
    """
    here = any(one.ends_on is None or one.ends_on >= kit.today() for one in engagements)
    wanted = {
        "correct": (kit.may(permissions.CHANGE, person), "lms.details.correct"),
        "accounts": (
            bool(kit.settings().oidc) and kit.may(identity.READ_ACCOUNTS, person),
            "lms.accounts.of_person",
        ),
        "sign_out": (kit.may(permissions.CHANGE, person), "lms.details.sign_out"),
        "invite": (
            here and entering.can_invite and kit.may(identity.INVITE, person),
            "lms.details.invite",
        ),
        "card": (here and needs_card(person), "lms.cards.ask"),
        "engage": (kit.may(permissions.ADD), "lms.engagements.add"),
        "exempt": (kit.may(assignment.EXEMPT, person), "lms.releases.exempt"),
        "pause": (here and kit.may(assignment.PAUSE, person), "lms.releases.pause"),
        "groups": (kit.may(permissions.ARRANGE, person), "lms.groups.of_person"),
        "duties": (kit.may(permissions.GRANT), "lms.duties.give"),
    }
    found = {
        act: url_for(endpoint, person_id=person.id)
        for act, (may, endpoint) in wanted.items()
        if may and endpoint in current_app.view_functions
    }
    for one in engagements:
        found |= _over(one)
    return found


def needs_card(person: "Person") -> bool:
    """Tell whether a card is of use, and whoever looks may print one.

    HR may for anybody; a manager for whoever has no address that works, or never came in by it.
    """
    if state().mounted or not kit.may(identity.PRINT_CARD, person):
        return False
    by_mail = person.email is not None and person.bounced_at is None
    came = person.first_signed_in_at is not None
    return not (by_mail and came) or kit.may(permissions.CHANGE, person)


def _over(one: "Engagement") -> dict[str, str]:
    """Return what may be done to one engagement."""
    found: dict[str, str] = {}
    if kit.may(permissions.CHANGE, one):
        found[key("change", one.id)] = url_for("lms.engagements.change", engagement_id=one.id)
    running = one.ends_on is None or one.ends_on > kit.today()
    if running and kit.may(permissions.END, one):
        found[key("end", one.id)] = url_for("lms.engagements.end", engagement_id=one.id)
    return found


def key(act: str, engagement_id: "UUID") -> str:
    """Return the name under which an act on one engagement stands among the doors."""
    return f"{act} {engagement_id}"

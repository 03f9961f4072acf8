"""Letting people in by a printed card."""

from uuid import UUID

from lms.identity import permissions, queries, rules
from lms.identity.commands.links import make_link, may_come_in, use_link, void
from lms.identity.errors import CardGuarded, CardNotNeeded, LinkSpent, NotHere
from lms.identity.events import CardPrinted
from lms.identity.models import Invitation, LinkPurpose
from lms.kernel.work import Work
from lms.people import permissions as people_permissions
from lms.people import queries as people_queries
from lms.people import rules as people_rules
from lms.people.models import Person


def use_card(work: Work, code: str) -> Person:
    """Let the person of a printed card in, once.

    Raises:
        LinkSpent: there is no card with that code, or it was used or is too old.

    """
    link = queries.card(work.session, rules.card_hash(work.settings.secret_key, code))
    if link is None:
        raise LinkSpent
    return use_link(work, link.id)


def print_card(work: Work, person_id: UUID) -> str:
    """Make a card for somebody without an address, and count it as their invitation.

    Returns:
        The code to print, once: it is not kept.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor may not.
        NotHere: the person has no engagement that lets them in.
        CardGuarded: the person may do what the actor may not.
        CardNotNeeded: a manager wants it for somebody who signs in by mail.

    """
    person = people_queries.person(work.session, person_id)
    work.require(permissions.PRINT_CARD, person)
    _refuse_guarded(work, person)
    if not may_come_in(work, person.id):
        raise NotHere(person.name)
    void(work, person.id, LinkPurpose.CARD)
    code = rules.new_card_code()
    link = make_link(work, person.id, LinkPurpose.CARD)
    link.code_hash = rules.card_hash(work.settings.secret_key, code)
    work.session.add(
        Invitation(person_id=person.id, send_on=work.today, sent_at=work.now, made_at=work.now)
    )
    work.session.flush()
    work.record(CardPrinted(subject_id=link.id, person_id=person.id))
    return code


def _refuse_guarded(work: Work, person: Person) -> None:
    """Refuse a card that would let the actor in as somebody they may not be.

    Administrators may print any; HR any but an administrator's or approver's; managers those of
    people without duties who have no address, or have not come in by it.
    """
    if work.actor.may(people_permissions.GRANT):
        return
    is_hr = work.actor.may(people_permissions.CHANGE, person)
    for held in people_queries.held_by(work.session, person.id):
        if not is_hr or held.duty.value in people_rules.GUARDED:
            raise CardGuarded(person.name, people_rules.DUTIES[held.duty.value])
    comes_by_mail = person.email is not None and person.bounced_at is None
    if not is_hr and comes_by_mail and person.first_signed_in_at is not None:
        raise CardNotNeeded(person.name)

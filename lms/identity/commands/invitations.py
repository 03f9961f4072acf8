"""Asking people to come in: now, on a day, or when HR says so."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from lms.identity import permissions
from lms.identity.commands.links import make_link, may_come_in, void
from lms.identity.errors import NoAddress, NotHere
from lms.identity.events import InvitationDue, InvitationMade
from lms.identity.models import Invitation, LinkPurpose
from lms.kernel.work import Work
from lms.people import queries as people_queries


def invite(
    work: Work, person_id: UUID, *, engagement_id: UUID | None = None, send_on: date | None
) -> Invitation:
    """Invite somebody on a day; today sends it at once.

    Args:
        work: the work.
        person_id: whom.
        engagement_id: for which engagement, where it is one.
        send_on: the day it goes out; None to hold it until HR says so.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor may not invite them.
        NoAddress: nobody knows an address.
        NotHere: the person has no engagement that lets them in, now or later.

    """
    person = people_queries.person(work.session, person_id)
    work.require(permissions.INVITE, person)
    if person.email is None:
        raise NoAddress(person.name)
    if not may_come_in(work, person.id):
        raise NotHere(person.name)
    made = Invitation(
        person_id=person.id, engagement_id=engagement_id, send_on=send_on, made_at=work.now
    )
    work.session.add(made)
    work.session.flush()
    work.record(InvitationMade(subject_id=made.id, person_id=person.id, held=send_on is None))
    if send_on is not None and send_on <= work.today:
        _due(work, made)
    return made


def resend(work: Work, person_id: UUID) -> Invitation:
    """Invite somebody again, today; invitations that still wait give way to it.

    Raises:
        NotFound, NotAllowed, NoAddress, NotHere: as for ``invite``.

    """
    waiting = select(Invitation).filter_by(person_id=person_id, sent_at=None, cancelled_at=None)
    for one in work.session.scalars(waiting):
        one.cancelled_at = work.now
    return invite(work, person_id, send_on=work.today)


def release(work: Work, invitation_ids: list[UUID], *, send_on: date) -> int:
    """Give held invitations their day. Returns how many there were."""
    held = select(Invitation).where(
        Invitation.id.in_(invitation_ids),
        Invitation.send_on.is_(None),
        Invitation.cancelled_at.is_(None),
    )
    found = list(work.session.scalars(held))
    for one in found:
        work.require(permissions.INVITE, one.person)
        one.send_on = send_on
        if send_on <= work.today:
            _due(work, one)
    return len(found)


def invitations_due(work: Work, *, limit: int = 500) -> int:
    """Write the messages of invitations whose day has come. Returns how many."""
    wanted = (
        select(Invitation)
        .where(
            Invitation.send_on <= work.today,
            Invitation.sent_at.is_(None),
            Invitation.cancelled_at.is_(None),
            Invitation.due_at.is_(None),
        )
        .limit(limit)
    )
    found = list(work.session.scalars(wanted))
    for one in found:
        _due(work, one)
    return len(found)


def invitation_sent(work: Work, invitation_id: UUID) -> None:
    """Note that the mail system took an invitation: the person counts as enrolled from now."""
    found = work.session.get(Invitation, invitation_id)
    if found is not None and found.sent_at is None:
        found.sent_at = work.now


def invitation_bounced(work: Work, person_id: UUID) -> None:
    """Note that mail to the person came back: none of their invitations reached them."""
    sent = select(Invitation).filter_by(person_id=person_id, bounced_at=None)
    for one in work.session.scalars(sent.where(Invitation.opened_at.is_(None))):
        one.bounced_at = work.now


def _due(work: Work, made: Invitation) -> None:
    """Make the invitation's link, so that its message is written in this transaction."""
    made.due_at = work.now
    void(work, made.person_id, LinkPurpose.INVITATION)
    link = make_link(work, made.person_id, LinkPurpose.INVITATION)
    work.record(InvitationDue(subject_id=made.id, person_id=made.person_id, link_id=link.id))

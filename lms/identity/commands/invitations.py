"""Asking people to come in: now, on a day, or when HR says so."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.identity import permissions
from lms.identity.commands.links import make_link, may_come_in, void
from lms.identity.errors import NoAddress, NotHere
from lms.identity.events import InvitationDue, InvitationMade
from lms.identity.models import Invitation, LinkPurpose
from lms.kernel.permissions import Reach
from lms.kernel.work import Work
from lms.people import queries as people_queries
from lms.people.queries.lists import works_within

AT_A_TIME = 500
"""Invitations asked for in one question."""

AT_ONCE = 200
"""Released together, so many are written in the same breath."""


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
    return make(work, person.id, engagement_id, send_on)


def resend(work: Work, person_id: UUID, *, seen_at: datetime | None = None) -> Invitation:
    """Invite somebody again, today; invitations that still wait give way to it.

    Args:
        work: the work.
        person_id: whom.
        seen_at: when the page was made on which somebody asked for it. What was sent since is
            what they asked for: a form sent twice is one invitation.

    Raises:
        NotFound, NotAllowed, NoAddress, NotHere: as for ``invite``.

    """
    if seen_at is not None:
        sent = select(Invitation).filter_by(person_id=person_id, cancelled_at=None)
        since = sent.where(Invitation.due_at >= seen_at, Invitation.bounced_at.is_(None))
        found = work.session.scalars(since.limit(1)).first()
        if found is not None:
            work.require(permissions.INVITE, found.person)
            return found
    for one in waiting(work, person_id):
        one.cancelled_at = work.now
    return invite(work, person_id, send_on=work.today)


def release(work: Work, invitation_ids: Sequence[UUID], *, send_on: date | None) -> int:
    """Give held invitations their day.

    Those that go out today are written at once, unless they are many: then the jobs write
    them, within a minute.

    Args:
        work: the work.
        invitation_ids: which; those that are not held any more, or of people out of reach, are
            passed over alike.
        send_on: the day; None for the first day of the engagement that each is for.

    Returns:
        How many there were. Who has left meanwhile is not asked, and not counted.

    """
    work.require(permissions.INVITE)
    reach = work.actor.reach(permissions.INVITE)
    found = [
        one
        for at in range(0, len(invitation_ids), AT_A_TIME)
        for one in _held(work, invitation_ids[at : at + AT_A_TIME], reach)
    ]
    at_once = len(found) <= AT_ONCE
    for one in found:
        one.send_on = send_on or (one.engagement.starts_on if one.engagement else work.today)
        if one.send_on > work.today or not at_once:
            continue
        if _has_left(work, one.person_id):
            one.cancelled_at = work.now
        else:
            _due(work, one)
    return sum(one.cancelled_at is None for one in found)


def _held(work: Work, invitation_ids: Sequence[UUID], reach: Reach) -> list[Invitation]:
    """Return those of these invitations that are held, of people within reach."""
    wanted = select(Invitation).where(
        works_within(reach, Invitation.person_id),
        Invitation.id.in_(invitation_ids),
        Invitation.send_on.is_(None),
        Invitation.cancelled_at.is_(None),
    )
    return list(work.session.scalars(wanted.options(joinedload(Invitation.engagement))))


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
        if _has_left(work, one.person_id):
            one.cancelled_at = work.now
        else:
            _due(work, one)
    return len(found)


def send(work: Work, invitation_id: UUID) -> None:
    """Let an invitation go out now, whatever its day; one that is on its way stays as it is."""
    found = work.session.get(Invitation, invitation_id)
    if found is not None and found.due_at is None and found.cancelled_at is None:
        _due(work, found)


def invitation_failed(work: Work, invitation_id: UUID) -> None:
    """Note that an invitation was given up, so that nobody thinks it is on its way."""
    found = work.session.get(Invitation, invitation_id)
    if found is not None and found.sent_at is None:
        found.cancelled_at = work.now


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


def make(
    work: Work, person_id: UUID, engagement_id: UUID | None, send_on: date | None
) -> Invitation:
    """Make an invitation, whoever asks for it; today sends it at once."""
    made = Invitation(
        person_id=person_id, engagement_id=engagement_id, send_on=send_on, made_at=work.now
    )
    work.session.add(made)
    work.session.flush()
    work.record(InvitationMade(subject_id=made.id, person_id=person_id, held=send_on is None))
    if send_on is not None and send_on <= work.today:
        _due(work, made)
    return made


def waiting(work: Work, person_id: UUID) -> list[Invitation]:
    """Return the person's invitations that were neither sent nor called off."""
    wanted = select(Invitation).filter_by(person_id=person_id, sent_at=None, cancelled_at=None)
    return list(work.session.scalars(wanted))


def _has_left(work: Work, person_id: UUID) -> bool:
    """Tell whether nothing holds the person here any more: no engagement, no duty."""
    found = people_queries.standing(work.session, person_id)
    if found is None:
        return True
    return not found.duties and (found.last_day is None or found.last_day < work.today)


def _due(work: Work, made: Invitation) -> None:
    """Make the invitation's link, so that its message is written in this transaction."""
    made.due_at = work.now
    void(work, made.person_id, LinkPurpose.INVITATION)
    link = make_link(work, made.person_id, LinkPurpose.INVITATION)
    work.record(InvitationDue(subject_id=made.id, person_id=made.person_id, link_id=link.id))

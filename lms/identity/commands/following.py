"""Keeping invitations in step with what happens to the person they are for."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select, update

from lms.identity.commands.invitations import make, waiting
from lms.identity.commands.links import may_come_in, void
from lms.identity.models import Invitation, LinkPurpose
from lms.kernel.work import Work
from lms.people import queries as people_queries

AT_A_TIME = 500


def call_off(work: Work, engagement_id: UUID) -> int:
    """Call off what still waits for an engagement that was over before anybody came.

    Whoever starts and leaves early is invited all the same: they are here until then.

    Returns:
        How many invitations there were.

    """
    engagement = people_queries.engagement(work.session, engagement_id)
    last = engagement.ends_on
    if last is None or (last > engagement.starts_on and last >= work.today):
        return 0
    still = [one for one in waiting(work, engagement.person_id) if one.due_at is None]
    elsewhere = any(
        one.id != engagement.id and (one.ends_on is None or one.ends_on >= work.today)
        for one in engagement.person.engagements
    )
    found = [
        one
        for one in still
        if one.engagement_id == engagement.id or (one.engagement_id is None and not elsewhere)
    ]
    for one in found:
        one.cancelled_at = work.now
    return len(found)


def follow_start(work: Work, engagement_id: UUID, *, before: date) -> int:
    """Move what was to go out on the first day along with it. Returns how many there were."""
    engagement = people_queries.engagement(work.session, engagement_id)
    found = [
        one
        for one in waiting(work, engagement.person_id)
        if one.engagement_id == engagement.id and one.send_on == before and one.due_at is None
    ]
    for one in found:
        one.send_on = engagement.starts_on
    return len(found)


def follow_address(work: Work, person_id: UUID, *, main: bool) -> Invitation | None:
    """Put an end to links that went to an old address, and ask again at the new one.

    Args:
        work: the work.
        person_id: whose address changed.
        main: whether it is the address that messages go to; only then is anybody asked again.

    Returns:
        The new invitation; None where nothing had been sent, or they have come in already.

    """
    void(work, person_id, LinkPurpose.SIGN_IN)
    if not main:
        return None
    void(work, person_id, LinkPurpose.INVITATION)
    person = people_queries.person(work.session, person_id)
    sent = select(Invitation).filter_by(person_id=person_id, cancelled_at=None)
    asked = work.session.scalars(
        sent.where(Invitation.due_at.is_not(None)).order_by(Invitation.made_at)
    ).all()
    if not asked or person.email is None or person.first_signed_in_at is not None:
        return None
    if not may_come_in(work, person_id):
        return None
    for one in asked:
        one.bounced_at = one.bounced_at or work.now
    return make(work, person_id, asked[-1].engagement_id, work.today)


def taken_out(work: Work, engagement_ids: Sequence[UUID]) -> None:
    """Cancel what still waits for engagements that never were; what went out stays told."""
    for at in range(0, len(engagement_ids), AT_A_TIME):
        theirs = Invitation.engagement_id.in_(engagement_ids[at : at + AT_A_TIME])
        still = (Invitation.sent_at.is_(None), Invitation.cancelled_at.is_(None))
        work.session.execute(
            update(Invitation).where(theirs, *still).values(cancelled_at=work.now)
        )
        work.session.execute(update(Invitation).where(theirs).values(engagement_id=None))


def person_taken_out(work: Work, person_ids: Sequence[UUID]) -> None:
    """Take out the invitations, none of which went out, of people who leave the register."""
    for at in range(0, len(person_ids), AT_A_TIME):
        some = person_ids[at : at + AT_A_TIME]
        work.session.execute(delete(Invitation).where(Invitation.person_id.in_(some)))

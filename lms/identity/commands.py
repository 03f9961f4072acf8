"""Letting people in: links, codes, cards, invitations."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from lms.identity import permissions, queries, rules
from lms.identity.errors import LinkSpent, NoAddress, NotHere
from lms.identity.events import (
    CardPrinted,
    InvitationDue,
    InvitationMade,
    SignedIn,
    SignInLinkMade,
)
from lms.identity.models import Invitation, LinkPurpose, SignInLink
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import queries as people_queries
from lms.people.models import Person

REPEATABLE = {LinkPurpose.DEMO}


def ask_link(work: Work, address: str) -> UUID | None:
    """Write a sign-in link for whoever has the address.

    Returns:
        The link's id; None where nobody who may sign in has the address, or too many were
        asked for. The caller answers the same in every case.

    """
    person = people_queries.person_by_address(work.session, address)
    if person is None or not _may_come_in(work, person.id) or _asked_too_often(work, person.id):
        return None
    _void(work, person.id, LinkPurpose.SIGN_IN)
    link = make_link(work, person.id, LinkPurpose.SIGN_IN)
    to_other = address.strip().lower() == (person.other_email or "").lower()
    work.record(SignInLinkMade(subject_id=link.id, person_id=person.id, to_other=to_other))
    return link.id


def make_link(work: Work, person_id: UUID, purpose: LinkPurpose) -> SignInLink:
    """Make a link that lasts as long as its purpose says. Nothing is sent and nothing recorded."""
    lasts = {
        LinkPurpose.SIGN_IN: timedelta(minutes=work.settings.link_minutes),
        LinkPurpose.INVITATION: timedelta(days=work.settings.invitation_days),
        LinkPurpose.CARD: timedelta(days=rules.CARD_DAYS),
        LinkPurpose.DEMO: timedelta(days=365),
    }
    link = SignInLink(
        person_id=person_id,
        purpose=purpose,
        made_at=work.now,
        expires_at=work.now + lasts[purpose],
    )
    work.session.add(link)
    work.session.flush()
    return link


def use_link(work: Work, link_id: UUID) -> Person:
    """Let the person of a link in, once.

    Raises:
        LinkSpent: it was used, is too old, or is void; or the person may no longer sign in.

    """
    link = queries.link(work.session, link_id)
    if link is None or link.void_at is not None or link.expires_at <= work.now:
        raise LinkSpent
    if link.used_at is not None and link.purpose not in REPEATABLE:
        raise LinkSpent
    if not _may_come_in(work, link.person_id):
        raise LinkSpent
    if link.purpose not in REPEATABLE:
        used = (
            update(SignInLink)
            .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
            .values(used_at=work.now)
            .execution_options(synchronize_session=False)
        )
        if work.session.connection().execute(used).rowcount != 1:
            raise LinkSpent
    if link.purpose == LinkPurpose.INVITATION:
        _opened(work, link.person_id)
    people.signed_in(work, link.person_id)
    work.record(
        SignedIn(subject_id=link.person_id, person_id=link.person_id, by=link.purpose.value)
    )
    return people_queries.person(work.session, link.person_id)


def try_code(work: Work, link_id: UUID | None, code: str) -> int | None:
    """Try the short code of a link that was asked for in this browser.

    The try counts whether or not it was right, so call it in a transaction that commits.

    Returns:
        None where the code is right: ``use_link`` comes next. Else how many tries are left;
        where there is no such link, as many as if there were one.

    """
    link = queries.link(work.session, link_id) if link_id else None
    if link is None:
        return rules.CODE_TRIES - 1
    link.code_tries += 1
    if link.code_tries <= rules.CODE_TRIES and rules.is_code(
        work.settings.secret_key, link.id, code
    ):
        return None
    left = max(0, rules.CODE_TRIES - link.code_tries)
    if not left:
        link.void_at = link.void_at or work.now
    return left


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

    """
    person = people_queries.person(work.session, person_id)
    work.require(permissions.PRINT_CARD, person)
    if not _may_come_in(work, person.id):
        raise NotHere(person.name)
    _void(work, person.id, LinkPurpose.CARD)
    code = rules.new_card_code()
    link = make_link(work, person.id, LinkPurpose.CARD)
    link.code_hash = rules.card_hash(work.settings.secret_key, code)
    work.session.add(
        Invitation(person_id=person.id, send_on=work.today, sent_at=work.now, made_at=work.now)
    )
    work.session.flush()
    work.record(CardPrinted(subject_id=link.id, person_id=person.id))
    return code


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
    if not _may_come_in(work, person.id):
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
    _void(work, made.person_id, LinkPurpose.INVITATION)
    link = make_link(work, made.person_id, LinkPurpose.INVITATION)
    work.record(InvitationDue(subject_id=made.id, person_id=made.person_id, link_id=link.id))


def _opened(work: Work, person_id: UUID) -> None:
    sent = select(Invitation).filter_by(person_id=person_id, opened_at=None)
    for one in work.session.scalars(sent.where(Invitation.sent_at.is_not(None))):
        one.opened_at = work.now


def _void(work: Work, person_id: UUID, purpose: LinkPurpose) -> None:
    """End the unused links of that purpose: the newest counts."""
    work.session.execute(
        update(SignInLink)
        .where(
            SignInLink.person_id == person_id,
            SignInLink.purpose == purpose,
            SignInLink.used_at.is_(None),
            SignInLink.void_at.is_(None),
        )
        .values(void_at=work.now)
    )


def _asked_too_often(work: Work, person_id: UUID) -> bool:
    asked = (
        select(func.count())
        .select_from(SignInLink)
        .where(
            SignInLink.person_id == person_id,
            SignInLink.purpose == LinkPurpose.SIGN_IN,
            SignInLink.made_at > work.now - timedelta(hours=1),
        )
    )
    return (work.session.scalar(asked) or 0) >= rules.LINKS_AN_HOUR


def _may_come_in(work: Work, person_id: UUID) -> bool:
    found = people_queries.standing(work.session, person_id)
    return found is not None and rules.may_come_in(
        has_duties=bool(found.duties),
        last_day=found.last_day,
        today=work.today,
        grace_days=work.settings.grace_days,
    )

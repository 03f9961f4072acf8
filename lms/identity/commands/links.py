"""Letting people in by a link or its code."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from lms.identity import queries, rules
from lms.identity.errors import LinkSpent
from lms.identity.events import SignedIn, SignInLinkMade
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
    if person is None or not may_come_in(work, person.id) or _asked_too_often(work, person.id):
        return None
    void(work, person.id, LinkPurpose.SIGN_IN)
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
    if not may_come_in(work, link.person_id):
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


def end_links(work: Work, person_id: UUID) -> None:
    """End every way in that a person still holds, such as the mail on a lost telephone."""
    for purpose in (LinkPurpose.SIGN_IN, LinkPurpose.INVITATION, LinkPurpose.CARD):
        void(work, person_id, purpose)


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


def _opened(work: Work, person_id: UUID) -> None:
    sent = select(Invitation).filter_by(person_id=person_id, opened_at=None)
    for one in work.session.scalars(sent.where(Invitation.sent_at.is_not(None))):
        one.opened_at = work.now


def void(work: Work, person_id: UUID, purpose: LinkPurpose) -> None:
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


def may_come_in(work: Work, person_id: UUID) -> bool:
    """Tell whether the person may sign in today: a duty, or an engagement not long over."""
    found = people_queries.standing(work.session, person_id)
    return found is not None and rules.may_come_in(
        has_duties=bool(found.duties),
        last_day=found.last_day,
        today=work.today,
        grace_days=work.settings.grace_days,
    )

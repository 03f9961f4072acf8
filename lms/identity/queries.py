"""Questions about ways to sign in."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from lms.identity.models import Invitation, SignInLink
from lms.kernel.days import end_of
from lms.people.models import Person


def signed_in_by(day: date) -> ColumnElement[bool]:
    """Return the condition that a person had signed in by the end of ``day``."""
    return and_(Person.first_signed_in_at.is_not(None), Person.first_signed_in_at < end_of(day))


def enrolled(day: date) -> ColumnElement[bool]:
    """Return the condition that a person was enrolled by the end of ``day``.

    They have been sent an invitation that did not bounce, or have signed in.
    """
    by_then = end_of(day)
    invited = exists().where(
        Invitation.person_id == Person.id,
        Invitation.sent_at < by_then,
        or_(Invitation.bounced_at.is_(None), Invitation.bounced_at >= by_then),
    )
    return or_(signed_in_by(day), invited)


def goes_out_on() -> ScalarSelect[date | None]:
    """Return the day on which a person's next waiting invitation goes out, as a column."""
    waits = (Invitation.sent_at.is_(None), Invitation.cancelled_at.is_(None))
    wanted = select(func.min(Invitation.send_on)).where(Invitation.person_id == Person.id, *waits)
    return wanted.correlate(Person).scalar_subquery()


def link(session: Session, link_id: UUID) -> SignInLink | None:
    """Return the link, or None where there is none."""
    return session.get(SignInLink, link_id)


def card(session: Session, code_hash: str) -> SignInLink | None:
    """Return the printed card with that code, or None."""
    return session.scalars(select(SignInLink).filter_by(code_hash=code_hash)).first()


def invitations(session: Session, person_id: UUID) -> list[Invitation]:
    """Return a person's invitations, newest first."""
    wanted = select(Invitation).filter_by(person_id=person_id)
    return list(session.scalars(wanted.order_by(Invitation.made_at.desc())))


def held(session: Session, *, limit: int = 500) -> list[Invitation]:
    """Return invitations that wait for HR, in the order in which they were made."""
    wanted = select(Invitation).filter_by(send_on=None, cancelled_at=None)
    return list(session.scalars(wanted.order_by(Invitation.made_at).limit(limit)))


def invitation_facts(session: Session, invitation_id: UUID) -> dict[str, str | None]:
    """Return what an invitation's words say of the engagement it is for."""
    found = session.get(Invitation, invitation_id)
    engagement = found.engagement if found else None
    return {
        "starts_on": engagement.starts_on.isoformat() if engagement else None,
        "team": engagement.unit.name if engagement and engagement.unit else None,
    }

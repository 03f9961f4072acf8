"""Tables for ways to sign in."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.model import Identified, Model
from lms.people.models import Engagement, Person


class LinkPurpose(StrEnum):
    """What a link is for; decides how long it lasts."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"
    CARD = "card"
    DEMO = "demo"


class SignInLink(Identified, Model):
    """A way to sign in once. The secret is not here: it is signed from the id when sent."""

    __tablename__ = "lms_sign_in_link"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), index=True)
    purpose: Mapped[LinkPurpose]
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    """Of a printed card's code; a mailed link's short code is derived from its id instead."""

    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    void_at: Mapped[datetime | None]
    """When a newer link, a new address or a sign-out everywhere put an end to it."""

    code_tries: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship()


class Invitation(Identified, Model):
    """Somebody is asked to come in: on a day, or held until HR says so. One row a sending."""

    __tablename__ = "lms_invitation"
    __table_args__ = (Index("ix_lms_invitation_person", "person_id", "sent_at", "bounced_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"))
    engagement_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_engagement.id"))
    send_on: Mapped[date | None] = mapped_column(index=True)
    """The day it goes out; None while it is held."""

    due_at: Mapped[datetime | None]
    """When its message was written to the outbox."""

    sent_at: Mapped[datetime | None]
    """When the mail system took it, or a card was printed."""

    opened_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    engagement: Mapped[Engagement | None] = relationship()

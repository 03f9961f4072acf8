"""Tables for ways to sign in."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.days import council_day
from lms.kernel.model import Identified, Model, moves
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

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
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


class Token(Identified, Model):
    """Another system may ask and tell, as far as its scopes go. The secret is not here."""

    __tablename__ = "lms_token"

    name: Mapped[str] = mapped_column(unique=True)
    """Which system has it; engagements that it begins name this as their source."""

    secret_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256, 64 hex digits; the secret itself has 256 random bits."""

    scopes: Mapped[list[str]]
    """``identity.rules.SCOPES``."""

    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    expires_at: Mapped[datetime | None]
    """From then on it is refused; None while nobody set a day."""

    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None]
    last_used_on: Mapped[date | None]
    """The day, not the moment: a request costs no row of its own."""

    @property
    def last_day(self) -> date | None:
        """The last day on which it works; None while nobody set one."""
        return (
            None if self.expires_at is None else council_day(self.expires_at) - timedelta(days=1)
        )


class KeptAnswer(Identified, Model):
    """What a token's request was answered, for whoever sends the same again within a day."""

    __tablename__ = "lms_kept_answer"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    token_id: Mapped[UUID] = mapped_column(ForeignKey("lms_token.id"))
    key: Mapped[str]
    """The token's own name for the request."""

    sign: Mapped[str]
    """SHA-256 of method, address and body."""

    status: Mapped[int]
    text: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(index=True)


class Invitation(Identified, Model):
    """Somebody is asked to come in: on a day, or held until HR says so. One row a sending."""

    __tablename__ = "lms_invitation"
    __table_args__ = (Index("ix_lms_invitation_person", "person_id", "sent_at", "bounced_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves())
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


class ExternalIdentity(Identified, Model):
    """Whom another system means by a name of its own: one of its subjects is one of our people."""

    __tablename__ = "lms_external_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    issuer: Mapped[str]
    """Who gave the name: an identity provider's issuer, to the letter."""

    subject: Mapped[str]
    """Never given to anybody else by that issuer, whatever happens to addresses."""

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class Knock(Identified, Model):
    """Somebody signed in at a provider, and nobody had told us of them. Kept for 90 days."""

    __tablename__ = "lms_knock"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    issuer: Mapped[str]
    subject: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    """Either may be empty: some providers say an address only."""

    email: Mapped[str | None] = mapped_column(index=True)
    is_vouched: Mapped[bool]
    """Whether the provider had verified the address."""

    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("lms_person.id"), info=moves(), index=True
    )
    """Somebody we know whose last engagement is over; None for somebody quite unknown."""

    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    times: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person | None] = relationship()

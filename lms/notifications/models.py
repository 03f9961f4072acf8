"""The outbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.model import Identified, Model, moves
from lms.people.models import Person, Setting


class Message(Identified, Model):
    """A message to a person or a setting's mailbox: written in the transaction, sent after it.

    It holds no text and no secret: the words are made from ``kind`` and ``facts`` when it is
    sent, and links are signed at that moment.
    """

    __tablename__ = "lms_message"
    __table_args__ = (
        Index("ix_lms_message_waiting", "sent_at", "failed_at", "send_at"),
        CheckConstraint("(person_id IS NULL) <> (setting_id IS NULL)", name="to_one"),
    )

    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("lms_person.id"), info=moves(), index=True
    )
    setting_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_setting.id"), index=True)
    """The setting to whose mailbox it goes; None of a message to a person."""

    kind: Mapped[str]
    """A folder of words under ``templates/lms/email/``: ``sign_in``, ``reminder``…"""

    facts: Mapped[dict[str, Any]]
    """Plain values the words need: names of modules, days, ids of links."""

    once: Mapped[str | None] = mapped_column(unique=True)
    """A key under which it is written at most once, such as ``due:<obligation>:<day>``."""

    written_at: Mapped[datetime]
    send_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    """When a sender last took it in hand; another leaves it alone for a while."""

    sent_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    """When it was given up."""

    failure: Mapped[str] = mapped_column(default="")
    bounced: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person | None] = relationship()
    setting: Mapped[Setting | None] = relationship()

    @property
    def to_name(self) -> str:
        """To whom it goes."""
        to = self.person or self.setting
        return to.name if to is not None else ""

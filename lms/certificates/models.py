"""Tables for certificates."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.model import Identified, Model, moves
from lms.kernel.permissions import Placement
from lms.people.models import Person


class Certificate(Identified, Model):
    """The credential for one completion. Written once, never changed, never deleted."""

    __tablename__ = "lms_certificate"

    number: Mapped[str] = mapped_column(unique=True)
    """Eighty random bits, sixteen Crockford characters in fours: ``7F3K-92QD-XM4T-8RWP``."""

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    completion_id: Mapped[UUID] = mapped_column(unique=True)
    module_slug: Mapped[str] = mapped_column(index=True)
    edition_id: Mapped[UUID]
    edition_label: Mapped[str]
    person_name: Mapped[str]
    """As printed; a later change of name changes nothing already issued."""

    module_title: Mapped[str]
    completed_on: Mapped[date] = mapped_column(index=True)
    expires_on: Mapped[date | None]
    """The next update due or the last day it counts, whichever comes first; None for neither."""

    facts: Mapped[dict[str, Any]]
    """Everything printed, as ``certificates.paper.Facts`` writes it."""

    template_hash: Mapped[str]
    """The template as it was on that day; its files lie in the store."""

    issued_at: Mapped[datetime]

    person: Mapped[Person] = relationship()

    @property
    def placements(self) -> list[Placement]:
        """Where its holder's engagements place them: what a duty's scope is held against."""
        return self.person.placements

    withdrawal: Mapped["Withdrawal | None"] = relationship(back_populates="certificate")


class Withdrawal(Identified, Model):
    """A certificate stopped counting. A row of its own beside the untouched certificate."""

    __tablename__ = "lms_withdrawal"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("lms_certificate.id"), unique=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None]

    certificate: Mapped[Certificate] = relationship(back_populates="withdrawal")

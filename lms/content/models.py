"""Tables for editions of modules, their approval, and the council's contacts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.model import Identified, Model


class Edition(Identified, Model):
    """One immutable version of a module: its words, questions and scenarios as they were.

    Written once when files of a new hash are first seen, never changed: attempts and
    certificates point here for ever.
    """

    __tablename__ = "lms_edition"
    __table_args__ = (
        UniqueConstraint("module_slug", "content_hash"),
        UniqueConstraint("module_slug", "label"),
    )

    module_slug: Mapped[str] = mapped_column(index=True)
    label: Mapped[str]
    """Year and serial within the module, ``2026-1``; printed on certificates."""

    serial: Mapped[int]
    """1, 2, 3 … within the module, in the order in which editions were first seen."""

    content_hash: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    minutes: Mapped[int]
    guidance: Mapped[str]
    next_review: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    """Everything, as ``content.reading.to_plain`` writes it; media lie in the store by hash."""

    seen_at: Mapped[datetime]


class Approval(Identified, Model):
    """A named person approved an edition, or withdrew that approval. Rows are only added."""

    __tablename__ = "lms_approval"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("lms_edition.id"), index=True)
    approver_id: Mapped[UUID]
    approver_name: Mapped[str]
    """As it was then, with the role they stated: ``Ruth Amadi, education safeguarding lead``."""

    at: Mapped[datetime]
    withdraws: Mapped[bool] = mapped_column(default=False)
    """True where the row takes the approval back; the latest row counts."""

    note: Mapped[str] = mapped_column(default="")

    edition: Mapped[Edition] = relationship()


class Contact(Identified, Model):
    """Whom to call about a child, or for support; shown on every page."""

    __tablename__ = "lms_contact"

    kind: Mapped[str]
    """``dsl mash edt police lado whistleblowing support``; what ``::: contacts`` picks by."""

    name: Mapped[str]
    """As people know it here: 'Front door (MASH)'."""

    telephone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=100)
    checked_on: Mapped[date]
    checked_by: Mapped[UUID | None]
    removed_at: Mapped[datetime | None]

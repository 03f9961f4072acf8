"""The audit table."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.model import Identified, Model


class AuditRow(Identified, Model):
    """One event. Rows are never updated or deleted; each seals the one before it."""

    __tablename__ = "lms_audit"

    serial: Mapped[int] = mapped_column(unique=True)
    """1, 2, 3 … without a gap."""

    tag: Mapped[str] = mapped_column(index=True)
    subject_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    """Whom it concerns; not a foreign key, for the record outlives erasure."""

    actor_id: Mapped[UUID | None]
    """Who did it; None for the site itself or an operator."""

    at: Mapped[datetime] = mapped_column(index=True)
    data: Mapped[dict[str, Any]]
    digest: Mapped[str]
    """SHA-256 over the digest before and all of this row, so that a change or a gap shows."""

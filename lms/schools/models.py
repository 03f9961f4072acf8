"""Tables for registers of schools: what each came to, and the rows of ours."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.model import Identified, Model
from lms.people.models import Setting


class SchoolList(Identified, Model):
    """A register of schools that was looked at: first only that, then brought in or dropped."""

    __tablename__ = "lms_school_list"

    file_name: Mapped[str]
    authority: Mapped[str]
    """Whose schools were taken, as somebody named the council."""

    counts: Mapped[dict[str, Any]]
    """How many rows of each sort, see ``rules.SORTS``; together they are all rows."""

    missing: Mapped[list[str]]
    """Open settings with a URN that the register no longer names."""

    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[UUID | None]
    accepted_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    @property
    def state(self) -> str:
        """``waiting``, ``accepted`` or ``dropped``."""
        if self.accepted_at is not None:
            return "accepted"
        return "dropped" if self.dropped_at is not None else "waiting"


class SchoolRow(Identified, Model):
    """A school of ours in a register that is new, changed, held or faulty; the rest is counted."""

    __tablename__ = "lms_school_row"
    __table_args__ = (Index("ix_lms_school_row_list_status", "list_id", "status", "row"),)

    list_id: Mapped[UUID] = mapped_column(ForeignKey("lms_school_list.id"))
    row: Mapped[int]
    """As a spreadsheet counts."""

    status: Mapped[str]
    """``added``, ``changed``, ``closed``, ``held`` or ``rejected``."""

    urn: Mapped[str]
    name: Mapped[str]
    told: Mapped[dict[str, Any]]
    """What the register says, by column of a setting."""

    changes: Mapped[dict[str, Any]]
    """Column → what our list says, where the register says otherwise."""

    faults: Mapped[list[Any]]
    candidates: Mapped[list[str]]
    """Settings without a URN that it might be."""

    setting_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_setting.id"))
    """Which of ours it is, once that is known."""

    settled_at: Mapped[datetime | None]
    """When somebody decided about a row that was held."""

    setting: Mapped[Setting | None] = relationship()

"""The table of engagements that never were."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.coverage.rules import Reason
from lms.kernel.model import Identified, Model
from lms.people.models import Engagement


class NotStarter(Identified, Model):
    """Somebody said that an engagement never was one: it ends on its first day.

    Written once; taken back by a date of its own, which gives the engagement its end again.
    """

    __tablename__ = "lms_not_starter"
    __table_args__ = (
        Index(
            "uq_lms_not_starter_counts",
            "engagement_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("lms_engagement.id"))
    reason: Mapped[Reason]
    ended_before: Mapped[date | None]
    """The last day it had until then."""

    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[UUID | None]

    engagement: Mapped[Engagement] = relationship()

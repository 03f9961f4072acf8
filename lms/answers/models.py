"""Tables for questions to managers, what they and starters tell, and codes of teams."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.model import Identified, Model, moves
from lms.people.models import Engagement, Person, Unit


class TeamQuestion(Identified, Model):
    """A line manager is asked whether anybody is missing; answered without a sign-in."""

    __tablename__ = "lms_team_question"
    __table_args__ = (UniqueConstraint("manager_id", "week"),)

    manager_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves())
    week: Mapped[date] = mapped_column(index=True)
    """Its Monday."""

    asked_at: Mapped[datetime]
    open_until: Mapped[date]
    engagement_ids: Mapped[list[str]]
    """Of the starters whom it names."""

    answered_at: Mapped[datetime | None]
    is_complete: Mapped[bool | None]
    """Whether nobody is missing; None until it is answered."""

    manager: Mapped[Person] = relationship()
    reports: Mapped[list["Report"]] = relationship(back_populates="question")


class TeamCode(Identified, Model):
    """By a team's code starters enter themselves; their manager confirms each."""

    __tablename__ = "lms_team_code"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("lms_unit.id"), index=True)
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    """Who confirms."""

    code_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    until_on: Mapped[date]
    """Last day on which it works."""

    most: Mapped[int]
    """How many may join by it."""

    stopped_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    manager: Mapped[Person] = relationship()

    def works_on(self, day: date) -> bool:
        """Tell whether it works on ``day``."""
        return self.stopped_at is None and day <= self.until_on


class Report(Identified, Model):
    """Somebody told that a person starts or has left; it counts once somebody says yes.

    Only added; how it was settled is entered once.
    """

    __tablename__ = "lms_report"
    __table_args__ = (Index("ix_lms_report_waiting", "settled_at", "waits_for", "told_at"),)

    kind: Mapped[str]
    """One of ``rules.KINDS``."""

    question_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("lms_team_question.id"), index=True
    )
    code_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_team_code.id"), index=True)
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    """Whose team it is about."""

    engagement_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_engagement.id"))
    """What is over, of somebody who left; what began by it, of a starter who was entered."""

    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    engaged_as: Mapped[str] = mapped_column(default="")
    """Kind of engagement."""

    agency: Mapped[str] = mapped_column(default="")
    on: Mapped[date]
    """First day of a starter; last day of who left."""

    waits_for: Mapped[str]
    """``manager`` or ``hr``."""

    told_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    outcome: Mapped[str] = mapped_column(default="")
    """``entered``, ``ended``, ``refused``, or ``replaced`` by a later answer."""

    reason: Mapped[str] = mapped_column(default="")
    """Why not."""

    question: Mapped[TeamQuestion | None] = relationship(back_populates="reports")
    code: Mapped[TeamCode | None] = relationship()
    manager: Mapped[Person] = relationship()
    engagement: Mapped[Engagement | None] = relationship()

    @property
    def name(self) -> str:
        """Whom it is about."""
        if self.kind == "left" and self.engagement is not None:
            return self.engagement.person.name
        return f"{self.first_name} {self.last_name}"

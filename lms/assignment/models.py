"""Tables for who must complete what, by when, and how often again."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.model import FOLLOWS, Identified, Model
from lms.kernel.permissions import Placement
from lms.people.models import Engagement, Group, Unit


class Requirement(Identified, Model):
    """Who must complete which module, by when after starting, and how often again.

    Not edited once it touched anybody: a change ends it and begins another, so that a past
    day keeps its answer.
    """

    __tablename__ = "lms_requirement"

    name: Mapped[str]
    module_slug: Mapped[str] = mapped_column(index=True)
    kinds: Mapped[list[str]]
    """Kinds of engagement it holds for; empty for all nine."""

    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_unit.id"))
    """Only people in this unit or below; None for the whole directorate."""

    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_group.id"))
    """Only people in this group; None for everybody."""

    due_days: Mapped[dict[str, Any]]
    """Working days after the start by kind, ``{"": 10, "agency": 5}``; ``""`` for the rest."""

    repeat_months: Mapped[int | None]
    """Calendar months a completion counts; None if it never lapses."""

    carry_months: Mapped[int]
    """The longest gap between engagements, in calendar months, over which a proof carries."""

    basis: Mapped[str] = mapped_column(default="")
    """Why it is asked, in a sentence for the learner."""

    position: Mapped[int] = mapped_column(default=100)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_requirement.id"))
    """The one that a change ended so that this could begin; who owed that keeps the clock."""

    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """First day on which it no longer holds; None while it does."""

    unit: Mapped[Unit | None] = relationship()
    group: Mapped[Group | None] = relationship()


class Obligation(Identified, Model):
    """What one engagement owes under one requirement."""

    __tablename__ = "lms_obligation"
    __table_args__ = (
        UniqueConstraint("engagement_id", "requirement_id", "begun_on"),
        CheckConstraint("ended_on IS NULL OR ended_on >= begun_on", name="ends_after_begin"),
        Index("ix_lms_obligation_person_module", "person_id", "module_slug"),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("lms_engagement.id"))
    requirement_id: Mapped[UUID] = mapped_column(ForeignKey("lms_requirement.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=FOLLOWS)
    module_slug: Mapped[str]
    begun_on: Mapped[date]
    """Day 0 of its clock: the start of the engagement, or the day it entered the audience."""

    due_on: Mapped[date]
    """Last day on which finishing is on time, as first set; ``DueChange`` has what came later."""

    ended_on: Mapped[date | None]
    """First day on which the engagement no longer owes it (it left the audience)."""

    known_at: Mapped[datetime]
    """Since when it is known as it stands here; ``ObligationPast`` has how it stood before."""

    engagement: Mapped[Engagement] = relationship()
    requirement: Mapped[Requirement] = relationship()


class ObligationPast(Identified, Model):
    """How an obligation stood until an instant at which we learnt better. Never changed.

    It names no other row by a foreign key: an obligation that never should have been is gone,
    and what was said of it on a day is still answered.
    """

    __tablename__ = "lms_obligation_past"

    obligation_id: Mapped[UUID] = mapped_column(index=True)
    engagement_id: Mapped[UUID] = mapped_column(index=True)
    requirement_id: Mapped[UUID]
    person_id: Mapped[UUID]
    module_slug: Mapped[str]
    begun_on: Mapped[date]
    due_on: Mapped[date]
    ended_on: Mapped[date | None]
    known_at: Mapped[datetime]
    until_at: Mapped[datetime]
    """The instant at which it stood so no longer."""

    proven_from: Mapped[date | None]
    proven_until: Mapped[date | None]
    """The proof that went with it, where all of it is gone."""


class Proof(Identified, Model):
    """A completion (or accepted evidence) meets an obligation between two days."""

    __tablename__ = "lms_proof"
    __table_args__ = (
        UniqueConstraint("obligation_id", "completion_id"),
        Index("ix_lms_proof_days", "obligation_id", "from_on", "until_on"),
    )

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("lms_obligation.id"))
    completion_id: Mapped[UUID] = mapped_column(index=True)
    """The completion; a plain id, as learning does not know assignment nor the other way."""

    from_on: Mapped[date]
    until_on: Mapped[date]
    """Last day it counts, inclusive; 31 December 9999 if it never lapses."""

    ended_on: Mapped[date | None]
    """First day it no longer counts because its certificate was withdrawn; learnt on that day."""

    known_at: Mapped[datetime]
    """When it was learnt that the completion meets the obligation."""


class DueChange(Identified, Model):
    """From a day on, an obligation is due on another day.

    Rows are only added; one that was planned for a return that never came is taken out again
    before its day, and so before anybody could have counted by it.
    """

    __tablename__ = "lms_due_change"

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("lms_obligation.id"), index=True)
    from_on: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str]
    """``returned`` after a pause, ``reopened`` after a withdrawal."""

    at: Mapped[datetime]


class Exemption(Identified, Model):
    """A named officer released one obligation for a time, with a reason."""

    __tablename__ = "lms_exemption"
    __table_args__ = (CheckConstraint("until_on > from_on", name="ends_after_start"),)

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("lms_obligation.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    """First day on which it no longer holds; every exemption ends."""

    reason: Mapped[str]
    approved_by: Mapped[UUID | None]
    at: Mapped[datetime]

    obligation: Mapped[Obligation] = relationship()

    @property
    def placements(self) -> list[Placement]:
        """Where the engagement places the person: what a duty's scope is held against."""
        return self.obligation.engagement.placements


class Pause(Identified, Model):
    """An engagement's clocks stand still: maternity, long absence; a code, never a detail."""

    __tablename__ = "lms_pause"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("lms_engagement.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """The day of return, on which clocks start anew; None while nobody knows it."""

    until_at: Mapped[datetime | None]
    """When that day was learnt."""

    reason: Mapped[str]
    """``family_leave``, ``long_absence``, ``career_break``, ``other_leave``."""

    by: Mapped[UUID | None]
    at: Mapped[datetime]

    engagement: Mapped[Engagement] = relationship()

    @property
    def placements(self) -> list[Placement]:
        """Where the engagement places the person: what a duty's scope is held against."""
        return self.engagement.placements

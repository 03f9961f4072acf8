"""Tables for what was read, answered and completed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.content.models import Edition
from lms.kernel.model import Identified, Model, moves
from lms.people.models import Person


class Place(Identified, Model):
    """Where a person is in a module: one row each, moved as they read on."""

    __tablename__ = "lms_place"
    __table_args__ = (UniqueConstraint("person_id", "module_slug"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(prefer="at"))
    module_slug: Mapped[str]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("lms_edition.id"))
    section_id: Mapped[str]
    begun_at: Mapped[datetime]
    at: Mapped[datetime]


class SectionRead(Identified, Model):
    """A person has read a section: its pause question was answered. Kept for them alone."""

    __tablename__ = "lms_section_read"
    __table_args__ = (UniqueConstraint("person_id", "edition_id", "section_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves())
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("lms_edition.id"))
    section_id: Mapped[str]
    chosen: Mapped[int | None]
    """Which of the pause's options, from 0; None for a short section without a pause."""

    read_at: Mapped[datetime]


class Attempt(Identified, Model):
    """One go at a knowledge check: the questions drawn, and how it ended."""

    __tablename__ = "lms_attempt"
    __table_args__ = (
        Index("ix_lms_attempt_whose", "person_id", "module_slug", "begun_at"),
        Index(
            "uq_lms_attempt_open",
            "person_id",
            "module_slug",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("lms_person.id"), info=moves(prefer="begun_at")
    )
    module_slug: Mapped[str]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("lms_edition.id"))
    drawn: Mapped[list[Any]]
    """``[{"question": "q07", "options": ["c", "a", "b"]}, …]``: what was asked, in that order."""

    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    right: Mapped[int | None]
    of: Mapped[int]
    must_missed: Mapped[list[str] | None]
    passed: Mapped[bool | None]

    edition: Mapped[Edition] = relationship()


class Answer(Identified, Model):
    """What a person chose for one question of an attempt; changes until it is submitted."""

    __tablename__ = "lms_answer"
    __table_args__ = (UniqueConstraint("attempt_id", "question_id"),)

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("lms_attempt.id"))
    question_id: Mapped[str]
    chosen: Mapped[list[str]]
    saved_at: Mapped[datetime]


class Completion(Identified, Model):
    """A person finished an edition, on a day. Written once, never changed."""

    __tablename__ = "lms_completion"
    __table_args__ = (Index("ix_lms_completion_whose", "person_id", "module_slug"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves())
    module_slug: Mapped[str]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("lms_edition.id"))
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_attempt.id"))
    completed_on: Mapped[date]
    completed_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    edition: Mapped[Edition] = relationship()


class Talk(Identified, Model):
    """After a third fail the manager is asked for a talk; no counts, no answers."""

    __tablename__ = "lms_talk"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    module_slug: Mapped[str]
    asked_at: Mapped[datetime]
    held_at: Mapped[datetime | None]
    """When somebody said that the talk was had; the check opens again then."""

    held_by: Mapped[UUID | None]

    person: Mapped[Person] = relationship()


class Practice(Identified, Model):
    """A person's go at a practice scenario. An exercise about invented people, never a case."""

    __tablename__ = "lms_practice"
    __table_args__ = (
        Index("ix_lms_practice_whose", "person_id", "module_slug", "scenario_id"),
        Index(
            "uq_lms_practice_open",
            "person_id",
            "module_slug",
            "scenario_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("lms_person.id"), info=moves(prefer="saved_at")
    )
    module_slug: Mapped[str]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("lms_edition.id"))
    scenario_id: Mapped[str]
    chosen: Mapped[dict[str, Any]]
    """The assessment so far, as ``practice.rules.Assessment`` writes it."""

    step: Mapped[str]
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    """When it was set beside the experts'; it no longer changes then."""

    edition: Mapped[Edition] = relationship()

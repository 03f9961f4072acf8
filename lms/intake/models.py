"""Tables for files of starters and what became of their rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.intake.rules.ways import Way
from lms.kernel.model import STAYS, Identified, Model
from lms.people.models import Agency, Person


class LineStatus(StrEnum):
    """What a row of a file comes to."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    REVIEW = "review"


class Source(Identified, Model):
    """A way by which people come in: HR's list, an agency's, managers, another system.

    Of a list it says what its rows are unless they say otherwise.
    """

    __tablename__ = "lms_source"
    __table_args__ = (UniqueConstraint("name", "way"),)

    name: Mapped[str]
    way: Mapped[Way] = mapped_column(default=Way.FILE)
    kind: Mapped[str | None]
    """Kind of engagement where a row names none."""

    owner: Mapped[str | None]
    """Who answers for it and how they are reached, in HR's own words."""

    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_agency.id"))
    last_seen_at: Mapped[datetime | None]
    heard_on: Mapped[list[str]] = mapped_column(default=list)
    """The last days on which it was heard of, oldest first; of a list its files tell."""

    agency: Mapped[Agency | None] = relationship()


class HeadingChoice(Identified, Model):
    """A person said once what a heading means; remembered for every source."""

    __tablename__ = "lms_heading_choice"

    heading: Mapped[str] = mapped_column(unique=True)
    """As folded for comparison."""

    field: Mapped[str]
    """A field of ``intake.reading``; empty for 'leave it out'."""

    chosen_by: Mapped[UUID | None]
    chosen_at: Mapped[datetime]


class Import(Identified, Model):
    """One file, looked at and then accepted or dropped."""

    __tablename__ = "lms_import"

    source_id: Mapped[UUID] = mapped_column(ForeignKey("lms_source.id"), index=True)
    file_name: Mapped[str]
    file_hash: Mapped[str]
    """Of what is kept of the upload until it is accepted or dropped: columns that may be read."""

    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    accepted_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    """When what it had brought was put back as it was before."""

    invitations: Mapped[str] = mapped_column(default="held")
    """``now``, ``first_day`` or ``held``."""

    counts: Mapped[dict[str, Any]]
    """``queries.Counts``, by name."""

    columns: Mapped[list[Any]]
    """``[[heading, field]]`` as in the file; an empty field is left out, none is not known."""

    asks: Mapped[list[str]]
    """Fields that are needed and that no column is known to hold."""

    missing: Mapped[list[str]] = mapped_column(deferred=True)
    """Ids of the source's engagements that run and that the file left out."""

    handed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """``rules.handed.Beside`` as plain values, where an agency sent it in; None where HR did."""

    alarms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """``rules.brakes``: what is so much at once that somebody must say it is meant."""

    sign: Mapped[str]
    """Of everything it comes to, so that accepting does what was shown or says it cannot."""

    source: Mapped[Source] = relationship()

    @property
    def state(self) -> str:
        """``asking``, ``arrived``, ``waiting``, ``accepted``, ``undone`` or ``dropped``."""
        if self.undone_at is not None:
            return "undone"
        if self.accepted_at is not None:
            return "accepted"
        if self.dropped_at is not None:
            return "dropped"
        if self.asks:
            return "asking"
        return "arrived" if self.handed is not None and not self.sign else "waiting"


class ImportLine(Identified, Model):
    """One row of a file that is worth remembering: not one that changes nothing."""

    __tablename__ = "lms_import_line"
    __table_args__ = (
        UniqueConstraint("import_id", "row"),
        Index("ix_lms_import_line_open", "status", "decision"),
    )

    import_id: Mapped[UUID] = mapped_column(ForeignKey("lms_import.id"))
    row: Mapped[int]
    """As a spreadsheet counts, the header's own row included."""

    status: Mapped[LineStatus]
    fields: Mapped[dict[str, Any]]
    """Only the fields that may be kept."""

    problems: Mapped[list[Any]]
    """``[{"column", "value", "reason"}]``."""

    bare: Mapped[bool] = mapped_column(default=False)
    """Whether it brings somebody new whom no message can reach."""

    changes: Mapped[dict[str, Any]]
    """``{field: [before, after]}`` of an updated row."""

    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """``{"person": {column: [before, after]}, "engagement": …}`` of what it changed, so that it
    can be undone."""

    candidates: Mapped[list[str]]
    """Ids of the people a held row might be."""

    reason: Mapped[str] = mapped_column(default="")
    """Why it is held for a person."""

    notes: Mapped[list[str]]
    """What somebody should know though the row is good."""

    person_id: Mapped[UUID | None] = mapped_column(index=True)
    engagement_id: Mapped[UUID | None] = mapped_column(index=True)
    """Whose it is, once accepted; its ``fields`` are what the list last said of it."""

    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    decision: Mapped[str] = mapped_column(default="")
    """``same``, ``new`` or ``left_out``, once a person decided; ``again`` where a later file
    brought the same row."""


class TwoPeople(Identified, Model):
    """Somebody said that two records which look alike are of two people: nobody asks again.

    Written once; taken back by a date of its own.
    """

    __tablename__ = "lms_two_people"
    __table_args__ = (
        Index(
            "uq_lms_two_people_counts",
            "one_id",
            "other_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    one_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=STAYS)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=STAYS)
    """The smaller id stands first, so that a pair is one pair."""

    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[UUID | None]

    one: Mapped[Person] = relationship(foreign_keys=[one_id])
    other: Mapped[Person] = relationship(foreign_keys=[other_id])

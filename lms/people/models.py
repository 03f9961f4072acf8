"""Tables for people, what engages them, and where they work."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.model import STAYS, Identified, Model, moves
from lms.kernel.permissions import Placement


class EngagementKind(StrEnum):
    """How the council engages someone; drives which requirements apply."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    AGENCY = "agency"
    TEMPORARY = "temporary"
    CASUAL = "casual"
    SECONDEE = "secondee"
    VOLUNTEER = "volunteer"
    STUDENT = "student"
    APPRENTICE = "apprentice"


class UnitKind(StrEnum):
    """Levels of the tree of units."""

    DIRECTORATE = "directorate"
    SERVICE = "service"
    TEAM = "team"


class DutyName(StrEnum):
    """What somebody may do beyond their own learning."""

    HR = "hr"
    LINE_MANAGER = "line_manager"
    AGENCY_COORDINATOR = "agency_coordinator"
    AUTHOR = "author"
    APPROVER = "approver"
    NETWORK_COORDINATOR = "network_coordinator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Unit(Identified, Model):
    """A directorate, service or team; a tree."""

    __tablename__ = "lms_unit"
    __table_args__ = (UniqueConstraint("parent_id", "name"),)

    name: Mapped[str]
    kind: Mapped[UnitKind]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_unit.id"), index=True)
    path: Mapped[str] = mapped_column(index=True)
    """Short ids from the directorate down to this unit, ``/1f…/9a…/``: below is a prefix."""

    parent: Mapped["Unit | None"] = relationship(remote_side="Unit.id")


class Setting(Identified, Model):
    """A school, college, nursery or other place where children are taught or cared for."""

    __tablename__ = "lms_setting"

    name: Mapped[str]
    urn: Mapped[str | None] = mapped_column(unique=True)
    """The Department for Education's reference, six digits."""

    phase: Mapped[str]
    """``early_years``, ``primary``, ``secondary``, ``post_16``, ``special``, ``all_through``…"""

    kind: Mapped[str] = mapped_column(default="")
    """What the register of schools calls it, such as ``Academy converter``."""

    postcode: Mapped[str] = mapped_column(default="")
    locality: Mapped[str] = mapped_column(default="", index=True)
    """Its town; the village or ward where the register names no town."""

    trust: Mapped[str] = mapped_column(default="", index=True)
    """The academy trust that runs it; empty where none does."""

    easting: Mapped[int | None]
    northing: Mapped[int | None]
    """Metres on the national grid, where the register gives them; for distances."""

    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    """First day on which it is closed; None while it is open. A setting is never deleted."""

    mailbox: Mapped[str | None]
    """The setting's own address, for the yearly question who is DSL there; nobody's own."""

    def is_open_on(self, day: date) -> bool:
        """Tell whether it is open on ``day``."""
        begun = self.opened_on is None or self.opened_on <= day
        return begun and (self.closed_on is None or day < self.closed_on)


class Agency(Identified, Model):
    """Who supplies agency workers."""

    __tablename__ = "lms_agency"

    name: Mapped[str] = mapped_column(unique=True)


class Person(Identified, Model):
    """A human being, once, however many engagements they have."""

    __tablename__ = "lms_person"
    __table_args__ = (Index("ix_lms_person_sort", "sort_name", "id"),)

    name: Mapped[str]
    """As they are called, first name first; printed on certificates."""

    first_name: Mapped[str]
    last_name: Mapped[str]
    sort_name: Mapped[str]
    """Surname first, folded: no case, no accents; for order and for search."""

    email: Mapped[str | None] = mapped_column(unique=True)
    """Where messages go, in small letters; None until somebody knows one."""

    other_email: Mapped[str | None] = mapped_column(unique=True)
    """A second address that may sign in, work or personal."""

    bounced_at: Mapped[datetime | None]
    """When mail to ``email`` last came back; None once a new address is entered."""

    first_signed_in_at: Mapped[datetime | None]
    last_signed_in_at: Mapped[datetime | None]
    signed_out_at: Mapped[datetime | None]
    """Sessions begun before this are over: 'sign out everywhere'."""

    created_at: Mapped[datetime]
    merged_into_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("lms_person.id"), info=moves(), index=True
    )
    """Whose record this one became part of; None for everybody who has a record of their own."""

    engagements: Mapped[list["Engagement"]] = relationship(
        back_populates="person",
        foreign_keys="Engagement.person_id",
        order_by="Engagement.starts_on",
    )
    duties: Mapped[list["Duty"]] = relationship(
        back_populates="person", foreign_keys="Duty.person_id"
    )

    @property
    def person_id(self) -> UUID:
        """Itself, so that policy clauses can ask anything whose it is."""
        return self.id

    @property
    def placements(self) -> list[Placement]:
        """Where the person's engagements place them: what a duty's scope is held against."""
        return [one.placement for one in self.engagements]


class Engagement(Identified, Model):
    """One spell of work, between two days."""

    __tablename__ = "lms_engagement"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        UniqueConstraint("source", "reference"),
        UniqueConstraint("form_key"),
        Index("ix_lms_engagement_days", "starts_on", "ends_on"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    kind: Mapped[EngagementKind] = mapped_column(index=True)
    source: Mapped[str]
    """Whose list it came from: ``HR``, an agency's name, ``Manager``."""

    reference: Mapped[str | None]
    """The assignment or worker reference in that list."""

    form_key: Mapped[str | None]
    """Key of the form by which somebody entered it: sent twice, the form is one engagement."""

    employee_number: Mapped[str | None] = mapped_column(index=True)
    job_title: Mapped[str | None]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_unit.id"), index=True)
    setting_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_setting.id"), index=True)
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_agency.id"), index=True)
    manager_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("lms_person.id"), info=moves(), index=True
    )
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """Last day worked, inclusive; None while open-ended."""

    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="engagements", foreign_keys=[person_id])
    manager: Mapped[Person | None] = relationship(foreign_keys=[manager_id])
    unit: Mapped[Unit | None] = relationship()
    setting: Mapped[Setting | None] = relationship()
    agency: Mapped[Agency | None] = relationship()

    def is_active_on(self, day: date) -> bool:
        """Tell whether it runs on ``day``."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def placement(self) -> Placement:
        """Where it places the person."""
        return Placement(
            unit_path=self.unit.path if self.unit else "",
            agency_id=self.agency_id,
            manager_id=self.manager_id,
            ends_on=self.ends_on,
        )

    @property
    def placements(self) -> list[Placement]:
        """The one place, as a list: what a duty's scope is held against."""
        return [self.placement]


class EngagementFact(Model):
    """What was learnt of an engagement: dated when it was so, and when we learnt it.

    Rows are only added, and no row points at another table: what was said on a day stays
    answerable whatever becomes of the engagement, its person or its agency.
    """

    __tablename__ = "lms_engagement_fact"
    __table_args__ = (
        Index("ix_lms_engagement_fact_from_on", "from_on", "engagement_id"),
        {"sqlite_with_rowid": False},
    )

    engagement_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, 3 … in the order in which they were learnt."""

    learnt_at: Mapped[datetime]
    from_on: Mapped[date | None]
    """The day from which kind, unit, setting, agency and manager were so, until a day of a fact
    learnt later; ``rules.EVER`` for what it began with, None where only the days are news."""

    gone: Mapped[bool] = mapped_column(default=False)
    """Whether it was learnt that there never was such an engagement."""

    person_id: Mapped[UUID]
    kind: Mapped[EngagementKind]
    unit_id: Mapped[UUID | None]
    setting_id: Mapped[UUID | None]
    agency_id: Mapped[UUID | None]
    manager_id: Mapped[UUID | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """Both days are of the whole engagement, as they were known from then on."""


class Group(Identified, Model):
    """People whom no HR column names together, such as 'Writes risk assessments'."""

    __tablename__ = "lms_group"

    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    key: Mapped[str | None] = mapped_column(unique=True)
    """What the site keeps it for, such as ``dsl``; None for one that people keep by hand."""


class GroupMember(Identified, Model):
    """A person was in a group between two days."""

    __tablename__ = "lms_group_member"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("lms_group.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("lms_person.id"),
        info=moves(once=("group_id", "until_on"), prefer="from_on", least=True),
        index=True,
    )
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """First day they were no longer in it; None while they are."""

    group: Mapped[Group] = relationship()
    person: Mapped[Person] = relationship()


class Duty(Identified, Model):
    """A person holds a duty, over a scope, from an instant until it is withdrawn."""

    __tablename__ = "lms_duty"
    __table_args__ = (CheckConstraint("unit_id IS NULL OR agency_id IS NULL", name="one_scope"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    duty: Mapped[DutyName]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_unit.id"))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_agency.id"))
    granted_at: Mapped[datetime]
    granted_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]

    person: Mapped[Person] = relationship(back_populates="duties", foreign_keys=[person_id])
    unit: Mapped[Unit | None] = relationship()
    agency: Mapped[Agency | None] = relationship()


class Merge(Identified, Model):
    """Two records turned out to be of one human; what was of the other is kept by the one.

    The other's row stays in the register and points at whoever stays: addresses lead on, and
    what was said of it on a day keeps its name. Written once; taken apart by a date of its own.
    """

    __tablename__ = "lms_merge"
    __table_args__ = (
        Index(
            "uq_lms_merge_stands",
            "other_id",
            unique=True,
            sqlite_where=text("unmerged_at IS NULL"),
            postgresql_where=text("unmerged_at IS NULL"),
        ),
    )

    keep_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=STAYS, index=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=STAYS, index=True)
    reason: Mapped[str]
    before: Mapped[dict[str, Any]]
    """``{"keep": {column: value}, "other": {…}}``: names, addresses and days as they were."""

    after: Mapped[dict[str, Any]]
    """``{column: value}`` of whoever stays, as the merge left them."""

    merged_at: Mapped[datetime]
    merged_by: Mapped[UUID | None]
    unmerged_at: Mapped[datetime | None]
    unmerged_by: Mapped[UUID | None]
    unmerged_why: Mapped[str] = mapped_column(default="")

    keep: Mapped[Person] = relationship(foreign_keys=[keep_id])
    other: Mapped[Person] = relationship(foreign_keys=[other_id])


class MergeMove(Model):
    """A row that a merge brought from one of the two records to the other. Never changed."""

    __tablename__ = "lms_merge_move"

    merge_id: Mapped[UUID] = mapped_column(ForeignKey("lms_merge.id"), primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    """Table and column, such as ``lms_completion.person_id``."""

    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    from_id: Mapped[UUID]
    to_id: Mapped[UUID]

"""Tables for mentors, for new DSLs who wait for one, and for what was proposed to the two."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.model import Identified, Model, moves
from lms.people.models import Person, Setting


class Term(Identified, Model):
    """A school term, or half of one: its weekdays but bank holidays are school days."""

    __tablename__ = "lms_term"
    __table_args__ = (CheckConstraint("until_on >= from_on", name="ends_after_start"),)

    name: Mapped[str]
    from_on: Mapped[date] = mapped_column(unique=True)
    until_on: Mapped[date]
    """Last day, inclusive."""


class MentorProfile(Identified, Model):
    """What an experienced DSL said of how they could help; theirs to change and to take back."""

    __tablename__ = "lms_mentor_profile"
    __table_args__ = (
        UniqueConstraint("person_id"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
    )

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("lms_person.id"), info=moves(prefer="offered_at")
    )
    phases: Mapped[list[str]]
    contexts: Mapped[list[str]]
    days: Mapped[list[str]]
    online: Mapped[bool]
    """Whether meeting on a screen suits them."""

    travel_km: Mapped[int]
    capacity: Mapped[int]
    dsl_since: Mapped[date | None]
    """First day as DSL anywhere, as they told it."""

    offered_at: Mapped[datetime]
    head_asked_at: Mapped[datetime | None]
    head_agreed_at: Mapped[datetime | None]
    """When the head agreed to the time; no pairing before."""

    head_name: Mapped[str]
    """As the head typed it; empty until then."""

    paused_at: Mapped[datetime | None]
    """Since when no new mentee is proposed to them; None while one may be."""

    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class MentorConflict(Identified, Model):
    """A mentor said that they cannot help somebody; why is nobody's business."""

    __tablename__ = "lms_mentor_conflict"
    __table_args__ = (UniqueConstraint("mentor_id", "other_id"),)

    mentor_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves())
    other_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    told_at: Mapped[datetime]


class MentorNeed(Identified, Model):
    """A DSL waits for a mentor, or has found one through this wait; open until it is closed.

    Two are open where two records became one; the one who waited longer counts.
    """

    __tablename__ = "lms_mentor_need"
    __table_args__ = (Index("ix_lms_mentor_need_open", "closed_at", "notified_on"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    setting_id: Mapped[UUID] = mapped_column(ForeignKey("lms_setting.id"), index=True)
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_dsl_appointment.id"))
    """The appointment it began with; None where they asked of their own accord."""

    notified_on: Mapped[date]
    """From which day they wait."""

    contexts: Mapped[list[str]]
    days: Mapped[list[str]]
    online: Mapped[bool]
    aims: Mapped[str]
    """What they hope for, in their own words; never about a child."""

    told_at: Mapped[datetime | None]
    """When they told what suits them; None while they have not."""

    closed_at: Mapped[datetime | None]
    closed_for: Mapped[str]
    """One of ``rules.pairing.CLOSED``; empty while it is open."""

    person: Mapped[Person] = relationship()
    setting: Mapped[Setting] = relationship()


class Pairing(Identified, Model):
    """Two people were proposed to each other; paired once both said yes.

    Only dates are added: who answered, and when and why it ended.
    """

    __tablename__ = "lms_pairing"
    __table_args__ = (Index("ix_lms_pairing_standing", "ended_at", "lapses_on"),)

    need_id: Mapped[UUID] = mapped_column(ForeignKey("lms_mentor_need.id"), index=True)
    mentor_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    score: Mapped[int]
    parts: Mapped[dict[str, Any]]
    """Points of each part as they were then."""

    reason: Mapped[str]
    """Why the coordinator chose otherwise than proposed; empty where they did not."""

    sent_at: Mapped[datetime]
    sent_by: Mapped[UUID | None]
    lapses_on: Mapped[date]
    """Last day on which it can be accepted."""

    mentor_yes_at: Mapped[datetime | None]
    mentee_yes_at: Mapped[datetime | None]
    paired_at: Mapped[datetime | None]
    """When the second of them said yes."""

    ended_at: Mapped[datetime | None]
    ended_for: Mapped[str]
    """One of ``rules.pairing.ENDS``; empty while it stands."""

    ended_by: Mapped[str]
    """``mentor``, ``mentee``, ``coordinator`` or ``time``; empty while it stands."""

    need: Mapped[MentorNeed] = relationship()
    mentor: Mapped[Person] = relationship()


class MentorWeights(Identified, Model):
    """How a council weighs the parts of a score, from a moment on; the newest counts."""

    __tablename__ = "lms_mentor_weights"

    weights: Mapped[dict[str, Any]]
    blocks_trust: Mapped[bool]
    set_at: Mapped[datetime] = mapped_column(index=True)
    set_by: Mapped[UUID | None]

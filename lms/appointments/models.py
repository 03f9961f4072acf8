"""Tables for who leads on safeguarding where."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.model import Identified, Model, moves
from lms.people.models import Engagement, Person, Setting


class DslAppointment(Identified, Model):
    """A person is DSL or deputy at a setting, from a day until another.

    Kept when it ends; only its last day, and when it was last confirmed, are ever changed.
    """

    __tablename__ = "lms_dsl_appointment"
    __table_args__ = (
        UniqueConstraint("setting_id", "person_id", "role", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
        Index("ix_lms_dsl_appointment_setting", "setting_id", "from_on"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves(), index=True)
    setting_id: Mapped[UUID] = mapped_column(ForeignKey("lms_setting.id"))
    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("lms_engagement.id"))
    """What ties the person to the setting: begun with the appointment, or known before."""

    role: Mapped[str]
    """``dsl`` or ``deputy``."""

    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """First day on which they no longer hold it; None while nobody knows of an end."""

    named_by: Mapped[str]
    """``school`` (its yearly link), ``import`` or ``coordinator``."""

    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    """When the setting or a coordinator last said that it is right."""

    person: Mapped[Person] = relationship()
    setting: Mapped[Setting] = relationship()
    engagement: Mapped[Engagement] = relationship()
    covers: Mapped[list["DslCover"]] = relationship(
        back_populates="appointment", order_by="DslCover.from_on"
    )

    def runs_on(self, day: date) -> bool:
        """Tell whether it runs on ``day``."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


class DslCover(Identified, Model):
    """A DSL or deputy is away, and who covers; why is nobody's business here."""

    __tablename__ = "lms_dsl_cover"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
    )

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("lms_dsl_appointment.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """First day back; None while nobody knows it."""

    covered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_person.id"), info=moves())
    """None while nobody covers."""

    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]

    appointment: Mapped[DslAppointment] = relationship(back_populates="covers")
    covered_by: Mapped[Person | None] = relationship()

    def runs_on(self, day: date) -> bool:
        """Tell whether they are away on ``day``."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


class DslTraining(Identified, Model):
    """Somebody told us when a person completed DSL training; the latest said counts.

    Only added: a date told wrongly is followed by the right one. What the player recorded
    stands elsewhere, and counts beside it.
    """

    __tablename__ = "lms_dsl_training"
    __table_args__ = (Index("ix_lms_dsl_training_latest", "person_id", "kind", "told_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("lms_person.id"), info=moves())
    kind: Mapped[str]
    """``role`` (the DSL training) or ``refresh`` (the yearly refresh)."""

    done_on: Mapped[date]
    told_by: Mapped[str]
    """``school``, ``import`` or ``coordinator``."""

    told_by_id: Mapped[UUID | None]
    """Who entered it; None where it came by a link."""

    told_at: Mapped[datetime]


class DslCheck(Identified, Model):
    """A setting is asked once a school year who is DSL and deputy there.

    Whoever opens the link that went to the setting's mailbox may answer, and answer again until
    somebody has dealt with what was said.
    """

    __tablename__ = "lms_dsl_check"
    __table_args__ = (UniqueConstraint("setting_id", "year"),)

    setting_id: Mapped[UUID] = mapped_column(ForeignKey("lms_setting.id"))
    year: Mapped[int] = mapped_column(index=True)
    """The calendar year in which the school year began."""

    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None]
    open_until: Mapped[date]
    """Last day on which the link can be answered."""

    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
    """Who answered, as they wrote it: name and role at the setting."""

    setting: Mapped[Setting] = relationship()
    told: Mapped[list["DslTold"]] = relationship(
        back_populates="check", order_by="DslTold.told_at, DslTold.id"
    )


class DslTold(Identified, Model):
    """A change of who is DSL where that somebody told, and that waits for a coordinator's yes.

    Only added; how it was settled is entered once.
    """

    __tablename__ = "lms_dsl_told"
    __table_args__ = (Index("ix_lms_dsl_told_waiting", "settled_at", "told_at"),)

    setting_id: Mapped[UUID] = mapped_column(ForeignKey("lms_setting.id"))
    check_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_dsl_check.id"), index=True)
    """The yearly question that it answers; None where a list said it."""

    kind: Mapped[str]
    """``new``: somebody holds a role; ``over``: somebody no longer does."""

    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_dsl_appointment.id"))
    """Which is over; None of somebody new."""

    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    role: Mapped[str]
    on: Mapped[date]
    """First day of somebody new; last day of what is over."""

    told_by: Mapped[str]
    """``school`` or ``import``."""

    told_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    outcome: Mapped[str] = mapped_column(default="")
    """``entered``, ``left_out``, or ``replaced`` by a later answer; empty while it waits."""

    reason: Mapped[str] = mapped_column(default="")
    """Why it was left out."""

    setting: Mapped[Setting] = relationship()
    check: Mapped[DslCheck | None] = relationship(back_populates="told")
    appointment: Mapped[DslAppointment | None] = relationship()

    @property
    def name(self) -> str:
        """Whom it is about."""
        if self.appointment is not None:
            return self.appointment.person.name
        return f"{self.first_name} {self.last_name}"

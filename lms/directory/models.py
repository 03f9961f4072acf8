"""Tables for what a directory says; beside the register, never instead of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.identity.models import Token
from lms.kernel.model import Identified, Model, moves
from lms.people.models import Engagement, Group, Person


class DirectoryUser(Identified, Model):
    """A user as a directory tells of them, and who they are here.

    Kept when the directory deletes it: then it has an instant, and its name may be used again.
    """

    __tablename__ = "lms_directory_user"
    __table_args__ = (
        UniqueConstraint("name_key"),
        Index("ix_lms_directory_user_order", "deleted_at", "created_at", "id"),
    )

    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("lms_person.id"), info=moves(), index=True
    )
    """None while somebody has to decide who it is."""

    engagement_id: Mapped[UUID | None] = mapped_column(ForeignKey("lms_engagement.id"))
    """The engagement that began because the directory told; None where another source did."""

    line_id: Mapped[UUID | None] = mapped_column(index=True)
    """What waits for a decision, among the rows that lists hold."""

    user_name: Mapped[str]
    name_key: Mapped[str | None]
    """The user name as it is compared; None once deleted."""

    external_id: Mapped[str | None] = mapped_column(index=True)
    active: Mapped[bool]
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    display_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(default="")
    user_type: Mapped[str] = mapped_column(default="")
    employee_number: Mapped[str | None] = mapped_column(index=True)
    department: Mapped[str] = mapped_column(default="")
    manager_id: Mapped[UUID | None]
    """The user who is their manager; not always one we have been told of."""

    said: Mapped[dict[str, Any]]
    """The resource as the directory wrote it, without what only we say of it."""

    version: Mapped[int] = mapped_column(default=1)
    token_id: Mapped[UUID | None] = mapped_column(ForeignKey(Token.id))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()
    engagement: Mapped[Engagement | None] = relationship()


class DirectoryGroup(Identified, Model):
    """A group as a directory tells of it, and the group that it keeps here."""

    __tablename__ = "lms_directory_group"
    __table_args__ = (UniqueConstraint("name_key"),)

    group_id: Mapped[UUID] = mapped_column(ForeignKey("lms_group.id"), index=True)
    display_name: Mapped[str]
    name_key: Mapped[str | None]
    external_id: Mapped[str | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()


class DirectoryMember(Model):
    """A user is in a group now, as the directory says; the register keeps since when."""

    __tablename__ = "lms_directory_member"

    group_id: Mapped[UUID] = mapped_column(ForeignKey(DirectoryGroup.id), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey(DirectoryUser.id), primary_key=True, index=True
    )

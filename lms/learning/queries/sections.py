"""Questions about what was read, and from which edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from lms.content import queries as content
from lms.content.models import Approval, Edition
from lms.content.rules import ModuleContent
from lms.kernel.database import rows
from lms.learning.errors import NoSuchModule
from lms.learning.models import Attempt, Completion, Place, SectionRead


@dataclass(frozen=True)
class Given:
    """An edition somebody may learn from, as far as pages name it."""

    id: UUID
    module_slug: str
    label: str


@dataclass(frozen=True)
class Approved:
    """Who approved it, with the role they stated, and when."""

    approver_name: str
    at: datetime


@dataclass(frozen=True)
class Read:
    """A section was read: when last, and what was chosen at its pause."""

    chosen: int | None
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The edition somebody learns from, who approved it, and where they are in it."""

    edition: Given
    content: ModuleContent
    approval: Approved | None
    section_id: str | None
    """The section they were at last; None where they have not begun this edition."""

    completed_at: datetime | None
    """When they last completed it; what they read before then was for that time."""

    read: Mapping[str, Read]
    """Section id → its reading, of this time and of earlier ones."""

    @property
    def times(self) -> dict[str, datetime]:
        """Section id → when it was last read."""
        return {key: one.read_at for key, one in self.read.items()}


@dataclass(frozen=True, kw_only=True)
class Begun:
    """How far somebody is in a module that they began."""

    edition_id: UUID
    section_id: str
    begun_at: datetime
    """When they began it, or began it again."""

    read: Mapping[str, datetime]
    """Section of that edition → when they last read it."""

    attempt_id: UUID | None
    """The attempt at the check that is under way."""


# A page of a module asks these each time; built once, they cost half.
_LATEST_APPROVAL = (
    select(Approval.id)
    .where(Approval.edition_id == Edition.id)
    .order_by(Approval.at.desc())
    .limit(1)
    .correlate(Edition)
    .scalar_subquery()
)
_COMPLETED_AT = (
    select(func.max(Completion.completed_at))
    .where(Completion.person_id == bindparam("person"), Completion.edition_id == Edition.id)
    .correlate(Edition)
    .scalar_subquery()
)
_READING = (
    select(
        Edition.id,
        Edition.label,
        Approval.approver_name,
        Approval.at,
        Approval.withdraws,
        Place.section_id,
        Place.begun_at,
        _COMPLETED_AT.label("completed_at"),
        SectionRead.section_id.label("read_id"),
        SectionRead.chosen,
        SectionRead.read_at,
    )
    .select_from(Edition)
    .outerjoin(Approval, Approval.id == _LATEST_APPROVAL)
    .outerjoin(
        Place,
        and_(
            Place.person_id == bindparam("person"),
            Place.module_slug == Edition.module_slug,
            Place.edition_id == Edition.id,
        ),
    )
    .outerjoin(
        SectionRead,
        and_(SectionRead.person_id == bindparam("person"), SectionRead.edition_id == Edition.id),
    )
    .where(Edition.module_slug == bindparam("slug"))
    .order_by(Edition.serial.desc())
)
"""A row for each section read of each edition, and one for an edition of which none was."""


def reading(session: Session, person_id: UUID, slug: str, *, demo: bool) -> Reading:
    """Return the edition of a module that a person learns from, in one query.

    Somebody who has begun an edition, or begun it again, stays on it until it is completed, as
    long as it may be given out; everybody else learns from the current one.

    Raises:
        NoSuchModule: there is no such module, or none that is given out.

    """
    found = rows(session, _READING, person=person_id, slug=slug)
    allowed = [row for row in found if demo or row.withdraws is False]
    if not allowed:
        raise NoSuchModule
    one = next((row for row in allowed if _is_begun(row)), allowed[0])
    approved = one.withdraws is False
    return Reading(
        edition=Given(one.id, slug, one.label),
        content=content.content_for(session, one.id),
        approval=Approved(one.approver_name, one.at) if approved else None,
        section_id=one.section_id,
        completed_at=one.completed_at,
        read={
            row.read_id: Read(row.chosen, row.read_at)
            for row in allowed
            if row.id == one.id and row.read_id is not None
        },
    )


def _is_begun(row: Any) -> bool:  # noqa: ANN401 - a row of _READING
    """Tell whether the person is in the midst of the edition."""
    if row.begun_at is None:
        return False
    return row.completed_at is None or row.begun_at > row.completed_at


def begun_by(session: Session, person_id: UUID) -> dict[str, Begun]:
    """Return slug → how far a person is, for every module they began."""
    wanted = (
        select(Place, SectionRead.section_id, SectionRead.read_at, Attempt.id)
        .outerjoin(
            SectionRead,
            and_(
                SectionRead.person_id == Place.person_id,
                SectionRead.edition_id == Place.edition_id,
            ),
        )
        .outerjoin(
            Attempt,
            and_(
                Attempt.person_id == Place.person_id,
                Attempt.module_slug == Place.module_slug,
                Attempt.submitted_at.is_(None),
            ),
        )
        .where(Place.person_id == person_id)
    )
    found: dict[str, Begun] = {}
    read: dict[str, dict[str, datetime]] = {}
    for place, section_id, read_at, attempt_id in session.execute(wanted):
        slug = place.module_slug
        sections = read.setdefault(slug, {})
        if section_id is not None:
            sections[section_id] = read_at
        found[slug] = Begun(
            edition_id=place.edition_id,
            section_id=place.section_id,
            begun_at=place.begun_at,
            read=sections,
            attempt_id=attempt_id,
        )
    return found

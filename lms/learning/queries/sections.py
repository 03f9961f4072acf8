"""Questions about what was read, and from which edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from lms.content.models import Approval, Edition
from lms.learning.errors import NoSuchModule
from lms.learning.models import Attempt, Completion, Place, SectionRead


@dataclass(frozen=True)
class Reading:
    """The edition somebody learns from, who approved it, and where they are in it."""

    edition: Edition
    approval: Approval | None
    section_id: str | None = None
    """The section they were at last; None where they have not begun this edition."""

    completed_at: datetime | None = None
    """When they last completed it; what they read before then was for that time."""


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
        Edition,
        Approval,
        Place,
        _COMPLETED_AT.label("completed_at"),
    )
    .outerjoin(Approval, Approval.id == _LATEST_APPROVAL)
    .outerjoin(
        Place,
        and_(Place.person_id == bindparam("person"), Place.module_slug == Edition.module_slug),
    )
    .where(Edition.module_slug == bindparam("slug"))
    .order_by(Edition.serial.desc())
)
_READ = select(SectionRead).where(
    SectionRead.person_id == bindparam("person"), SectionRead.edition_id == bindparam("edition")
)


def reading(session: Session, person_id: UUID, slug: str, *, demo: bool) -> Reading:
    """Return the edition of a module that a person learns from.

    Somebody who has begun an edition, or begun it again, stays on it until it is completed, as
    long as it may be given out; everybody else learns from the current one.

    Raises:
        NoSuchModule: there is no such module, or none that is given out.

    """
    allowed: list[Reading] = []
    completed_at: datetime | None
    for edition, latest, place, completed_at in session.execute(
        _READING, {"person": person_id, "slug": slug}
    ):
        approval = latest if latest is not None and not latest.withdraws else None
        if demo or approval is not None:
            here = place is not None and place.edition_id == edition.id
            found = Reading(edition, approval, place.section_id if here else None, completed_at)
            if here and (completed_at is None or place.begun_at > completed_at):
                return found
            allowed.append(found)
    if not allowed:
        raise NoSuchModule
    return allowed[0]


def sections_read(session: Session, person_id: UUID, edition_id: UUID) -> dict[str, SectionRead]:
    """Return section id → its reading, for one edition."""
    rows = session.scalars(_READ, {"person": person_id, "edition": edition_id})
    return {row.section_id: row for row in rows}


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

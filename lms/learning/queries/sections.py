"""Questions about what was read, and from which edition."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.content import queries as content
from lms.content.models import Approval, Edition
from lms.learning.errors import NoSuchModule
from lms.learning.models import Completion, Place, SectionRead


@dataclass(frozen=True)
class Reading:
    """The edition somebody learns from, and who approved it."""

    edition: Edition
    approval: Approval | None


def reading(session: Session, person_id: UUID, slug: str, *, demo: bool) -> Reading:
    """Return the edition of a module that a person learns from.

    Somebody who has begun an edition stays on it until it is completed, as long as it may be
    given out; everybody else learns from the current one.

    Raises:
        NoSuchModule: there is no such module, or none that is given out.

    """
    wanted = select(Edition).filter_by(module_slug=slug).order_by(Edition.serial.desc())
    editions = list(session.scalars(wanted))
    approvals = content.approvals(session, [one.id for one in editions])
    allowed = [one for one in editions if demo or one.id in approvals]
    if not allowed:
        raise NoSuchModule
    begun = session.scalar(
        select(Place.edition_id).where(
            Place.person_id == person_id,
            Place.module_slug == slug,
            ~exists().where(
                Completion.person_id == person_id, Completion.edition_id == Place.edition_id
            ),
        )
    )
    edition = next((one for one in allowed if one.id == begun), allowed[0])
    return Reading(edition, approvals.get(edition.id))


def sections_read(session: Session, person_id: UUID, edition_id: UUID) -> dict[str, SectionRead]:
    """Return section id → its reading, for one edition."""
    wanted = select(SectionRead).filter_by(person_id=person_id, edition_id=edition_id)
    return {row.section_id: row for row in session.scalars(wanted)}


def places(session: Session, person_id: UUID) -> dict[str, Place]:
    """Return slug → where the person is, for every module they began."""
    rows = session.scalars(select(Place).filter_by(person_id=person_id))
    return {row.module_slug: row for row in rows}


def read_counts(session: Session, person_id: UUID) -> dict[UUID, set[str]]:
    """Return edition → sections read, for everything the person ever read."""
    wanted = select(SectionRead.edition_id, SectionRead.section_id).filter_by(person_id=person_id)
    found: dict[UUID, set[str]] = {}
    for edition_id, section_id in session.execute(wanted):
        found.setdefault(edition_id, set()).add(section_id)
    return found

"""Reading sections."""

from uuid import UUID

from sqlalchemy import select

from lms.content import queries as content
from lms.content.models import Edition
from lms.kernel.errors import Invalid, NotAllowed, NotFound
from lms.kernel.work import Work
from lms.learning import permissions, queries
from lms.learning.events import ModuleBegun
from lms.learning.models import Place, SectionRead


def learner(work: Work) -> UUID:
    """Return who learns. Raises NotAllowed where nobody is signed in."""
    work.require(permissions.TAKE)
    if work.actor.id is None:
        msg = "Sign in to learn."
        raise NotAllowed(msg)
    return work.actor.id


def read_section(
    work: Work, slug: str, section_id: str, *, chosen: int | None = None
) -> SectionRead:
    """Note that a section was read: its pause was answered, or it is short and has none.

    Any answer counts, and a later one takes the place of an earlier. Reading it again after a
    failed attempt is noted by the same call.

    Args:
        work: the work.
        slug: the module.
        section_id: which section.
        chosen: the place of the chosen answer, from 0; None where there is no pause.

    Raises:
        NoSuchModule: there is no such module.
        NotFound: it has no such section.
        Invalid: the section pauses, and nothing of it was chosen.

    """
    person_id = learner(work)
    edition = queries.reading(work.session, person_id, slug, demo=work.settings.demo).edition
    try:
        section = content.content_of(edition).section(section_id)
    except KeyError:
        msg = "This module has no such section."
        raise NotFound(msg) from None
    if section.has_pause and (chosen is None or not 0 <= chosen < section.pause_options):
        msg = "Choose the answer that is nearest to yours. Any answer counts."
        raise Invalid(msg, field="pause")
    _move(work, person_id, edition, section_id)
    wanted = select(SectionRead).filter_by(
        person_id=person_id, edition_id=edition.id, section_id=section_id
    )
    row = work.session.scalars(wanted).first()
    if row is None:
        row = SectionRead(person_id=person_id, edition_id=edition.id, section_id=section_id)
        work.session.add(row)
    row.chosen = chosen if section.has_pause else None
    row.read_at = work.now
    work.session.flush()
    return row


def _move(work: Work, person_id: UUID, edition: Edition, section_id: str) -> None:
    """Keep where the person is, so that any other device goes on from there."""
    wanted = select(Place).filter_by(person_id=person_id, module_slug=edition.module_slug)
    place = work.session.scalars(wanted).first()
    begins = place is None
    if place is None:
        place = Place(person_id=person_id, module_slug=edition.module_slug, begun_at=work.now)
    if place.edition_id != edition.id:
        place.edition_id, place.begun_at = edition.id, work.now
    place.section_id, place.at = section_id, work.now
    if begins:
        work.session.add(place)
        work.record(
            ModuleBegun(
                subject_id=edition.id, person_id=person_id, module_slug=edition.module_slug
            )
        )

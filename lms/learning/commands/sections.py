"""Reading sections."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.content.rules import SectionContent
from lms.kernel.errors import Invalid, NotAllowed
from lms.kernel.work import Work
from lms.learning import permissions, queries
from lms.learning.errors import NoSuchSection
from lms.learning.events import ModuleBegun
from lms.learning.models import Place, SectionRead
from lms.learning.queries import Reading
from lms.people import queries as people

R = TypeVar("R", Place, SectionRead)


def learner(work: Work) -> UUID:
    """Return who learns: by now, for their record may have become part of another meanwhile.

    Until the work ends, it does not. Raises NotAllowed where nobody is signed in.
    """
    return people.survivor_held(work.session, signed_in(work))


def signed_in(work: Work) -> UUID:
    """Return who asked. Raises NotAllowed where nobody is signed in."""
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
        NoSuchSection: it has no such section.
        Invalid: the section pauses, and nothing of it was chosen.

    """
    person_id = learner(work)
    reading, section = _section(work, person_id, slug, section_id)
    edition = reading.edition
    if section.has_pause and (chosen is None or not 0 <= chosen < section.pause_options):
        msg = "Choose the answer that is nearest to yours. Any answer counts."
        raise Invalid(msg, field="pause")
    _move(work, person_id, reading, section_id)
    row = _one(
        work.session,
        select(SectionRead).filter_by(
            person_id=person_id, edition_id=edition.id, section_id=section_id
        ),
        lambda: SectionRead(
            person_id=person_id, edition_id=edition.id, section_id=section_id, read_at=work.now
        ),
    )
    row.chosen = chosen if section.has_pause else None
    row.read_at = work.now
    work.session.flush()
    return row


def keep_place(work: Work, slug: str, section_id: str) -> Place:
    """Keep where somebody is in a module, so that any other device goes on from there.

    Being somewhere reads nothing: a section passed over stays to be read.

    Raises:
        NoSuchModule: there is no such module.
        NoSuchSection: it has no such section.

    """
    person_id = learner(work)
    reading, _ = _section(work, person_id, slug, section_id)
    return _move(work, person_id, reading, section_id)


def _section(
    work: Work, person_id: UUID, slug: str, section_id: str
) -> tuple[Reading, SectionContent]:
    """Return the section in the edition that the person learns from."""
    reading = queries.reading(work.session, person_id, slug, demo=work.settings.demo)
    try:
        return reading, reading.content.section(section_id)
    except KeyError:
        raise NoSuchSection from None


def _move(work: Work, person_id: UUID, reading: Reading, section_id: str) -> Place:
    edition, slug = reading.edition, reading.edition.module_slug
    begins: list[Place] = []

    def first() -> Place:
        place = Place(
            person_id=person_id,
            module_slug=slug,
            edition_id=edition.id,
            section_id=section_id,
            begun_at=work.now,
            at=work.now,
        )
        begins.append(place)
        return place

    wanted = select(Place).filter_by(person_id=person_id, module_slug=slug)
    place = _one(work.session, wanted, first)
    done_since = reading.completed_at is not None and place.begun_at <= reading.completed_at
    if place.edition_id != edition.id or done_since:
        place.edition_id, place.begun_at = edition.id, work.now
    place.section_id, place.at = section_id, work.now
    if place in begins:
        work.record(ModuleBegun(subject_id=edition.id, person_id=person_id, module_slug=slug))
    return place


def _one(session: Session, wanted: Select[R], make: Callable[[], R]) -> R:
    """Return the one row, made where there is none; two windows at once make it only once."""
    row = session.scalars(wanted).first()
    if row is None:
        try:
            with session.begin_nested():
                row = make()
                session.add(row)
        except IntegrityError:
            row = session.scalars(wanted).one()
    return row

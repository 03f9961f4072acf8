"""Questions about what was read, answered and completed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from lms.assessment import rules as assessment
from lms.assessment.rules import Drawn, NextStep
from lms.content import queries as content
from lms.content.models import Approval, Edition
from lms.kernel.errors import NotFound
from lms.learning.errors import NoSuchModule
from lms.learning.models import (
    Answer,
    Attempt,
    Completion,
    Place,
    Practice,
    SectionRead,
    Talk,
)


@dataclass(frozen=True)
class Reading:
    """The edition somebody learns from, and who approved it."""

    edition: Edition
    approval: Approval | None


def completion(session: Session, completion_id: UUID) -> Completion:
    """Return the completion with its person and edition. Raises NotFound."""
    wanted = select(Completion).filter_by(id=completion_id)
    wanted = wanted.options(joinedload(Completion.person), joinedload(Completion.edition))
    found = session.scalars(wanted).first()
    if found is None:
        msg = "There is no such completion."
        raise NotFound(msg)
    return found


def completions_of(session: Session, person_ids: Collection[UUID]) -> list[Completion]:
    """Return what these people completed, in order of the day."""
    wanted = select(Completion).where(Completion.person_id.in_(person_ids))
    return list(session.scalars(wanted.order_by(Completion.completed_on)))


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


def attempt(session: Session, person_id: UUID, attempt_id: UUID) -> Attempt:
    """Return one's own attempt. Raises NotFound for anybody else's too."""
    found = session.get(Attempt, attempt_id)
    if found is None or found.person_id != person_id:
        msg = "There is no such attempt of yours."
        raise NotFound(msg)
    return found


def open_attempt(session: Session, person_id: UUID, slug: str) -> Attempt | None:
    """Return the attempt that is under way, or None."""
    wanted = select(Attempt).filter_by(person_id=person_id, module_slug=slug, submitted_at=None)
    return session.scalars(wanted.order_by(Attempt.begun_at)).first()


def answers(session: Session, attempt_id: UUID) -> dict[str, list[str]]:
    """Return question id → what was chosen."""
    wanted = select(Answer.question_id, Answer.chosen).filter_by(attempt_id=attempt_id)
    return {row.question_id: row.chosen for row in session.execute(wanted)}


def drawn_of(found: Attempt) -> list[Drawn]:
    """Return the questions of an attempt in the order asked."""
    return [Drawn.from_plain(one) for one in found.drawn]


def asked_before(session: Session, person_id: UUID, slug: str) -> set[str]:
    """Return the ids of questions that earlier attempts asked."""
    wanted = select(Attempt.drawn).filter_by(person_id=person_id, module_slug=slug)
    return {one["question"] for drawn in session.scalars(wanted) for one in drawn}


def fails(session: Session, person_id: UUID, slug: str) -> list[Attempt]:
    """Return the attempts that failed since the last that passed, oldest first."""
    wanted = select(Attempt).filter_by(person_id=person_id, module_slug=slug)
    wanted = wanted.where(Attempt.submitted_at.is_not(None)).order_by(Attempt.submitted_at)
    since: list[Attempt] = []
    for one in session.scalars(wanted):
        since = [] if one.passed else [*since, one]
    return since


def next_step(session: Session, person_id: UUID, slug: str, now: datetime) -> NextStep:
    """Return what stands before the next attempt."""
    failed = fails(session, person_id, slug)
    unsettled = select(Talk.id).filter_by(person_id=person_id, module_slug=slug, held_at=None)
    return assessment.next_step(
        len(failed),
        failed[-1].submitted_at if failed else None,
        now,
        talk_settled=session.scalar(unsettled.limit(1)) is None,
    )


def talk(session: Session, talk_id: UUID) -> Talk:
    """Return the talk with its person. Raises NotFound."""
    wanted = select(Talk).filter_by(id=talk_id).options(joinedload(Talk.person))
    found = session.scalars(wanted).first()
    if found is None:
        msg = "There is no such talk."
        raise NotFound(msg)
    return found


def talks_with(session: Session, person_ids: Collection[UUID]) -> list[Talk]:
    """Return the talks that are still to be had with these people."""
    wanted = select(Talk).where(Talk.person_id.in_(person_ids), Talk.held_at.is_(None))
    return list(session.scalars(wanted.options(joinedload(Talk.person)).order_by(Talk.asked_at)))


def practices(session: Session, person_id: UUID, slug: str, scenario_id: str) -> list[Practice]:
    """Return one's goes at a practice scenario, newest first."""
    wanted = select(Practice).filter_by(
        person_id=person_id, module_slug=slug, scenario_id=scenario_id
    )
    return list(session.scalars(wanted.order_by(Practice.begun_at.desc())))


def practice(session: Session, person_id: UUID, practice_id: UUID) -> Practice:
    """Return one's own go at a practice scenario. Raises NotFound for anybody else's too."""
    found = session.get(Practice, practice_id)
    if found is None or found.person_id != person_id:
        msg = "There is no such practice assessment of yours."
        raise NotFound(msg)
    return found

"""Questions about attempts at a knowledge check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assessment import rules as assessment
from lms.assessment.rules import Drawn, NextStep, Result
from lms.content import queries as content
from lms.content.rules import ModuleContent, SectionContent
from lms.kernel.errors import NotFound
from lms.learning import rules
from lms.learning.models import Answer, Attempt, Talk
from lms.learning.queries.sections import Reading, reading


@dataclass(frozen=True, kw_only=True)
class BeforeCheck:
    """What somebody may do about a knowledge check now, and what comes first."""

    reading: Reading
    attempts: list[Attempt]
    """All they made, oldest first."""

    under_way: Attempt | None
    """The one that is not handed in."""

    unread: list[SectionContent]
    """Sections not read, or not since they last completed it; the check opens after them."""

    step: NextStep
    again: list[SectionContent]
    """What the latest fails ask to be read again; empty unless they do."""

    unread_again: list[SectionContent]
    """Those of them that were not read again since."""

    @property
    def content(self) -> ModuleContent:
        """The module as they learn it."""
        return self.reading.content

    @property
    def is_open(self) -> bool:
        """Whether an attempt may begin now."""
        return self.step.kind == "open" and not self.unread and not self.unread_again


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


def asked_in(made: Iterable[Attempt]) -> set[str]:
    """Return the ids of the questions that these attempts asked."""
    return {one["question"] for attempt in made for one in attempt.drawn}


def attempts(session: Session, person_id: UUID, slug: str) -> list[Attempt]:
    """Return every attempt a person made at a module's check, oldest first."""
    wanted = select(Attempt).filter_by(person_id=person_id, module_slug=slug)
    return list(session.scalars(wanted.order_by(Attempt.begun_at)))


def fails(session: Session, person_id: UUID, slug: str) -> list[Attempt]:
    """Return the attempts that failed since the last that passed, oldest first."""
    return _fails(attempts(session, person_id, slug))


def before_check(
    session: Session, person_id: UUID, slug: str, now: datetime, *, demo: bool
) -> BeforeCheck:
    """Return what somebody may do about a module's check. Raises NoSuchModule."""
    found = reading(session, person_id, slug, demo=demo)
    whole, read = found.content, found.read
    made = attempts(session, person_id, slug)
    failed = _fails(made)
    step = _step(session, person_id, slug, failed, now)
    wrong = result_of(session, failed[-1]).sections_to_reread if step.reread else ()
    again = [section for section in whole.sections if section.id in wrong]
    since = failed[-1].submitted_at if failed else None
    return BeforeCheck(
        reading=found,
        attempts=made,
        under_way=next((one for one in made if one.submitted_at is None), None),
        unread=rules.unread(whole, rules.read_for_next(found.times, found.completed_at)),
        step=step,
        again=again,
        unread_again=[
            section
            for section in again
            if since and section.id in read and read[section.id].read_at <= since
        ],
    )


def result_of(session: Session, found: Attempt) -> Result:
    """Return how an attempt ended, or would end if it were handed in as it is."""
    whole = content.content_of(content.edition(session, found.edition_id))
    return assessment.result(
        whole.questions, whole.check, drawn_of(found), answers(session, found.id)
    )


def _fails(made: Iterable[Attempt]) -> list[Attempt]:
    since: list[Attempt] = []
    for one in made:
        if one.submitted_at is not None:
            since = [] if one.passed else [*since, one]
    return since


def _step(
    session: Session, person_id: UUID, slug: str, failed: Sequence[Attempt], now: datetime
) -> NextStep:
    unsettled = select(Talk.id).filter_by(person_id=person_id, module_slug=slug, held_at=None)
    return assessment.next_step(
        len(failed),
        failed[-1].submitted_at if failed else None,
        now,
        talk_settled=len(failed) < assessment.FAILS_BEFORE_A_TALK
        or session.scalar(unsettled.limit(1)) is None,
    )

"""The knowledge check: begin, hand in."""

from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from lms.assessment import rules as assessment
from lms.kernel.work import Work
from lms.learning import queries
from lms.learning.commands.sections import learner
from lms.learning.errors import AttemptOver, ReadFirst, TalkFirst, WaitFirst
from lms.learning.events import CheckFailed, CheckPassed, TalkAsked
from lms.learning.models import Attempt, Completion, Talk
from lms.learning.queries import BeforeCheck


def begin_check(work: Work, slug: str) -> Attempt:
    """Begin an attempt, or return the one that is under way: two windows share it.

    Raises:
        NoSuchModule: there is no such module.
        ReadFirst: sections are still to be read, or to be read again.
        WaitFirst: two attempts failed, and the rest is not over.
        TalkFirst: three attempts failed, and the talk was not had.

    """
    person_id = learner(work)
    before = queries.before_check(work.session, person_id, slug, work.now, demo=work.settings.demo)
    if before.under_way is not None:
        return before.under_way
    _may_begin(before)
    edition, whole = before.reading.edition, before.content
    attempt_id = uuid4()
    drawn = assessment.draw(
        whole.questions,
        whole.check,
        str(attempt_id),
        queries.asked_in(before.attempts),
    )
    attempt = Attempt(
        id=attempt_id,
        person_id=person_id,
        module_slug=slug,
        edition_id=edition.id,
        drawn=[one.plain() for one in drawn],
        begun_at=work.now,
        of=len(drawn),
    )
    try:
        with work.session.begin_nested():
            work.session.add(attempt)
    except IntegrityError:
        other = queries.open_attempt(work.session, person_id, slug)
        if other is None:
            raise
        return other
    return attempt


def _may_begin(before: BeforeCheck) -> None:
    """Raise what stands in the way of an attempt."""
    if before.unread:
        raise ReadFirst([section.title for section in before.unread])
    if before.step.kind == "talk":
        raise TalkFirst
    if before.step.kind == "wait" and before.step.opens_at is not None:
        raise WaitFirst(before.step.opens_at)
    if before.unread_again:
        raise ReadFirst([section.title for section in before.unread_again])


def submit_check(work: Work, attempt_id: UUID) -> Attempt:
    """Hand in an attempt and mark it; a pass is a completion, in the same transaction.

    A question without an answer is wrong.

    Raises:
        NotFound: there is no such attempt of this person.
        AttemptOver: it was handed in, perhaps in another window; its result stands.

    """
    person_id = learner(work)
    attempt = queries.attempt(work.session, person_id, attempt_id)
    taken = work.session.connection().execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.submitted_at.is_(None))
        .values(submitted_at=work.now)
    )
    if taken.rowcount != 1:
        raise AttemptOver
    work.session.refresh(attempt)
    ended = queries.result_of(work.session, attempt)
    attempt.right, attempt.of = ended.right, ended.of
    attempt.must_missed, attempt.passed = list(ended.must_missed), ended.passed
    work.session.flush()
    if ended.passed:
        _complete(work, attempt)
    else:
        _fail(work, attempt)
    return attempt


def _complete(work: Work, attempt: Attempt) -> None:
    completion = Completion(
        person_id=attempt.person_id,
        module_slug=attempt.module_slug,
        edition_id=attempt.edition_id,
        attempt_id=attempt.id,
        completed_on=work.today,
        completed_at=work.now,
    )
    work.session.add(completion)
    work.session.flush()
    work.record(
        CheckPassed(
            subject_id=completion.id,
            person_id=attempt.person_id,
            module_slug=attempt.module_slug,
            completion_id=completion.id,
        )
    )


def _fail(work: Work, attempt: Attempt) -> None:
    work.record(
        CheckFailed(
            subject_id=attempt.id,
            person_id=attempt.person_id,
            module_slug=attempt.module_slug,
        )
    )
    failed = queries.fails(work.session, attempt.person_id, attempt.module_slug)
    if assessment.asks_for_talk(len(failed)):
        talk = Talk(
            person_id=attempt.person_id, module_slug=attempt.module_slug, asked_at=work.now
        )
        work.session.add(talk)
        work.session.flush()
        work.record(
            TalkAsked(
                subject_id=talk.id,
                person_id=attempt.person_id,
                module_slug=attempt.module_slug,
            )
        )

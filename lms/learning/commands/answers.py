"""Keeping the answers of a knowledge check as they are chosen.

Nothing else is written so often, so it speaks to the tables without the mapper: two questions,
one write.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import RowMapping, bindparam, insert, select, update

from lms.kernel.errors import Invalid, NotFound
from lms.kernel.work import Work
from lms.learning.commands.sections import signed_in
from lms.learning.errors import AttemptOver
from lms.learning.models import Answer, Attempt
from lms.people import queries as people

_attempt, _answer = Attempt.__table__.c, Answer.__table__.c
_ATTEMPT = (
    select(_attempt.person_id, _attempt.drawn, _attempt.submitted_at)
    .where(_attempt.id == bindparam("attempt"))
    .with_for_update(read=True)
)
_ANSWERS = select(_answer.question_id, _answer.chosen).where(
    _answer.attempt_id == bindparam("attempt")
)
_ADD = insert(Answer)
_CHANGE = update(Answer).where(
    _answer.attempt_id == bindparam("attempt"), _answer.question_id == bindparam("question")
)


@dataclass(frozen=True)
class Kept:
    """How much of an attempt is answered."""

    answered: int
    of: int


def save_answers(work: Work, attempt_id: UUID, chosen: Mapping[str, Sequence[str]]) -> Kept:
    """Keep what was chosen so far; the same again changes nothing, a later choice counts.

    Args:
        work: the work.
        attempt_id: one's own attempt.
        chosen: question id → option ids; questions left out keep what they have.

    Returns:
        How many questions of the attempt are answered now.

    Raises:
        NotFound: there is no such attempt of this person.
        AttemptOver: it was handed in.
        Invalid: a question or option was not asked in it.

    """
    person_id = signed_in(work)
    work.session.flush()
    connection = work.session.connection()
    this = {"attempt": attempt_id}
    attempt = connection.execute(_ATTEMPT, this).mappings().first()
    if attempt is None or not _is_of(work, attempt, person_id):
        msg = "There is no such attempt of yours."
        raise NotFound(msg)
    if attempt["submitted_at"] is not None:
        raise AttemptOver
    _check_asked(attempt, chosen)
    kept = dict(connection.execute(_ANSWERS, this).all())
    for question_id, given in chosen.items():
        options = list(given)
        if question_id not in kept:
            connection.execute(
                _ADD,
                {
                    "id": uuid4(),
                    "attempt_id": attempt_id,
                    "question_id": question_id,
                    "chosen": options,
                    "saved_at": work.now,
                },
            )
        elif kept[question_id] != options:
            changed: dict[str, Any] = {**this, "question": question_id}
            connection.execute(_CHANGE, {**changed, "chosen": options, "saved_at": work.now})
        kept[question_id] = options
    return Kept(sum(map(bool, kept.values())), len(attempt["drawn"]))


def _is_of(work: Work, attempt: RowMapping, person_id: UUID) -> bool:
    """Tell whether it is theirs, if only since their record became part of another."""
    whose: UUID = attempt["person_id"]
    return whose == person_id or whose == people.survivor_id(work.session, person_id)


def _check_asked(attempt: RowMapping, chosen: Mapping[str, Sequence[str]]) -> None:
    asked = {one["question"]: set(one["options"]) for one in attempt["drawn"]}
    for question_id, options in chosen.items():
        if question_id not in asked or not set(options) <= asked[question_id]:
            msg = "That answer does not belong to this attempt. Load the page again."
            raise Invalid(msg, field="answers")

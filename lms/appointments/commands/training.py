"""Noting what we are told of DSL training."""

from datetime import date
from uuid import UUID, uuid4

from lms.appointments import permissions, queries, rules
from lms.appointments.errors import NotYet
from lms.appointments.events import DslTrainingTold
from lms.appointments.models import DslTraining
from lms.kernel.work import Work
from lms.people import queries as people
from lms.people.rules import WHOLE_COUNCIL


def tell_training(
    work: Work, person_id: UUID, kind: str, *, done_on: date, told_by: str
) -> DslTraining | None:
    """Note that somebody completed DSL training on a day, as we are told.

    Args:
        work: the work.
        person_id: whose.
        kind: ``role`` or ``refresh``.
        done_on: the day of completion.
        told_by: ``school``, ``import`` or ``coordinator``.

    Returns:
        What was noted; None where the same was said last.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor may not say who is DSL.
        NotYet: the day is still to come.

    """
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    return told(work, people.person(work.session, person_id).id, kind, done_on, told_by)


def told(
    work: Work, person_id: UUID, kind: str, done_on: date, told_by: str
) -> DslTraining | None:
    """Note what we were told of training, whoever may say so. Raises NotYet."""
    if done_on > work.today:
        raise NotYet
    if kind not in rules.TRAININGS:
        raise ValueError(kind)
    before = queries.told_of(work.session, [person_id]).get((person_id, kind))
    if before is not None and before.done_on == done_on:
        return None
    made = DslTraining(
        id=uuid4(),
        person_id=person_id,
        kind=kind,
        done_on=done_on,
        told_by=told_by,
        told_by_id=work.actor.id,
        told_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    work.record(
        DslTrainingTold(
            subject_id=made.id, person_id=person_id, kind=kind, done_on=done_on, told_by=told_by
        )
    )
    return made

"""Saying that two records which look alike are of two people."""

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.intake import queries
from lms.intake.errors import AlreadyTwo
from lms.intake.events import SaidTwo, SaidTwoTakenBack
from lms.intake.models import TwoPeople
from lms.kernel.work import Work
from lms.people import permissions
from lms.people import queries as people


def say_two(work: Work, one_id: UUID, other_id: UUID) -> TwoPeople:
    """Say that two records are of two people: nobody is asked about them again.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor may not merge one of them.
        AlreadyTwo: somebody said so before.

    """
    first, second = sorted((one_id, other_id))
    for key in (first, second):
        work.require(permissions.MERGE, people.person(work.session, key))
    wanted = select(TwoPeople).filter_by(one_id=first, other_id=second, taken_back_at=None)
    if work.session.scalar(wanted) is not None:
        raise AlreadyTwo
    made = TwoPeople(
        id=uuid4(),
        one_id=first,
        other_id=second,
        decided_at=work.now,
        decided_by=work.actor.id,
    )
    try:
        with work.session.begin_nested():
            work.session.add(made)
    except IntegrityError:
        raise AlreadyTwo from None
    work.record(SaidTwo(subject_id=made.id, person_id=first, other_id=second))
    return made


def take_back_two(work: Work, decision_id: UUID) -> TwoPeople:
    """Take it back: the two are shown among those that look alike again.

    Raises:
        NotFound: nobody said so.
        NotAllowed: the actor may not merge one of them.

    """
    found = queries.two_people(work.session, decision_id)
    work.require(permissions.MERGE, people.person(work.session, found.one_id))
    if found.taken_back_at is None:
        found.taken_back_at, found.taken_back_by = work.now, work.actor.id
        work.session.flush()
        work.record(
            SaidTwoTakenBack(subject_id=found.id, person_id=found.one_id, other_id=found.other_id)
        )
    return found

"""What follows for obligations when two records become one, or two again."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select, update

from lms.assignment.models import Obligation, Proof
from lms.kernel.work import Work

CHUNK = 500


def follow(work: Work, people: Mapping[UUID, UUID]) -> None:
    """Let obligations be of whoever their engagements are of.

    Args:
        work: the work.
        people: engagement → person.

    """
    for engagement_id, person_id in people.items():
        work.session.execute(
            update(Obligation)
            .where(Obligation.engagement_id == engagement_id, Obligation.person_id != person_id)
            .values(person_id=person_id)
        )
    work.session.expire_all()


def part(work: Work, person_ids: Collection[UUID], own: Mapping[UUID, Collection[UUID]]) -> int:
    """End, today, the proofs by which one person's completion met another's obligation.

    Args:
        work: the work.
        person_ids: whose obligations.
        own: person → their completions.

    Returns:
        How many ended.

    """
    wanted = (
        select(Proof, Obligation.person_id)
        .join(Obligation, Obligation.id == Proof.obligation_id)
        .where(Obligation.person_id.in_(list(person_ids)), Proof.ended_on.is_(None))
    )
    strange = [
        proof
        for proof, person_id in work.session.execute(wanted)
        if proof.completion_id not in own.get(person_id, ())
    ]
    for proof in strange:
        proof.ended_on = work.today
    work.session.flush()
    return len(strange)

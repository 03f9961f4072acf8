"""Putting obligations back as they were, where what they followed is taken back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from lms.assignment.commands.past import keep_past
from lms.assignment.models import DueChange, Obligation, ObligationPast, Proof
from lms.kernel.work import Work

CHUNK = 500


def forget(work: Work, engagement_ids: Sequence[UUID]) -> None:
    """Take out what engagements owed that never were; how it stood is kept."""
    for at in range(0, len(engagement_ids), CHUNK):
        some = engagement_ids[at : at + CHUNK]
        wanted = select(Obligation.id).where(Obligation.engagement_id.in_(some))
        _remove(work, list(work.session.scalars(wanted)))


def put_back(work: Work, engagement_ids: Collection[UUID], *, learnt_at: datetime) -> None:
    """Put obligations back as they were before an instant, those not changed since.

    Args:
        work: the work.
        engagement_ids: whose.
        learnt_at: the instant at which they came to stand as they do.

    """
    ids = list(engagement_ids)
    for at in range(0, len(ids), CHUNK):
        wanted = select(Obligation.id).where(
            Obligation.engagement_id.in_(ids[at : at + CHUNK]), Obligation.known_at == learnt_at
        )
        changed = list(work.session.scalars(wanted))
        before = {
            one.obligation_id: one
            for one in work.session.scalars(
                select(ObligationPast).where(
                    ObligationPast.obligation_id.in_(changed), ObligationPast.until_at == learnt_at
                )
            )
        }
        _remove(work, [one for one in changed if one not in before])
        keep_past(work, list(before))
        for key, one in before.items():
            work.session.execute(
                update(Obligation)
                .where(Obligation.id == key)
                .values(
                    begun_on=one.begun_on,
                    due_on=one.due_on,
                    ended_on=one.ended_on,
                    known_at=work.now,
                )
            )


def _remove(work: Work, obligation_ids: Sequence[UUID]) -> None:
    if not obligation_ids:
        return
    keep_past(work, obligation_ids, proofs_too=True)
    for table in (Proof, DueChange):
        work.session.execute(delete(table).where(table.obligation_id.in_(obligation_ids)))
    work.session.execute(delete(Obligation).where(Obligation.id.in_(obligation_ids)))

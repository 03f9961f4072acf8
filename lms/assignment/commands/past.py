"""Keeping how obligations stood, before they stand otherwise."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from lms.assignment.models import Obligation, ObligationPast, Proof
from lms.kernel.work import Work

CHUNK = 500

SAID = (
    Obligation.engagement_id,
    Obligation.requirement_id,
    Obligation.person_id,
    Obligation.module_slug,
    Obligation.begun_on,
    Obligation.due_on,
    Obligation.ended_on,
    Obligation.known_at,
)


def keep_past(work: Work, obligation_ids: Sequence[UUID], *, proofs_too: bool = False) -> None:
    """Keep how obligations stood until now; those learnt in this very work were never said.

    Args:
        work: the work, before it changes them.
        obligation_ids: which.
        proofs_too: whether their proofs go with them.

    """
    for at in range(0, len(obligation_ids), CHUNK):
        some = obligation_ids[at : at + CHUNK]
        wanted = select(Obligation.id.label("obligation_id"), *SAID)
        rows = work.session.execute(
            wanted.where(Obligation.id.in_(some), Obligation.known_at < work.now)
        )
        proofs = _proofs(work, some) if proofs_too else {}
        kept = [
            {
                **row._mapping,  # noqa: SLF001 - SQLAlchemy's own name
                "id": uuid4(),
                "until_at": work.now,
                "proven_from": None,
                "proven_until": None,
                **proofs.get(row.obligation_id, {}),
            }
            for row in rows
        ]
        if kept:
            work.session.execute(insert(ObligationPast), kept)


def _proofs(work: Work, obligation_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    wanted = (
        select(
            Proof.obligation_id,
            func.max(Proof.from_on).label("proven_from"),
            func.max(Proof.until_on).label("proven_until"),
        )
        .where(Proof.obligation_id.in_(obligation_ids), Proof.ended_on.is_(None))
        .group_by(Proof.obligation_id)
    )
    return {
        row.obligation_id: {"proven_from": row.proven_from, "proven_until": row.proven_until}
        for row in work.session.execute(wanted)
    }

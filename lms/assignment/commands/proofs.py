"""Letting completions meet obligations, and taking that back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, or_, select

from lms.assignment import queries
from lms.assignment.events import ObligationReopened
from lms.assignment.models import DueChange, Obligation, Proof, Requirement
from lms.assignment.rules import FOR_EVER, Done, carries, counts_until
from lms.kernel.work import Work
from lms.people.models import Engagement

Completions = Mapping[tuple[UUID, str], Sequence[Done]]


def prove(
    work: Work,
    begun: Sequence[Mapping[str, Any]],
    starts: Mapping[UUID, date],
    rows: Mapping[UUID, Requirement],
    completions: Completions,
) -> None:
    """Let completions that carry meet what begins now."""
    met = [one for one in begun if (one["person_id"], one["module_slug"]) in completions]
    if not met:
        return
    spells = _other_spells(work, {one["person_id"] for one in met})
    proofs = []
    for one in met:
        starts_on = starts[one["engagement_id"]]
        earlier = [end for start, end in spells[one["person_id"]] if start < starts_on]
        row = rows[one["requirement_id"]]
        proofs += [
            _proof(work, one["id"], fact, row.repeat_months)
            for fact in completions[one["person_id"], one["module_slug"]]
            if carries(
                fact.completed_on,
                starts_on=starts_on,
                last_end=max(earlier, default=None),
                carry_months=row.carry_months,
            )
        ]
    if proofs:
        work.session.execute(insert(Proof), proofs)


def _other_spells(work: Work, people: Collection[UUID]) -> dict[UUID, list[tuple[date, date]]]:
    wanted = select(Engagement.person_id, Engagement.starts_on, Engagement.ends_on)
    found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for person_id, starts_on, ends_on in work.session.execute(
        wanted.where(Engagement.person_id.in_(people))
    ):
        found[person_id].append((starts_on, ends_on or FOR_EVER))
    return found


def _proof(
    work: Work, obligation_id: UUID, fact: Done, repeat_months: int | None
) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "obligation_id": obligation_id,
        "completion_id": fact.completion_id,
        "from_on": fact.completed_on,
        "until_on": counts_until(fact.completed_on, repeat_months),
        "known_at": work.now,
    }


def meet(work: Work, fact: Done) -> int:
    """Let a completion meet every obligation of that person that it can.

    Returns:
        How many it met: those of engagements that had not ended by the day of the completion.

    """
    wanted = (
        select(Obligation.id, Requirement.repeat_months)
        .join(Requirement, Requirement.id == Obligation.requirement_id)
        .join(Engagement, Engagement.id == Obligation.engagement_id)
        .where(
            Obligation.person_id == fact.person_id,
            Obligation.module_slug == fact.module_slug,
            Obligation.ended_on.is_(None),
            or_(Engagement.ends_on.is_(None), Engagement.ends_on >= fact.completed_on),
        )
    )
    there = {
        one.obligation_id: one
        for one in work.session.scalars(select(Proof).filter_by(completion_id=fact.completion_id))
    }
    proofs = []
    for key, months in work.session.execute(wanted):
        if key not in there:
            proofs.append(_proof(work, key, fact, months))
        elif there[key].ended_on is not None:
            # It was ended when two records were taken apart that are one again.
            there[key].ended_on = None
    if proofs:
        work.session.execute(insert(Proof), proofs)
    return len(proofs)


def reopen(work: Work, completion_id: UUID) -> int:
    """End the proofs of a completion today: whoever loses them must train again, from today.

    Returns:
        How many obligations are open again; one that another proof still meets is not.

    """
    proofs = list(
        work.session.scalars(select(Proof).filter_by(completion_id=completion_id, ended_on=None))
    )
    for one in proofs:
        one.ended_on = work.today
    work.session.flush()
    opened = [one.obligation_id for one in proofs if not _still_met(work, one.obligation_id)]
    for obligation_id in opened:
        obligation = queries.obligation(work.session, obligation_id)
        work.session.add(
            DueChange(
                obligation_id=obligation_id,
                from_on=work.today,
                due_on=work.today,
                reason="reopened",
                at=work.now,
            )
        )
        work.record(
            ObligationReopened(
                subject_id=obligation_id,
                person_id=obligation.person_id,
                module_slug=obligation.module_slug,
                due_on=work.today,
            )
        )
    return len(opened)


def _still_met(work: Work, obligation_id: UUID) -> bool:
    wanted = select(Proof.id).filter_by(obligation_id=obligation_id, ended_on=None)
    return work.session.scalar(wanted.where(Proof.until_on >= work.today).limit(1)) is not None

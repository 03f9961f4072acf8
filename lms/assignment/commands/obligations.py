"""Keeping obligations and their proofs exact."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import case, insert, or_, select, update

from lms.assignment import queries
from lms.assignment.commands.pauses import Begun, restart
from lms.assignment.events import ObligationReopened
from lms.assignment.models import DueChange, Obligation, Proof, Requirement
from lms.assignment.rules import (
    FOR_EVER,
    Audience,
    Change,
    Done,
    Held,
    Spell,
    begins_on,
    carries,
    counts_until,
    due_on,
    first_day,
)
from lms.kernel.work import Work
from lms.people.models import Engagement, GroupMember, Unit

CHUNK = 500
"""Engagements looked at together; bounds memory and the length of a statement."""

Rules = list[tuple[Requirement, Audience]]
Completions = Mapping[tuple[UUID, str], Sequence[Done]]


@dataclass
class Refreshed:
    """What a refresh came to: rows begun, rows moved, ids ended."""

    begun: list[dict[str, Any]] = field(default_factory=list)
    moved: list[dict[str, Any]] = field(default_factory=list)
    ended: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class _Engaged:
    """An engagement with all that decides what it owes."""

    person_id: UUID
    spell: Spell
    held: Mapping[UUID, list[tuple[UUID, Held, date]]]
    """Requirement → its obligations: id, days, due day."""


def refresh(
    work: Work,
    engagement_ids: Collection[UUID],
    *,
    done: Iterable[Done] = (),
    started_before: Mapping[UUID, date] | None = None,
    since: date | None = None,
) -> Refreshed:
    """Give engagements exactly the obligations that the requirements give them.

    Args:
        work: the work.
        engagement_ids: whose; any number.
        done: completions that still count, of these people; they meet what begins now.
        started_before: engagement → first day as it stood, where it was corrected.
        since: first day in another unit or kind, see ``rules.Change``.

    Returns:
        What began, moved and ended. Running it again changes nothing.

    """
    rules = [(row, queries.audience(row)) for row in queries.requirements(work.session)]
    completions: dict[tuple[UUID, str], list[Done]] = defaultdict(list)
    for fact in done:
        completions[fact.person_id, fact.module_slug].append(fact)
    total, wanted = Refreshed(), list(engagement_ids)
    for at in range(0, len(wanted), CHUNK):
        engaged = _engaged(work, wanted[at : at + CHUNK])
        some = Refreshed()
        for engagement_id, one in engaged.items():
            before = (started_before or {}).get(engagement_id)
            change = Change(today=work.today, since=since, started_before=before)
            _settle(some, rules, engagement_id, one, change)
        _write(work, some)
        rows = {row.id: row for row, _ in rules}
        restart(work, [_begun(one, engaged, rows) for one in some.begun])
        _prove(work, some.begun, engaged, rows, completions)
        total.begun += some.begun
        total.moved += some.moved
        total.ended += some.ended
    return total


def _settle(
    some: Refreshed, rules: Rules, engagement_id: UUID, one: _Engaged, change: Change
) -> None:
    """Note what one engagement needs under every requirement: begin, move, end or nothing."""
    for row, audience in rules:
        held = one.held.get(row.id, [])
        first = first_day(audience, one.spell)
        begun = begins_on(first, [days for _, days, _ in held], one.spell, change)
        still = next(((key, days, due) for key, days, due in held if days.ended_on is None), None)
        if begun is None:
            some.ended += [still[0]] if still else []
            continue
        due = due_on(begun, row.due_days, one.spell.kind)
        if still is None:
            some.begun.append(
                {
                    "id": uuid4(),
                    "engagement_id": engagement_id,
                    "requirement_id": row.id,
                    "person_id": one.person_id,
                    "module_slug": row.module_slug,
                    "begun_on": begun,
                    "due_on": due,
                }
            )
        elif (still[1].begun_on, still[2]) != (begun, due):
            some.moved.append({"id": still[0], "begun_on": begun, "due_on": due})


def _begun(
    one: Mapping[str, Any],
    engaged: Mapping[UUID, _Engaged],
    rows: Mapping[UUID, Requirement],
) -> Begun:
    return Begun(
        obligation_id=one["id"],
        engagement_id=one["engagement_id"],
        begun_on=one["begun_on"],
        due_days=rows[one["requirement_id"]].due_days,
        kind=engaged[one["engagement_id"]].spell.kind,
    )


def _write(work: Work, some: Refreshed) -> None:
    if some.begun:
        work.session.execute(insert(Obligation), some.begun)
    if some.moved:
        work.session.execute(update(Obligation), some.moved)
    if some.ended:
        today = work.today
        never_began = case((Obligation.begun_on > today, Obligation.begun_on), else_=today)
        work.session.execute(
            update(Obligation).where(Obligation.id.in_(some.ended)).values(ended_on=never_began)
        )


def _engaged(work: Work, ids: Sequence[UUID]) -> dict[UUID, _Engaged]:
    wanted = (
        select(
            Engagement.id,
            Engagement.person_id,
            Engagement.kind,
            Engagement.starts_on,
            Engagement.ends_on,
            Unit.path,
        )
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .where(Engagement.id.in_(ids))
    )
    rows = work.session.execute(wanted).all()
    groups = _groups(work, {row.person_id for row in rows})
    held = _held(work, ids)
    return {
        row.id: _Engaged(
            row.person_id,
            Spell(
                kind=row.kind.value,
                unit_path=row.path or "",
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                groups=groups.get(row.person_id, {}),
            ),
            held.get(row.id, {}),
        )
        for row in rows
    }


def _groups(work: Work, people: Collection[UUID]) -> dict[UUID, dict[UUID, date]]:
    wanted = select(GroupMember.person_id, GroupMember.group_id, GroupMember.from_on)
    wanted = wanted.where(GroupMember.person_id.in_(people), GroupMember.until_on.is_(None))
    found: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    for person_id, group_id, from_on in work.session.execute(wanted):
        found[person_id][group_id] = from_on
    return found


def _held(
    work: Work, ids: Sequence[UUID]
) -> dict[UUID, dict[UUID, list[tuple[UUID, Held, date]]]]:
    wanted = select(
        Obligation.engagement_id,
        Obligation.requirement_id,
        Obligation.id,
        Obligation.begun_on,
        Obligation.ended_on,
        Obligation.due_on,
    ).where(Obligation.engagement_id.in_(ids))
    found: dict[UUID, dict[UUID, list[tuple[UUID, Held, date]]]]
    found = defaultdict(lambda: defaultdict(list))
    for row in work.session.execute(wanted):
        days = Held(row.begun_on, row.ended_on)
        found[row.engagement_id][row.requirement_id].append((row.id, days, row.due_on))
    return found


def _prove(
    work: Work,
    begun: Sequence[Mapping[str, Any]],
    engaged: Mapping[UUID, _Engaged],
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
        starts_on = engaged[one["engagement_id"]].spell.starts_on
        earlier = [end for start, end in spells[one["person_id"]] if start < starts_on]
        row = rows[one["requirement_id"]]
        proofs += [
            _proof(one["id"], fact, row.repeat_months)
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


def _proof(obligation_id: UUID, fact: Done, repeat_months: int | None) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "obligation_id": obligation_id,
        "completion_id": fact.completion_id,
        "from_on": fact.completed_on,
        "until_on": counts_until(fact.completed_on, repeat_months),
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
    proofs = [_proof(key, fact, months) for key, months in work.session.execute(wanted)]
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

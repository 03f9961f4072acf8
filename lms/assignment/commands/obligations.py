"""Keeping obligations exact."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import case, insert, select, update

from lms.assignment import queries
from lms.assignment.commands.past import keep_past
from lms.assignment.commands.pauses import Begun, restart
from lms.assignment.commands.proofs import prove
from lms.assignment.models import Obligation, Requirement
from lms.assignment.rules import (
    Audience,
    Change,
    Done,
    Held,
    Spell,
    begins_on,
    day_zero,
    due_on,
    first_day,
)
from lms.kernel.model import Model
from lms.kernel.work import Work
from lms.people.models import Engagement, GroupMember, Unit
from lms.people.rules import BY_SCHOOL

TABLE = Model.metadata.tables[Obligation.__tablename__]
CHUNK = 500
"""Engagements looked at together; bounds memory and the length of a statement."""

Rules = list[tuple[Requirement, Audience]]


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
        _write(work, some, since)
        rows = {row.id: row for row, _ in rules}
        restart(work, [_begun(one, engaged, rows) for one in some.begun])
        starts = {key: one.spell.starts_on for key, one in engaged.items()}
        prove(work, some.begun, starts, rows, completions)
        total.begun += some.begun
        total.moved += some.moved
        total.ended += some.ended
    return total


def _settle(
    some: Refreshed, rules: Rules, engagement_id: UUID, one: _Engaged, change: Change
) -> None:
    """Note what one engagement needs under every requirement: begin, move, end or nothing."""
    replaces = {row.id: row.replaces_id for row, _ in rules}
    for row, audience in rules:
        held = one.held.get(row.id, [])
        first = first_day(audience, one.spell)
        begun = begins_on(
            first, [days for _, days, _ in held], one.spell, change, until_on=row.until_on
        )
        still = next(((key, days, due) for key, days, due in held if days.ended_on is None), None)
        if begun is None:
            some.ended += [still[0]] if still else []
            continue
        counted = day_zero(begun, _before(row.replaces_id, one, replaces))
        due = due_on(counted, row.due_days, one.spell.kind)
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


def _before(
    requirement_id: UUID | None, one: _Engaged, replaces: Mapping[UUID, UUID | None]
) -> Iterator[list[Held]]:
    """Yield what was held under the requirements that changes ended, the last one first."""
    while requirement_id is not None:
        yield [days for _, days, _ in one.held.get(requirement_id, [])]
        requirement_id = replaces.get(requirement_id)


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


def _write(work: Work, some: Refreshed, since: date | None) -> None:
    if some.begun:
        # Past the mapper, which would look at each of what may be thousands.
        work.session.execute(insert(TABLE), [{**one, "known_at": work.now} for one in some.begun])
    keep_past(work, [*(one["id"] for one in some.moved), *some.ended])
    if some.moved:
        work.session.execute(
            update(Obligation), [{**one, "known_at": work.now} for one in some.moved]
        )
    if some.ended:
        last = min(since or work.today, work.today)
        never_began = case((Obligation.begun_on > last, Obligation.begun_on), else_=last)
        work.session.execute(
            update(Obligation)
            .where(Obligation.id.in_(some.ended))
            .values(ended_on=never_began, known_at=work.now)
        )


def _engaged(work: Work, ids: Sequence[UUID]) -> dict[UUID, _Engaged]:
    wanted = (
        select(
            Engagement.id,
            Engagement.person_id,
            Engagement.kind,
            Engagement.source,
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
                is_of_setting=row.source == BY_SCHOOL,
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

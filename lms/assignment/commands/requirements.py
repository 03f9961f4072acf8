"""Beginning and ending requirements."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.assignment import permissions, queries
from lms.assignment.errors import AlreadyEnded
from lms.assignment.events import RequirementBegun, RequirementEnded, RequirementRenamed
from lms.assignment.models import DueChange, Exemption, Obligation, Requirement
from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.people.models import EngagementKind
from lms.people.rules import WHOLE_COUNCIL

LONGEST_MONTHS = 120


def begin_requirement(  # noqa: PLR0913 - as many as a requirement has parts
    work: Work,
    *,
    name: str,
    module_slug: str,
    due_days: Mapping[str, int],
    kinds: list[str] | None = None,
    unit_id: UUID | None = None,
    group_id: UUID | None = None,
    repeat_months: int | None = None,
    carry_months: int = 12,
    basis: str = "",
    position: int = 100,
    from_on: date | None = None,
    replaces_id: UUID | None = None,
) -> Requirement:
    """Ask a module of an audience from a day on.

    Args:
        work: the work.
        name: what it is called on pages.
        module_slug: the module.
        due_days: working days after the start by kind, ``""`` for all others.
        kinds: kinds of engagement; None for all nine.
        unit_id: only people in this unit or below.
        group_id: only people in this group.
        repeat_months: how long a completion counts; None if it never lapses.
        carry_months: longest gap between engagements over which a proof carries.
        basis: why it is asked, a sentence for the learner.
        position: its place in lists, small first.
        from_on: first day it holds; None for today.
        replaces_id: the one that a change ended so that this could begin.

    Raises:
        NotAllowed: the actor may not, over the whole council.
        Invalid: a number is out of range, or a kind is not one of the nine.

    """
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    _check(due_days, kinds or [], repeat_months, carry_months)
    requirement = Requirement(
        name=name,
        module_slug=module_slug,
        kinds=sorted(kinds or []),
        unit_id=unit_id,
        group_id=group_id,
        due_days=dict(due_days),
        repeat_months=repeat_months,
        carry_months=carry_months,
        basis=basis,
        position=position,
        from_on=from_on or work.today,
        replaces_id=replaces_id,
    )
    work.session.add(requirement)
    work.session.flush()
    work.record(
        RequirementBegun(
            subject_id=requirement.id, module_slug=module_slug, from_on=requirement.from_on
        )
    )
    return requirement


def change_requirement(  # noqa: PLR0913 - as many as a requirement has parts
    work: Work,
    requirement_id: UUID,
    *,
    name: str,
    due_days: Mapping[str, int],
    kinds: list[str] | None = None,
    unit_id: UUID | None = None,
    group_id: UUID | None = None,
    repeat_months: int | None = None,
    carry_months: int = 12,
    basis: str = "",
) -> Requirement:
    """Change a requirement from today, so that every past day keeps its answer.

    Other words are changed in place. Anything else ends it and begins another: whoever owed it
    and still does keeps the clock, the exemptions and what was done; whoever is newly asked
    counts from today. The arguments are those of ``begin_requirement``.

    Raises:
        NotFound: there is no such requirement.
        NotAllowed: the actor may not, over the whole council.
        AlreadyEnded: it ended before.
        Invalid: a number is out of range, or a kind is not one of the nine.

    """
    old = queries.requirement(work.session, requirement_id)
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    if old.until_on is not None:
        raise AlreadyEnded
    terms: dict[str, Any] = {
        "kinds": sorted(kinds or []),
        "unit_id": unit_id,
        "group_id": group_id,
        "due_days": dict(due_days),
        "repeat_months": repeat_months,
        "carry_months": carry_months,
    }
    _check(due_days, terms["kinds"], repeat_months, carry_months)
    if all(getattr(old, key) == value for key, value in terms.items()):
        return _rename(work, old, {"name": name, "basis": basis})
    ended = end_requirement(work, old.id)
    made = begin_requirement(
        work,
        name=name,
        module_slug=old.module_slug,
        basis=basis,
        position=old.position,
        from_on=ended.until_on,
        replaces_id=old.id,
        **terms,
    )
    _carry(work, old.id, made.id)
    return made


def _rename(work: Work, found: Requirement, said: Mapping[str, str]) -> Requirement:
    changed = [key for key, value in said.items() if getattr(found, key) != value]
    for key in changed:
        setattr(found, key, said[key])
    if changed:
        work.session.flush()
        work.record(RequirementRenamed(subject_id=found.id, changed=changed))
    return found


def _carry(work: Work, old_id: UUID, new_id: UUID) -> None:
    """Let exemptions and changes of the due day hold for what goes on under the new one."""
    old, new = aliased(Obligation), aliased(Obligation)
    pairs = (
        select(old.id.label("before"), new.id.label("after"))
        .join(new, (new.engagement_id == old.engagement_id) & (new.begun_on == old.ended_on))
        .where(old.requirement_id == old_id, new.requirement_id == new_id)
        .subquery()
    )
    exempt = select(Exemption, pairs.c.after).join(
        pairs, pairs.c.before == Exemption.obligation_id
    )
    for one, after in work.session.execute(exempt.where(Exemption.until_on > work.today)).all():
        work.session.add(
            Exemption(
                obligation_id=after,
                from_on=work.today,
                until_on=one.until_on,
                reason=one.reason,
                approved_by=one.approved_by,
                at=one.at,
            )
        )
    moved = select(DueChange, pairs.c.after).join(pairs, pairs.c.before == DueChange.obligation_id)
    for one, after in work.session.execute(moved).all():
        work.session.add(
            DueChange(
                obligation_id=after,
                from_on=one.from_on,
                due_on=one.due_on,
                reason=one.reason,
                at=one.at,
            )
        )
    work.session.flush()


def end_requirement(work: Work, requirement_id: UUID) -> Requirement:
    """End a requirement today; what was owed under it until yesterday stays as it was.

    Raises:
        NotFound: there is no such requirement.
        NotAllowed: the actor may not.
        AlreadyEnded: it ended before.

    """
    requirement = queries.requirement(work.session, requirement_id)
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    if requirement.until_on is not None:
        raise AlreadyEnded
    requirement.until_on = max(work.today, requirement.from_on)
    work.record(
        RequirementEnded(
            subject_id=requirement.id,
            module_slug=requirement.module_slug,
            until_on=requirement.until_on,
        )
    )
    return requirement


def _check(
    due_days: Mapping[str, int], kinds: list[str], repeat_months: int | None, carry_months: int
) -> None:
    known = {kind.value for kind in EngagementKind}
    if not known.issuperset(kinds) or not (known | {""}).issuperset(due_days):
        msg = "Choose kinds of engagement from the list."
        raise Invalid(msg, field="kinds")
    if "" not in due_days or any(not 0 <= days <= 260 for days in due_days.values()):
        msg = "Enter the working days until it is due: from 0 to 260."
        raise Invalid(msg, field="due_days")
    if repeat_months is not None and not 1 <= repeat_months <= LONGEST_MONTHS:
        msg = f"Enter after how many months it is repeated, from 1 to {LONGEST_MONTHS}."
        raise Invalid(msg, field="repeat_months")
    if not 0 <= carry_months <= LONGEST_MONTHS:
        msg = f"Enter how many months a proof carries over a gap, from 0 to {LONGEST_MONTHS}."
        raise Invalid(msg, field="carry_months")

"""Whom a requirement holds for, from which day, by when, and how long a proof carries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lms.kernel.days import months_after, working_days_after

FOR_EVER = date(9999, 12, 31)

LONGEST_EXEMPTION = 24
"""Months; every exemption ends, so that somebody looks at it again."""


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Whom a requirement holds for, and when."""

    kinds: frozenset[str]
    """Kinds of engagement; empty for all."""

    unit_path: str | None
    group_id: UUID | None
    from_on: date
    until_on: date | None
    """First day on which the requirement no longer holds."""


@dataclass(frozen=True, kw_only=True)
class Spell:
    """An engagement, as far as requirements look at it."""

    kind: str
    unit_path: str
    starts_on: date
    ends_on: date | None
    groups: Mapping[UUID, date]
    """Groups the person is in, each with the day since when."""

    is_of_setting: bool = False
    """Whether a setting engages them and not the council: then only their groups owe anything."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """A completion, as far as obligations look at it."""

    completion_id: UUID
    person_id: UUID
    module_slug: str
    completed_on: date


def first_day(audience: Audience, spell: Spell) -> date | None:
    """Return day 0 of the obligation that the audience gives the spell, or None for none.

    The clock starts with the engagement, or later where the requirement or the membership of
    its group began later: never with an account.
    """
    if spell.is_of_setting and audience.group_id is None:
        return None
    if audience.kinds and spell.kind not in audience.kinds:
        return None
    if audience.unit_path is not None and not spell.unit_path.startswith(audience.unit_path):
        return None
    first = max(spell.starts_on, audience.from_on)
    if audience.group_id is not None:
        if audience.group_id not in spell.groups:
            return None
        first = max(first, spell.groups[audience.group_id])
    last = min(spell.ends_on or FOR_EVER, _day_before(audience.until_on))
    return first if first <= last else None


def _day_before(day: date | None) -> date:
    return FOR_EVER if day is None else date.fromordinal(day.toordinal() - 1)


def due_on(begun_on: date, due_days: Mapping[str, int], kind: str) -> date:
    """Return the last day on which finishing is on time.

    Args:
        begun_on: day 0; a day off counts from the next working day.
        due_days: working days by kind of engagement, ``""`` for all others.
        kind: kind of the engagement.

    Source: the council's requirements; design, 'Decided', obligations.

    """
    return working_days_after(begun_on, due_days.get(kind, due_days.get("", 0)))


def counts_until(completed_on: date, repeat_months: int | None) -> date:
    """Return the last day on which a completion counts, inclusive; far away if it never lapses."""
    return FOR_EVER if repeat_months is None else months_after(completed_on, repeat_months)


def carries(done_on: date, *, starts_on: date, last_end: date | None, carry_months: int) -> bool:
    """Tell whether a completion before an engagement's start counts for it.

    Args:
        done_on: day of the completion.
        starts_on: first day of the engagement.
        last_end: last day of the person's engagements begun before; far away while one is
            open, None if there was none, and then the gap counts from the completion.
        carry_months: the longest gap, in calendar months; the day itself still counts.

    """
    if done_on >= starts_on:
        return True
    gap_from = done_on if last_end is None else max(last_end, done_on)
    return gap_from >= starts_on or months_after(gap_from, carry_months) >= starts_on


@dataclass(frozen=True)
class Held:
    """An obligation there is, as far as bringing it up to date goes."""

    begun_on: date
    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What happened to an engagement that an obligation should follow."""

    today: date
    since: date | None = None
    """The day from which the engagement is in another unit or of another kind; new clocks start
    then. None for an engagement that is new itself, or a requirement that is."""

    started_before: date | None = None
    """The first day as it stood, where HR corrected it; clocks that began then move along."""


def day_zero(begun_on: date, before: Iterable[Sequence[Held]]) -> date:
    """Return the day from which a clock counts.

    Args:
        begun_on: the day the obligation began.
        before: what the engagement held under the requirements that this one's was changed
            from, the last one first. Where one ended on the very day, its clock goes on.

    """
    for held in before:
        found = next((one for one in held if one.ended_on == begun_on), None)
        if found is None:
            break
        begun_on = found.begun_on
    return begun_on


def begins_on(
    first: date | None,
    held: list[Held],
    spell: Spell,
    change: Change,
    *,
    until_on: date | None = None,
) -> date | None:
    """Return the day on which the one open obligation begins; None where none is owed.

    Args:
        first: what ``first_day`` says.
        held: obligations of the engagement under the requirement, ended ones too.
        spell: the engagement as it is now.
        change: what happened to it.
        until_on: first day on which the requirement no longer holds.

    """
    if first is None or (until_on is not None and until_on <= change.today):
        return None
    still = [one for one in held if one.ended_on is None]
    if still:
        begun = still[0].begun_on
        return first if begun < spell.starts_on or begun == change.started_before else begun
    if held:
        return max(first, change.today, *(one.begun_on for one in held))
    return first if change.since is None else max(first, change.since)

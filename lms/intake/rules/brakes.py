"""When a list changes so much at once that somebody must say that it is meant; pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from lms.intake.rules.deciding import Decision
from lms.kernel import words

NOWHERE = ""
"""Directorate of an engagement in no unit."""

WHOLE = 90
"""Percent of a directorate's people that count as all of it: a file may leave out a few."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """From when on a list stops and asks."""

    percent: int
    """More than this part of the list's running engagements ended at once."""

    least: int
    """Fewer engagements than this never stop a list."""


@dataclass(kw_only=True)
class Leaving:
    """How much of what runs a list would end, or take out of its directorate."""

    today: date
    running: Mapping[str, int]
    """Directorate → engagements of the list that run today, before it is brought in."""

    directorates: Mapping[UUID, str]
    """Unit → its directorate."""

    ended: int = 0
    left: Counter[str] = field(default_factory=Counter)

    def add(self, one: Decision) -> None:
        """Take in one decision."""
        changed, spell = one.of_spell, one.spell
        if one.begins or spell is None or not changed:
            return
        starts = changed.get("starts_on", (spell.starts_on,))[0]
        last, now = changed.get("ends_on", (spell.ends_on, spell.ends_on))
        if not isinstance(starts, date) or starts > self.today or _earlier(last, self.today):
            return
        ends = now != last and _earlier(now, last)
        before, after = changed.get("unit_id", (spell.unit_id, spell.unit_id))
        here = self._directorate(before)
        self.ended += ends
        if ends or self._directorate(after) != here:
            self.left[here] += 1

    def _directorate(self, unit_id: object) -> str:
        if not isinstance(unit_id, UUID):
            return NOWHERE
        return self.directorates.get(unit_id, str(unit_id))

    def alarms(self, limits: Limits) -> dict[str, Any]:
        """Return what somebody must say is meant, as plain values; empty for nothing."""
        whole, found = sum(self.running.values()), {}
        if self.ended >= limits.least and self.ended * 100 > whole * limits.percent:
            found["ended"] = [self.ended, whole]
        gone = [
            [name, number, self.running.get(name, 0)]
            for name, number in sorted(self.left.items())
            if name != NOWHERE
            and number >= limits.least
            and number * 100 >= self.running.get(name, 0) * WHOLE
        ]
        return {**found, "directorates": gone} if gone else found


def _earlier(one: object, other: object) -> bool:
    """Tell whether a last day comes before another; none comes after all."""
    return isinstance(one, date) and (not isinstance(other, date) or one < other)


def said(alarms: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """Yield what a list would do, a sentence each.

    Args:
        alarms: what ``Leaving.alarms`` found.
        names: directorate → its name.

    """
    if "ended" in alarms:
        ended, whole = alarms["ended"]
        yield (
            f"It gives {words.count(ended, 'person', 'people')} an earlier last day, of "
            f"{whole:,} of this list who work here today: {round(100 * ended / whole)}%."
        )
    for path, number, whole in alarms.get("directorates", ()):
        yield (
            f"It takes {number:,} of the {whole:,} people of {names.get(path, 'a directorate')} "
            "out of that directorate."
        )

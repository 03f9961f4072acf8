"""What was so of an engagement from when, and when that was learnt, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lms.kernel import words
from lms.people import rules
from lms.people.queries import Fact

PARTS = {"unit": "team", "setting": "setting", "agency": "agency", "manager": "line manager"}


@dataclass(frozen=True)
class Learnt:
    """One thing that was learnt of an engagement."""

    since: date
    what: str
    at: datetime


def told(facts: Sequence[Fact]) -> list[Learnt]:
    """Return what was learnt, the first thing first; rows that say the same again are left out."""
    found: list[Learnt] = []
    before: Fact | None = None
    for one in facts:
        said = list(_news(one, before))
        if said:
            since = one.from_on if one.from_on and one.from_on > rules.EVER else one.starts_on
            text = words.listed(said)
            found.append(Learnt(since, text[:1].upper() + text[1:], one.learnt_at))
        before = one
    return found


def _news(one: Fact, before: Fact | None) -> Iterator[str]:
    if one.gone:
        yield "there was no such engagement"
        return
    if before is None or one.kind != before.kind:
        yield f"kind {rules.KINDS[one.kind].lower()}"
    for part, name in PARTS.items():
        now, then = getattr(one, part), getattr(before, part, None)
        if now != then:
            yield f"{name} {now}" if now else f"no {name}"
    yield from _days(one, before)


def _days(one: Fact, before: Fact | None) -> Iterator[str]:
    if before is None or one.starts_on != before.starts_on:
        yield f"first day {words.day(one.starts_on)}"
    if one.ends_on != getattr(before, "ends_on", None):
        yield f"last day {words.day(one.ends_on)}" if one.ends_on else "no last day"

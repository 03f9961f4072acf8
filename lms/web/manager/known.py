"""Who might be the same person as a starter, told to a manager as far as it takes to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from lms.delivery import kit
from lms.kernel import words
from lms.kernel.permissions import Reach
from lms.people import permissions, queries, rules

if TYPE_CHECKING:
    from lms.people.models import Engagement, Person


@dataclass(frozen=True)
class Known:
    """Somebody in the register who might be the starter."""

    id: UUID
    said: str
    """Name, and where they work or worked last: nothing more of anybody out of reach."""

    may_open: bool
    """Whether whoever asks may see this person anyway."""


def known(
    person_ids: Sequence[UUID], first_name: str | None, last_name: str | None
) -> list[Known]:
    """Return these people as whoever is signed in may know them, in the same order.

    Args:
        person_ids: who looks alike.
        first_name: as it was typed.
        last_name: as it was typed.

    """
    reach = kit.actor().reach(permissions.READ)
    typed = rules.sort_name(first_name or "", last_name or "")
    found = queries.people_with_engagements(kit.session(), person_ids)
    return [_known(found[one], reach, typed) for one in person_ids if one in found]


def _known(person: "Person", reach: Reach, typed: str) -> Known:
    within = reach.everyone or any(reach.covers(one) for one in person.placements)
    called = rules.fold(person.name).split()
    named = typed == person.sort_name or sorted(called) == sorted(typed.split())
    if not (within or named):
        said = "Whoever has that email address, known here under another name"
        return Known(person.id, said, may_open=False)
    where = _where(max(person.engagements, key=lambda one: one.starts_on, default=None))
    return Known(person.id, f"{person.name}, {where}", may_open=within)


def _where(last: "Engagement | None") -> str:
    """Return where somebody works, or worked last."""
    if last is None:
        return "not engaged anywhere yet"
    until = "" if last.ends_on is None else f" to {words.day(last.ends_on)}"
    placed = last.unit or last.setting
    place = placed.name if placed else "no team"
    kind = rules.KINDS[last.kind.value].lower()
    return f"{kind}, {place}, from {words.day(last.starts_on)}{until}"

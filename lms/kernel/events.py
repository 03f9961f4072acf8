"""What an event is."""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Hashable

COMMON = frozenset({"subject_id", "person_id"})
"""What every event has; the rest is special to it."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, in the past tense; the audit row and the hook payload.

    It carries ids and plain values: never a name, an address, a link or a secret, for the
    audit outlives erasure.

    Attributes:
        subject_id: the thing it happened to.
        person_id: the person it concerns, where there is one; a person's history is found by it.

    """

    tag: ClassVar[str]
    subject_id: UUID
    person_id: UUID | None = None

    def data(self) -> dict[str, Any]:
        """Return what is special to this event as JSON-ready values."""
        return {name: _plain(getattr(self, name)) for name in _own(cast("Hashable", type(self)))}


@lru_cache(maxsize=256)
def _own(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a class; mypy takes it for unhashable
    """Return the names of what is special to a kind of event."""
    return tuple(one.name for one in fields(kind) if one.name not in COMMON)


def _plain(value: object) -> object:
    if isinstance(value, int | float | bool | None):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return str(value)

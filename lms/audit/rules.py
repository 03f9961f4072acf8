"""How one row of the record seals the one before it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

START = "0" * 64
"""What the first row seals."""


@dataclass(kw_only=True)
class Entry:
    """A row of the record before it is written."""

    id: UUID
    serial: int
    tag: str
    subject_id: UUID
    person_id: UUID | None
    actor_id: UUID | None
    at: datetime
    data: dict[str, Any]

    def held(self) -> dict[str, Any]:
        """Return what it holds, by column."""
        return self.__dict__


class Sealed(Protocol):
    """A row of the record, as far as its seal goes."""

    id: Any
    serial: Any
    tag: Any
    subject_id: Any
    person_id: Any
    actor_id: Any
    at: Any
    data: Any


def digest(before: str, row: Sealed) -> str:
    """Return SHA-256 over the digest before and all that ``row`` holds, 64 hex digits."""
    held = [
        before,
        row.serial,
        _plain(row.id),
        row.tag,
        _plain(row.subject_id),
        _plain(row.person_id),
        _plain(row.actor_id),
        _plain(row.at),
        row.data,
    ]
    return hashlib.sha256(
        json.dumps(held, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def _plain(value: UUID | datetime | None) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return None if value is None else str(value)

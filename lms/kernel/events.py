"""What an event is."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar
from uuid import UUID


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
        own = asdict(self)
        del own["subject_id"], own["person_id"]
        return {key: _plain(value) for key, value in own.items()}


def _plain(value: object) -> object:
    if isinstance(value, int | float | bool | None):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return str(value)

"""What happens to messages."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event):
    """The mail system took a message."""

    tag: ClassVar[str] = "message.sent"
    kind: str
    about: UUID | None = None
    """The invitation it carries, where it is one."""


@dataclass(frozen=True, kw_only=True)
class MessageBounced(Event):
    """The mail system will not take the person's address."""

    tag: ClassVar[str] = "message.bounced"
    kind: str


@dataclass(frozen=True, kw_only=True)
class MessageGivenUp(Event):
    """A message could not be sent for two days."""

    tag: ClassVar[str] = "message.given_up"
    kind: str
    about: UUID | None = None
    """The invitation it carried, where it was one."""

"""What happens to ways of signing in."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SignInLinkMade(Event):
    """Somebody asked for a link to sign in."""

    tag: ClassVar[str] = "sign_in_link.made"
    to_other: bool
    """Whether it goes to the person's other address."""


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """Somebody signed in."""

    tag: ClassVar[str] = "person.signed_in"
    by: str
    """``sign_in``, ``invitation``, ``card`` or ``demo``."""


@dataclass(frozen=True, kw_only=True)
class InvitationMade(Event):
    """Somebody is to be invited; on a day, or when HR says so."""

    tag: ClassVar[str] = "invitation.made"
    held: bool


@dataclass(frozen=True, kw_only=True)
class InvitationDue(Event):
    """An invitation's day has come: its message is to be written."""

    tag: ClassVar[str] = "invitation.due"
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class CardPrinted(Event):
    """A sign-in card was printed for somebody without an address."""

    tag: ClassVar[str] = "card.printed"

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
    """``sign_in``, ``invitation``, ``card``, ``demo`` or ``provider``."""

    provider: str | None = None
    """The provider's key in the settings, where it was one."""


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


@dataclass(frozen=True, kw_only=True)
class AccountLinked(Event):
    """An account at a provider was found to be a person's: from now on it is known by itself."""

    tag: ClassVar[str] = "account.linked"


@dataclass(frozen=True, kw_only=True)
class AccountUnlinked(Event):
    """An account at a provider no longer counts as a person's."""

    tag: ClassVar[str] = "account.unlinked"


@dataclass(frozen=True, kw_only=True)
class Knocked(Event):
    """Somebody signed in at a provider whom nobody had told us of; the first time only."""

    tag: ClassVar[str] = "sign_in.unknown"
    provider: str
    """Its key in the settings."""


@dataclass(frozen=True, kw_only=True)
class TokenAdded(Event):
    """Another system was given a token; its subject is the token."""

    tag: ClassVar[str] = "token.added"
    name: str
    scopes: list[str]


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """A system's token stopped working; its subject is the token."""

    tag: ClassVar[str] = "token.revoked"
    name: str

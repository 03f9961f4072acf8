"""What happens to editions and contacts."""

from dataclasses import dataclass
from typing import ClassVar

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class EditionSeen(Event):
    """A module's files are new or changed: there is another edition."""

    tag: ClassVar[str] = "edition.seen"
    module_slug: str


@dataclass(frozen=True, kw_only=True)
class EditionApproved(Event):
    """A named person approved an edition."""

    tag: ClassVar[str] = "edition.approved"
    module_slug: str


@dataclass(frozen=True, kw_only=True)
class ApprovalWithdrawn(Event):
    """A named person took the approval of an edition back."""

    tag: ClassVar[str] = "edition.approval_withdrawn"
    module_slug: str


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Event):
    """Whom to call was changed: ``added``, ``changed``, ``checked`` or ``removed``."""

    tag: ClassVar[str] = "contact.changed"
    what: str

"""What happens to certificates."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CertificateAwarded(Event):
    """A completion has its certificate."""

    tag: ClassVar[str] = "certificate.awarded"
    module_slug: str
    completion_id: UUID


@dataclass(frozen=True, kw_only=True)
class CertificateWithdrawn(Event):
    """A certificate stopped counting. Why stands beside it, as a reason may name people."""

    tag: ClassVar[str] = "certificate.withdrawn"
    module_slug: str
    completion_id: UUID

"""What follows from what: the one place where features meet.

A consequence runs in the transaction of the event it follows, so a check is never passed
without its certificate, and a certificate never withdrawn without the obligation being open
again. Read the table at the end from top to bottom.
"""

from collections.abc import Callable
from typing import Any

from lms.audit import commands as audit
from lms.kernel.events import Event
from lms.kernel.work import Work

CONSEQUENCES: dict[type[Event], tuple[Callable[[Work, Any], None], ...]] = {}


def follow(work: Work, event: Event) -> None:
    """Write the audit row, then do what follows."""
    audit.record(work, event)
    for consequence in CONSEQUENCES.get(type(event), ()):
        consequence(work, event)

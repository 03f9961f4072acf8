"""What everything that is written down is written with: rows, the record, the clock, chance."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from lms.kernel.days import COUNCIL_TIME, council_day
from lms.notifications.events import MessageSent
from lms.notifications.models import Message
from lms.operations.demo.council import Chance
from lms.operations.demo.plan import Planned
from lms.operations.demo.writing import Book, Rows

JOINED, INVITED, CAME, LEARNT = 8 * 60, 9 * 60 + 20, 11 * 60, 11 * 60 + 25
"""Minutes after midnight at which things happen, before what chance adds."""

LATEST = 22 * 60
A_DAY = 24 * 60


@dataclass
class Pen:
    """Writes rows, and into the record what they tell of."""

    rows: Rows
    book: Book
    chance: Chance
    whole: bool
    """Whether messages, answers and sections read are written too; left out of large registers."""

    now: datetime

    def at(self, day: date, minute: int) -> datetime:
        """Return an instant of that day, which is over by now."""
        minute = min(minute, LATEST)
        midnight = datetime.combine(day, time(), COUNCIL_TIME).astimezone(UTC)
        if day >= council_day(self.now):
            # What would come later today has come already, in the same order.
            return midnight + (self.now - midnight) * minute / A_DAY
        return midnight + timedelta(minutes=minute, seconds=self.chance.randrange(60))

    def message(
        self,
        one: Planned,
        at: datetime,
        kind: str,
        facts: dict[str, Any],
        *,
        once: str | None = None,
        about: UUID | None = None,
    ) -> None:
        """Write a message that was sent."""
        key = self.chance.an_id()
        sent = MessageSent(subject_id=key, person_id=one.id, kind=kind, about=about)
        self.book.tell(at, sent)
        if not self.whole:
            return
        self.rows.add(
            Message,
            {
                "id": key,
                "person_id": one.id,
                "kind": kind,
                "facts": facts,
                "once": once,
                "written_at": at,
                "send_at": at,
                "claimed_at": at,
                "sent_at": at,
            },
        )

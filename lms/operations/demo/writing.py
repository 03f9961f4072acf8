"""Rows by the thousand, and the record of how they came about."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, insert, select

from lms.audit.models import AuditRow
from lms.audit.rules import START, digest
from lms.certificates.models import Certificate
from lms.identity.models import Invitation, SignInLink
from lms.kernel.events import Event
from lms.kernel.model import Model
from lms.kernel.work import Work
from lms.learning.models import Answer, Attempt, Completion, Place, Practice, SectionRead
from lms.notifications.models import Message
from lms.people.models import Agency, Duty, Engagement, GroupMember, Person, Setting, Unit

ORDER: tuple[type[Model], ...] = (
    Unit,
    Setting,
    Agency,
    Person,
    Engagement,
    GroupMember,
    Duty,
    SignInLink,
    Invitation,
    Message,
    Place,
    SectionRead,
    Attempt,
    Answer,
    Completion,
    Certificate,
    Practice,
)
"""Tables in the order in which rows may be written: what is pointed at comes first."""

CHUNK = 5000


def _plain(table: type[Model]) -> Table:
    """Return the bare table: the mapper would sort rows by which of their columns are null."""
    return Model.metadata.tables[table.__tablename__]


@dataclass
class Rows:
    """Rows to be written together."""

    work: Work
    waiting: dict[type[Model], list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, table: type[Model], row: Mapping[str, Any]) -> None:
        """Take a row in hand. All rows of a table name the same columns."""
        self.waiting[table].append(dict(row))

    def write(self) -> None:
        """Write them all."""
        for table in ORDER:
            rows = self.waiting.pop(table, [])
            if rows:
                self.work.session.execute(insert(_plain(table)), rows)


@dataclass(slots=True)
class Told:
    """One event, as the record will keep it."""

    at: datetime
    event: Event
    actor_id: UUID | None


@dataclass
class Book:
    """What happened, gathered in any order and written in the order of time."""

    work: Work
    told: list[Told] = field(default_factory=list)

    def tell(self, at: datetime, event: Event, by: UUID | None = None) -> None:
        """Note an event."""
        self.told.append(Told(at, event, by))

    def write(self) -> None:
        """Seal everything that was told onto the record."""
        rows: list[dict[str, Any]] = []
        for row in self._sealed():
            rows.append(row)
            if len(rows) == CHUNK:
                self.work.session.execute(insert(_plain(AuditRow)), rows)
                rows = []
        if rows:
            self.work.session.execute(insert(_plain(AuditRow)), rows)
        self.told = []

    def _sealed(self) -> Iterator[dict[str, Any]]:
        newest = select(AuditRow.serial, AuditRow.digest).order_by(AuditRow.serial.desc())
        found = self.work.session.execute(newest.limit(1)).first()
        serial, before = (found.serial, found.digest) if found else (0, START)
        for one in sorted(self.told, key=lambda told: told.at):
            serial += 1
            row = {
                "id": uuid4(),
                "serial": serial,
                "tag": one.event.tag,
                "subject_id": one.event.subject_id,
                "person_id": one.event.person_id,
                "actor_id": one.actor_id,
                "at": one.at,
                "data": one.event.data(),
            }
            before = digest(before, SimpleNamespace(**row))
            yield {**row, "digest": before}

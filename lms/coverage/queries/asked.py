"""What is asked of the register, and on which engagements."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from lms.kernel.permissions import EVERYONE, Reach
from lms.people.models import Engagement, Person, Unit
from lms.people.queries import active_on, within

Counted = aliased(Person)
"""The person of an engagement that is looked at; ``Person`` is whoever is counted."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """On which day, of whom, and over whom the asker may look."""

    day: date
    reach: Reach = EVERYONE
    kind: str = ""
    unit_path: str = ""
    """This unit and all below it."""

    unit_id: UUID | None = None
    """Only this very unit, without those below it."""

    agency_id: UUID | None = None
    source: str = ""
    without: frozenset[str] = frozenset()
    """``unit``, ``agency``: only engagements that have none."""

    started_from: date | None = None
    started_until: date | None = None
    search: str = ""
    """Folded parts of a name; each must be in it."""

    @property
    def is_whole(self) -> bool:
        """Whether it is everybody, so that nobody need be looked for."""
        return self == Asked(day=self.day)


def narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions on engagements but for their days; ``Unit`` must be joined."""
    wanted = [within(asked.reach), *_placed(asked), *_named(asked)]
    if asked.kind:
        wanted.append(Engagement.kind == asked.kind)
    if asked.source:
        wanted.append(Engagement.source == asked.source)
    if asked.started_from is not None:
        wanted.append(Engagement.starts_on >= asked.started_from)
    if asked.started_until is not None:
        wanted.append(Engagement.starts_on <= asked.started_until)
    return wanted


def _placed(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions on units and agencies."""
    wanted: list[ColumnElement[bool]] = []
    if asked.unit_path:
        wanted.append(Unit.path.startswith(asked.unit_path, autoescape=True))
    if asked.unit_id is not None:
        wanted.append(Engagement.unit_id == asked.unit_id)
    if asked.agency_id is not None:
        wanted.append(Engagement.agency_id == asked.agency_id)
    if "unit" in asked.without:
        wanted.append(Engagement.unit_id.is_(None))
    if "agency" in asked.without:
        wanted.append(Engagement.agency_id.is_(None))
    return wanted


def _named(asked: Asked) -> list[ColumnElement[bool]]:
    if not asked.search:
        return []
    parts = [Counted.sort_name.contains(one, autoescape=True) for one in asked.search.split()]
    return [Engagement.person_id.in_(select(Counted.id).where(*parts))]


def running(asked: Asked) -> Select[Any]:
    """Return the engagements asked about that run on the day, joined to their unit."""
    found = select(Engagement).outerjoin(Unit, Unit.id == Engagement.unit_id)
    return found.where(active_on(asked.day), *narrowed(asked))


def whose(asked: Asked) -> Select[Any]:
    """Return the ids of the people whose engagements these are."""
    return running(asked).with_only_columns(Engagement.person_id)

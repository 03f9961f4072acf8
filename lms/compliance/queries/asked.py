"""What is asked of the register, and how an obligation's status is said in SQL."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from lms.assignment.models import DueChange, Exemption, Obligation, Pause, Proof
from lms.compliance.queries import dated
from lms.compliance.rules import Status, soon_until
from lms.kernel.permissions import EVERYONE, Reach
from lms.people.models import Engagement, Person, Unit
from lms.people.queries import active_on, as_it_was, as_known, within

SOON_DAYS = 5


@dataclass(frozen=True, kw_only=True)
class Asked:
    """On which day, of whom, and over whom the asker may look."""

    day: date
    reach: Reach = EVERYONE
    soon_days: int = SOON_DAYS
    kind: str = ""
    unit_path: str = ""
    unit_id: UUID | None = None
    """Only this very unit, without those below it."""

    agency_id: UUID | None = None
    without: frozenset[str] = frozenset()
    """``unit``, ``agency``: only engagements that have none."""

    requirement_id: UUID | None = None
    person_id: UUID | None = None
    """Only this one's obligations; then nothing of anybody else is looked at."""

    person_ids: frozenset[UUID] = frozenset()
    """Only these people; empty for all in reach."""

    search: str = ""
    """Folded parts of a name; each must be in it."""

    due_from: date | None = None
    """Leave out what was due earlier."""

    today: date | None = None
    """The day on which it is asked; a day before it is answered with everybody where they were
    then. None takes everybody where they are."""

    known_on: date | None = None
    """Only by what was known at the end of this day; None for all that is known now."""

    @cached_property
    def engagement(self) -> type[Engagement]:
        """The engagements that are asked about, as they were on the day."""
        if self.known_on is not None:
            return as_known(self.day, self.known_on)
        if self.today is not None and self.day < self.today:
            return as_it_was(self.day)
        return Engagement

    @cached_property
    def obligation(self) -> type[Obligation]:
        """The obligations that are asked about, as they were known."""
        return Obligation if self.known_on is None else dated.obligations(self.known_on)

    @cached_property
    def proof(self) -> type[Proof]:
        """What proves them, as it was known."""
        return Proof if self.known_on is None else dated.proofs(self.known_on)


def among(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions on engagements: active, in reach, filtered.

    ``Unit`` must be joined to the engagement (outer), and ``Person`` where a name is searched.
    """
    one = asked.engagement
    wanted = [active_on(asked.day, one), within(asked.reach, one)]
    if asked.kind:
        wanted.append(one.kind == asked.kind)
    if asked.unit_path:
        wanted.append(Unit.path.startswith(asked.unit_path, autoescape=True))
    if asked.unit_id is not None:
        wanted.append(one.unit_id == asked.unit_id)
    if asked.agency_id is not None:
        wanted.append(one.agency_id == asked.agency_id)
    if "unit" in asked.without:
        wanted.append(one.unit_id.is_(None))
    if "agency" in asked.without:
        wanted.append(one.agency_id.is_(None))
    if asked.person_ids:
        wanted.append(one.person_id.in_(asked.person_ids))
    wanted += [Person.sort_name.contains(word, autoescape=True) for word in asked.search.split()]
    return wanted


def engaged(asked: Asked) -> Select[Any]:
    """Return the engagements asked about, joined to their person and unit."""
    one = asked.engagement
    return (
        select(one)
        .join(Person, Person.id == one.person_id)
        .outerjoin(Unit, Unit.id == one.unit_id)
        .where(*among(asked))
    )


Day = ColumnElement[date] | InstrumentedAttribute[date]


def _later(one: Day, other: Day) -> ColumnElement[date]:
    """Return the later of two days; ``other`` may be null."""
    return case((other > one, other), else_=one)


def statuses(asked: Asked) -> Subquery:
    """Return every obligation that holds on the day, with its due day and its status.

    Columns: id, engagement_id, person_id, requirement_id, module_slug, begun_on, due_on,
    proven_from, proven_until, status. The same as ``rules.status_of``, said in SQL; a test
    holds the two against each other.
    """
    proof, moved = _proofs(asked), _moves(asked)
    exempt, paused = _exempt(asked), _paused(asked)
    day, owed = asked.day, asked.obligation
    due = _later(_later(owed.due_on, moved.c.due_on), proof.c.until_on)
    status = case(
        (exempt.c.obligation_id.is_not(None), Status.EXEMPT.value),
        (paused.c.engagement_id.is_not(None), Status.PAUSED.value),
        (due < day, Status.OVERDUE.value),
        (due <= soon_until(day, asked.soon_days), Status.DUE_SOON.value),
        (proof.c.until_on >= day, Status.DONE.value),
        else_=Status.NOT_DUE.value,
    )
    wanted = (
        select(
            owed.id,
            owed.engagement_id,
            owed.person_id,
            owed.requirement_id,
            owed.module_slug,
            owed.begun_on,
            due.label("due_on"),
            proof.c.from_on.label("proven_from"),
            proof.c.until_on.label("proven_until"),
            status.label("status"),
        )
        .outerjoin(proof, proof.c.obligation_id == owed.id)
        .outerjoin(moved, moved.c.obligation_id == owed.id)
        .outerjoin(exempt, exempt.c.obligation_id == owed.id)
        .outerjoin(paused, paused.c.engagement_id == owed.engagement_id)
        .where(
            owed.begun_on <= day,
            or_(owed.ended_on.is_(None), owed.ended_on > day),
        )
    )
    some = _some(asked)
    if some is not None:
        wanted = wanted.where(owed.engagement_id.in_(some))
    if asked.requirement_id is not None:
        wanted = wanted.where(owed.requirement_id == asked.requirement_id)
    if asked.due_from is not None:
        wanted = wanted.where(due >= asked.due_from)
    return wanted.subquery()


def _proofs(asked: Asked) -> Subquery:
    proof = asked.proof
    wanted = (
        select(
            proof.obligation_id,
            func.max(proof.until_on).label("until_on"),
            func.max(proof.from_on).label("from_on"),
        )
        .where(
            proof.from_on <= asked.day, or_(proof.ended_on.is_(None), proof.ended_on > asked.day)
        )
        .group_by(proof.obligation_id)
    )
    return wanted.where(*_own(asked, proof.obligation_id)).subquery()


def _moves(asked: Asked) -> Subquery:
    wanted = (
        select(DueChange.obligation_id, func.max(DueChange.due_on).label("due_on"))
        .where(DueChange.from_on <= asked.day, *dated.was_known(DueChange, asked.known_on))
        .group_by(DueChange.obligation_id)
    )
    return wanted.where(*_own(asked, DueChange.obligation_id)).subquery()


def _exempt(asked: Asked) -> Subquery:
    holds = select(Exemption.obligation_id).where(
        Exemption.from_on <= asked.day, *dated.was_known(Exemption, asked.known_on)
    )
    holds = holds.where(Exemption.until_on > asked.day, *_own(asked, Exemption.obligation_id))
    return holds.distinct().subquery()


def _paused(asked: Asked) -> Subquery:
    holds = select(Pause.engagement_id).where(
        Pause.from_on <= asked.day,
        dated.not_back(asked.day, asked.known_on),
        *dated.was_known(Pause, asked.known_on),
    )
    some = _some(asked)
    if some is not None:
        holds = holds.where(Pause.engagement_id.in_(some))
    return holds.distinct().subquery()


def _own(
    asked: Asked, obligation_id: InstrumentedAttribute[UUID]
) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that keeps a grouping to the obligations of those asked about.

    Without it a database groups everybody's before it takes one person's or one team's.
    """
    some = _some(asked)
    if some is None:
        return ()
    owed = asked.obligation
    own = select(owed.id).where(owed.engagement_id.in_(some))
    return (obligation_id.in_(own),)


def _some(asked: Asked) -> Select[Any] | None:
    """Return the engagements that are looked at, or None where it is everybody's."""
    one = asked.engagement
    some = select(one.id)
    if asked.person_id is not None:
        return some.where(one.person_id == asked.person_id)
    if asked.person_ids:
        return some.where(one.person_id.in_(asked.person_ids))
    if asked.reach.everyone:
        return None
    return some.outerjoin(Unit, Unit.id == one.unit_id).where(within(asked.reach, one))

"""The flow of a quarter's starters: known, invited, signed in, began, certified."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from lms.certificates.models import Certificate, Withdrawal
from lms.coverage.models import NotStarter
from lms.coverage.queries.asked import Asked, narrowed
from lms.coverage.rules import Reached, quarter_end
from lms.identity.queries import enrolled, signed_in_by
from lms.kernel.days import end_of
from lms.kernel.paging import PAGE, Slice
from lms.learning.models import Place
from lms.people.models import Agency, Engagement, Person, Unit


@dataclass(frozen=True, kw_only=True)
class Flow:
    """The starters of one kind by how far they have come: disjoint, and together all of them."""

    kind: str
    furthest: Mapping[Reached, int]

    def at_least(self, stage: Reached) -> int:
        """Return how many came as far as ``stage``, or further."""
        order = list(Reached)
        return sum(self.furthest[one] for one in order[order.index(stage) :])


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which starters of a quarter are meant."""

    quarter: date
    """Its first day."""

    furthest: Reached | None = None
    """Only who came this far and no further."""

    at_least: Reached | None = None
    """Only who came this far, or further."""


@dataclass(frozen=True, kw_only=True)
class Starter:
    """One engagement that began in a quarter, and how far its person has come."""

    engagement_id: UUID
    person_id: UUID
    person: str
    kind: str
    unit: str
    agency: str
    starts_on: date
    ends_on: date | None
    furthest: Reached


def flow(session: Session, asked: Asked, quarter: date) -> list[Flow]:
    """Return the quarter's starters up to the day by kind, most first, in one query."""
    each = _each(asked, quarter).subquery("each")
    rows = session.execute(
        select(each.c.kind, each.c.furthest, func.count()).group_by(each.c.kind, each.c.furthest)
    )
    found: dict[str, dict[Reached, int]] = {}
    for kind, furthest, number in rows:
        counts = found.setdefault(kind.value, dict.fromkeys(Reached, 0))
        counts[Reached(furthest)] = number
    made = [Flow(kind=kind, furthest=counts) for kind, counts in found.items()]
    return sorted(made, key=lambda one: (-one.at_least(Reached.KNOWN), one.kind))


def count_starters(session: Session, asked: Asked, which: Which) -> int:
    """Return how many starters are behind a figure."""
    found = _which(asked, which).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def starters(
    session: Session, asked: Asked, which: Which, *, after: str | None = None
) -> Slice[Starter]:
    """Return a page of the starters behind a figure, the latest first."""
    found = _which(asked, which).subquery("found")
    wanted = (
        select(
            Engagement.id,
            Engagement.person_id,
            Person.name,
            Engagement.kind,
            Unit.name.label("unit"),
            Agency.name.label("agency"),
            Engagement.starts_on,
            Engagement.ends_on,
            found.c.furthest,
        )
        .join(found, found.c.id == Engagement.id)
        .join(Person, Person.id == Engagement.person_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .outerjoin(Agency, Agency.id == Engagement.agency_id)
        .order_by(Engagement.starts_on.desc(), Engagement.id.desc())
    )
    key = _read_key(after)
    if key is not None:
        wanted = wanted.where(tuple_(Engagement.starts_on, Engagement.id) < key)
    rows = session.execute(wanted.limit(PAGE + 1)).all()
    shown = [_starter(row) for row in rows[:PAGE]]
    more = len(rows) > PAGE
    last = f"{shown[-1].starts_on.isoformat()}~{shown[-1].engagement_id.hex}" if more else None
    return Slice(shown, last)


def _which(asked: Asked, which: Which) -> Select[Any]:
    each = _each(asked, which.quarter).subquery("each")
    wanted = select(each.c.id, each.c.furthest)
    if which.furthest is not None:
        return wanted.where(each.c.furthest == which.furthest.value)
    if which.at_least is not None:
        order = [one.value for one in Reached]
        return wanted.where(each.c.furthest.in_(order[order.index(which.at_least.value) :]))
    return wanted


def _each(asked: Asked, quarter: date) -> Select[Any]:
    """Return every engagement that began in the quarter, with how far its person has come.

    Those that were said never to have been one are left out; who has left again is not.
    """
    furthest = case(
        (_certified(asked.day), Reached.CERTIFIED.value),
        (_began(asked.day), Reached.BEGAN.value),
        (signed_in_by(asked.day), Reached.SIGNED_IN.value),
        (enrolled(asked.day), Reached.INVITED.value),
        else_=Reached.KNOWN.value,
    )
    never = exists().where(
        NotStarter.engagement_id == Engagement.id,
        NotStarter.decided_at < end_of(asked.day),
        or_(NotStarter.taken_back_at.is_(None), NotStarter.taken_back_at >= end_of(asked.day)),
    )
    return (
        select(Engagement.id, Engagement.kind, furthest.label("furthest"))
        .join(Person, Person.id == Engagement.person_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .where(
            Engagement.starts_on >= quarter,
            Engagement.starts_on <= min(asked.day, quarter_end(quarter)),
            ~never,
            *narrowed(asked),
        )
    )


def _began(day: date) -> ColumnElement[bool]:
    return exists().where(Place.person_id == Person.id, Place.begun_at < end_of(day))


def _certified(day: date) -> ColumnElement[bool]:
    """Return the condition that somebody earned a certificate that counted in this engagement."""
    gone = exists().where(Withdrawal.certificate_id == Certificate.id, Withdrawal.at < end_of(day))
    return exists().where(
        Certificate.person_id == Person.id,
        Certificate.completed_on <= day,
        or_(Certificate.expires_on.is_(None), Certificate.expires_on >= Engagement.starts_on),
        ~gone,
    )


def _starter(row: Any) -> Starter:  # noqa: ANN401 - a row
    return Starter(
        engagement_id=row.id,
        person_id=row.person_id,
        person=row.name,
        kind=row.kind.value,
        unit=row.unit or "",
        agency=row.agency or "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        furthest=Reached(row.furthest),
    )


def _read_key(after: str | None) -> tuple[date, UUID] | None:
    """Return where a page begins; what cannot be read begins at the first."""
    day, _, hexed = (after or "").partition("~")
    try:
        return date.fromisoformat(day), UUID(hex=hexed)
    except ValueError:
        return None

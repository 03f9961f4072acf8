"""Records that look as if they were of one human, and those that somebody said are of two."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.intake.models import TwoPeople
from lms.intake.rules.doubles import Alike, Record, alike
from lms.kernel.errors import NotFound
from lms.people.models import Engagement, Person

SHOWN = 50
"""Pairs a page shows."""


@dataclass(frozen=True, kw_only=True)
class Double:
    """Two records side by side."""

    one: Person
    other: Person
    reason: str


def doubles(session: Session, *, limit: int = SHOWN) -> tuple[list[Double], int]:
    """Return the first pairs that look like one human and nobody has decided about, and how many.

    Looks at the whole register, once: names and first days, streamed.
    """
    apart = _apart(session)
    found = [one for one in alike(_records(session)) if (one.one_id, one.other_id) not in apart]
    found.sort(key=lambda one: (one.reason, one.one_id, one.other_id))
    return _shown(session, found[:limit]), len(found)


def said_two(session: Session) -> list[TwoPeople]:
    """Return pairs that somebody said are of two people, the latest first."""
    wanted = (
        select(TwoPeople)
        .options(joinedload(TwoPeople.one), joinedload(TwoPeople.other))
        .where(TwoPeople.taken_back_at.is_(None))
        .order_by(TwoPeople.decided_at.desc(), TwoPeople.id)
    )
    return list(session.scalars(wanted.limit(SHOWN)))


def two_people(session: Session, decision_id: UUID) -> TwoPeople:
    """Return what was decided about a pair. Raises NotFound."""
    found = session.get(TwoPeople, decision_id)
    if found is None:
        msg = "There is no such decision."
        raise NotFound(msg)
    return found


def _apart(session: Session) -> set[tuple[UUID, UUID]]:
    wanted = select(TwoPeople.one_id, TwoPeople.other_id).where(TwoPeople.taken_back_at.is_(None))
    return {(row.one_id, row.other_id) for row in session.execute(wanted)}


def _records(session: Session) -> Iterator[Record]:
    wanted = (
        select(
            Person.id,
            Person.first_name,
            Person.last_name,
            Person.email,
            Person.other_email,
            Engagement.unit_id,
            Engagement.starts_on,
        )
        .outerjoin(Engagement, Engagement.person_id == Person.id)
        .where(Person.merged_into_id.is_(None))
        .order_by(Person.id)
    )
    held: tuple[object, ...] = ()
    starts: set[tuple[UUID | None, date]] = set()
    for row in session.execute(wanted.execution_options(yield_per=2000)):
        if held and held[0] != row.id:
            yield Record(*held, frozenset(starts))  # type: ignore[call-arg,arg-type]
            starts = set()
        held = tuple(row[:5])
        if row.starts_on is not None:
            starts.add((row.unit_id, row.starts_on))
    if held:
        yield Record(*held, frozenset(starts))  # type: ignore[call-arg,arg-type]


def _shown(session: Session, some: list[Alike]) -> list[Double]:
    ids = {key for one in some for key in (one.one_id, one.other_id)}
    whole = selectinload(Person.engagements)
    wanted = select(Person).where(Person.id.in_(ids))
    wanted = wanted.options(whole.joinedload(Engagement.unit), whole.joinedload(Engagement.agency))
    people = {one.id: one for one in session.scalars(wanted)}
    return [
        Double(one=people[one.one_id], other=people[one.other_id], reason=one.reason)
        for one in some
    ]

"""Questions about who is exempt or paused, why, and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, null, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from lms.assignment.models import Exemption, Obligation, Pause, Requirement
from lms.assignment.rules import FOR_EVER
from lms.kernel.errors import NotFound
from lms.kernel.paging import PAGE, Slice
from lms.kernel.permissions import Reach
from lms.people.models import Engagement, Person, Unit
from lms.people.queries import sought, within

What = Literal["exempt", "paused"]


@dataclass(frozen=True, kw_only=True)
class Released:
    """One exemption or one pause in a list."""

    id: UUID
    person_id: UUID
    person: str
    requirement: str | None
    """What somebody is exempt from; None for a pause, which is from everything."""

    kind: str
    unit: str | None
    from_on: date
    until_on: date | None
    reason: str
    """In words for an exemption, a code for a pause."""

    by: UUID | None


def exemption(session: Session, exemption_id: UUID) -> Exemption:
    """Return the exemption with its obligation, engagement and person. Raises NotFound."""
    whole = joinedload(Exemption.obligation)
    engaged = whole.joinedload(Obligation.engagement)
    found = session.get(
        Exemption,
        exemption_id,
        options=[
            whole.joinedload(Obligation.requirement),
            engaged.joinedload(Engagement.person),
            engaged.joinedload(Engagement.unit),
        ],
    )
    if found is None:
        msg = "There is no such exemption. Look at the list of who is exempt."
        raise NotFound(msg)
    return found


def pause(session: Session, pause_id: UUID) -> Pause:
    """Return the pause with its engagement and person. Raises NotFound."""
    whole = joinedload(Pause.engagement)
    found = session.get(
        Pause,
        pause_id,
        options=[whole.joinedload(Engagement.person), whole.joinedload(Engagement.unit)],
    )
    if found is None:
        msg = "There is no such pause. Look at the list of who is paused."
        raise NotFound(msg)
    return found


def pause_of(session: Session, engagement_id: UUID, day: date) -> Pause | None:
    """Return the pause of an engagement that holds on ``day`` or begins later, or None."""
    return next(iter(pauses_of(session, [engagement_id], day)), None)


def pauses_of(session: Session, engagement_ids: Collection[UUID], day: date) -> list[Pause]:
    """Return the pauses of these engagements that hold on ``day`` or begin later."""
    wanted = select(Pause).where(Pause.engagement_id.in_(engagement_ids), _still(Pause, day))
    return list(session.scalars(wanted.order_by(Pause.from_on, Pause.id)))


def exemptions(session: Session, obligation_ids: Collection[UUID], day: date) -> list[Exemption]:
    """Return the exemptions of these obligations that hold on ``day``."""
    wanted = select(Exemption).where(Exemption.obligation_id.in_(obligation_ids))
    wanted = wanted.where(Exemption.from_on <= day, Exemption.until_on > day)
    return list(session.scalars(wanted.order_by(Exemption.until_on, Exemption.id)))


def obligations_of(session: Session, engagement_ids: Collection[UUID]) -> list[Obligation]:
    """Return what these engagements still owe, each with its requirement, in their order."""
    wanted = (
        select(Obligation)
        .join(Obligation.requirement)
        .options(joinedload(Obligation.requirement), joinedload(Obligation.engagement))
        .where(Obligation.engagement_id.in_(engagement_ids), Obligation.ended_on.is_(None))
    )
    return list(session.scalars(wanted.order_by(Requirement.position, Requirement.name)))


def release_counts(session: Session, reach: Reach, day: date) -> tuple[int, int]:
    """Return how many exemptions and how many pauses hold on ``day`` or begin later."""
    counts = [
        session.scalar(
            wanted.where(_still(table, day), within(reach)).with_only_columns(func.count())
        )
        for table, wanted in ((Exemption, _exempt()), (Pause, _paused()))
    ]
    return counts[0] or 0, counts[1] or 0


def released(  # noqa: PLR0913 - each narrows the list, by name
    session: Session,
    reach: Reach,
    day: date,
    *,
    what: What = "exempt",
    search: str = "",
    over: bool = False,
    after: str | None = None,
) -> Slice[Released]:
    """Return a page of exemptions or pauses within reach, the soonest to end first.

    Args:
        session: the database.
        reach: whose.
        day: today.
        what: which of the two.
        search: parts of a name, or a whole address.
        over: those that have ended, the latest first, instead of those that hold or will.
        after: where the page before ended.

    """
    table: type[Exemption] | type[Pause] = Exemption if what == "exempt" else Pause
    wanted = (_exempt() if what == "exempt" else _paused()).where(within(reach), sought(search))
    wanted = wanted.where(~_still(table, day) if over else _still(table, day))
    until = func.coalesce(table.until_on, FOR_EVER)
    key, here = tuple_(until, table.id), _key(after)
    if here is not None:
        wanted = wanted.where(key < here if over else key > here)
    order = (until.desc(), table.id.desc()) if over else (until, table.id)
    found = session.execute(wanted.order_by(*order).limit(PAGE + 1)).all()
    rows = [
        Released(**{**row._mapping, "kind": row.kind.value})  # noqa: SLF001 - SQLAlchemy's name
        for row in found[:PAGE]
    ]
    last = rows[-1] if len(found) > PAGE else None
    return Slice(
        rows, f"{(last.until_on or FOR_EVER).isoformat()}~{last.id.hex}" if last else None
    )


def _exempt() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Exemption.id,
            Person.id.label("person_id"),
            Person.name.label("person"),
            Requirement.name.label("requirement"),
            Engagement.kind,
            Unit.name.label("unit"),
            Exemption.from_on,
            Exemption.until_on,
            Exemption.reason,
            Exemption.approved_by.label("by"),
        )
        .join(Obligation, Obligation.id == Exemption.obligation_id)
        .join(Requirement, Requirement.id == Obligation.requirement_id)
        .join(Engagement, Engagement.id == Obligation.engagement_id)
        .join(Person, Person.id == Engagement.person_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
    )


def _paused() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Pause.id,
            Person.id.label("person_id"),
            Person.name.label("person"),
            null().label("requirement"),
            Engagement.kind,
            Unit.name.label("unit"),
            Pause.from_on,
            Pause.until_on,
            Pause.reason,
            Pause.by,
        )
        .join(Engagement, Engagement.id == Pause.engagement_id)
        .join(Person, Person.id == Engagement.person_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
    )


def _still(table: type[Exemption] | type[Pause], day: date) -> ColumnElement[bool]:
    return or_(table.until_on.is_(None), table.until_on > day)


def _key(after: str | None) -> tuple[date, UUID] | None:
    """Return the key to go on behind; None for the first page, or for one somebody invented."""
    day, _, hexed = (after or "").partition("~")
    try:
        return date.fromisoformat(day), UUID(hex=hexed)
    except ValueError:
        return None

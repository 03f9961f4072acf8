"""Settings with who leads there, those that need somebody first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from lms.appointments.models import DslAppointment, DslCover
from lms.appointments.queries.people import runs_on
from lms.appointments.rules import Need
from lms.kernel.paging import PAGE, Slice
from lms.people.models import Person, Setting
from lms.people.queries import Sought, are_open, are_sought

RANKS: Sequence[Need] = tuple(Need)
"""The worst first; the place is the rank."""


@dataclass(frozen=True, kw_only=True)
class SettingRow:
    """A setting in the list."""

    setting: Setting
    need: Need | None
    """None for one that is not open."""

    leads: list[str] = field(default_factory=list)
    deputies: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figures:
    """How many open settings lack what; each is in one of them, together they are all."""

    by_need: dict[Need, int]

    @property
    def settings(self) -> int:
        """All open settings."""
        return sum(self.by_need.values())


def page_of_settings(
    session: Session,
    day: date,
    sought: Sought,
    *,
    need: str = "",
    after: str | None = None,
    limit: int = PAGE,
) -> Slice[SettingRow]:
    """Return a page of settings, those without a DSL first, then by name."""
    rank, name = _rank(day), func.lower(Setting.name)
    wanted = select(Setting, rank.label("rank"), name).where(are_sought(sought, day))
    if need in set(Need):
        wanted = wanted.where(are_open(day), rank == RANKS.index(Need(need)))
    key = _key(after)
    if key is not None:
        at, called, setting_id = key
        same_name = and_(name == called, Setting.id > setting_id)
        wanted = wanted.where(or_(rank > at, and_(rank == at, or_(name > called, same_name))))
    found = session.execute(wanted.order_by(rank, name, Setting.id).limit(limit + 1)).all()
    some = found[:limit]
    people = _people(session, [one.id for one, _, _ in some], day)
    rows = [
        SettingRow(
            setting=one,
            need=RANKS[at] if at < len(RANKS) else None,
            leads=people.get((one.id, "dsl"), []),
            deputies=people.get((one.id, "deputy"), []),
        )
        for one, at, _ in some
    ]
    last = None
    if len(found) > limit:
        one, at, called = some[-1]
        last = f"{at}~{called}~{one.id.hex}"
    return Slice(rows, last)


def need_at(session: Session, setting_id: UUID, day: date) -> Need | None:
    """Return what one setting lacks; None for one that is not open."""
    at = session.execute(select(_rank(day)).where(Setting.id == setting_id)).scalar_one()
    return RANKS[at] if at < len(RANKS) else None


def figures(session: Session, day: date) -> Figures:
    """Return how many open settings lack what."""
    rank = _rank(day)
    wanted = select(rank, func.count()).where(are_open(day)).group_by(rank)
    counted = dict(session.execute(wanted).all())
    return Figures({need: counted.get(at, 0) for at, need in enumerate(RANKS)})


def _rank(day: date) -> ColumnElement[int]:
    """Return the place of what a setting lacks; ``rules.need`` says the same of one."""
    lead = _held(day, "dsl")
    return case(
        (~are_open(day), literal(len(RANKS))),
        (~exists().where(lead), RANKS.index(Need.NO_DSL)),
        (~exists().where(lead, ~_uncovered(day)), RANKS.index(Need.AWAY)),
        (~exists().where(_held(day, "deputy")), RANKS.index(Need.NO_DEPUTY)),
        else_=RANKS.index(Need.NOTHING),
    )


def _held(day: date, role: str) -> ColumnElement[bool]:
    return and_(DslAppointment.setting_id == Setting.id, DslAppointment.role == role, runs_on(day))


def _uncovered(day: date) -> ColumnElement[bool]:
    """Return the condition that somebody is away, and nobody covers who is DSL or deputy still."""
    other = aliased(DslAppointment)
    covers = exists().where(
        other.person_id == DslCover.covered_by_id,
        other.from_on <= day,
        or_(other.until_on.is_(None), other.until_on > day),
    )
    return exists().where(
        DslCover.appointment_id == DslAppointment.id,
        ~covers,
        DslCover.from_on <= day,
        or_(DslCover.until_on.is_(None), DslCover.until_on > day),
    )


def _people(
    session: Session, setting_ids: Sequence[UUID], day: date
) -> dict[tuple[UUID, str], list[str]]:
    wanted = (
        select(DslAppointment)
        .join(DslAppointment.person)
        .options(joinedload(DslAppointment.person))
        .where(DslAppointment.setting_id.in_(setting_ids), runs_on(day))
    )
    found: dict[tuple[UUID, str], list[str]] = {}
    for one in session.scalars(wanted.order_by(Person.sort_name)):
        found.setdefault((one.setting_id, one.role), []).append(one.person.name)
    return found


def _key(after: str | None) -> tuple[int, str, UUID] | None:
    """Return the key to go on behind; None for the first page, or for one somebody invented."""
    at, _, rest = (after or "").partition("~")
    name, _, hexed = rest.rpartition("~")
    try:
        return int(at), name, UUID(hex=hexed)
    except ValueError:
        return None

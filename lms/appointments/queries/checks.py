"""The yearly question to settings: whom to ask, who answered, what waits for a yes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from lms.appointments import rules
from lms.appointments.models import DslAppointment, DslCheck, DslTold
from lms.kernel.errors import NotFound
from lms.kernel.paging import PAGE, Slice
from lms.people.models import Setting
from lms.people.queries import are_open

NO_CHECK = "There is no such question. Look at the list of settings that were asked."
NOTHING_TOLD = "There is nothing of that kind to decide. Look at the list again."


class CheckState(StrEnum):
    """How far a setting is with the yearly question; each open setting is one of these."""

    WAITING = "waiting"
    """It answered, and something of it waits for a coordinator."""

    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    NOT_ASKED = "not_asked"
    NO_MAILBOX = "no_mailbox"


@dataclass(frozen=True)
class CheckFigures:
    """How many open settings are how far this school year; together they are all."""

    by_state: dict[CheckState, int]

    @property
    def settings(self) -> int:
        """All open settings."""
        return sum(self.by_state.values())


def settings_to_ask(session: Session, day: date) -> list[Setting]:
    """Return the open settings with a mailbox that were not asked this school year."""
    wanted = select(Setting).where(are_open(day), _is(CheckState.NOT_ASKED, day))
    return list(session.scalars(wanted.order_by(func.lower(Setting.name), Setting.id)))


def checks_unanswered(session: Session, day: date) -> list[DslCheck]:
    """Return the questions that open settings can still answer, and have not."""
    wanted = select(DslCheck).join(DslCheck.setting).where(are_open(day))
    wanted = wanted.where(DslCheck.answered_at.is_(None), DslCheck.open_until >= day)
    return list(session.scalars(wanted.order_by(DslCheck.asked_at, DslCheck.id)))


def check(session: Session, check_id: UUID, *, lock: bool = False) -> DslCheck:
    """Return the question with what was told; locked for whoever answers it. Raises NotFound."""
    found = session.get(
        DslCheck,
        check_id,
        options=[joinedload(DslCheck.setting), selectinload(DslCheck.told)],
        with_for_update={"of": DslCheck} if lock else None,
        populate_existing=lock,
    )
    if found is None:
        raise NotFound(NO_CHECK)
    return found


def check_of(session: Session, setting_id: UUID, day: date) -> DslCheck | None:
    """Return what a setting was asked this school year, or None."""
    return session.scalars(
        select(DslCheck).filter_by(setting_id=setting_id, year=rules.school_year(day))
    ).first()


def told(session: Session, told_id: UUID, *, lock: bool = False) -> DslTold:
    """Return what was told; locked for whoever decides. Raises NotFound."""
    found = session.get(
        DslTold,
        told_id,
        options=[joinedload(DslTold.setting)],
        with_for_update={"of": DslTold} if lock else None,
        populate_existing=lock,
    )
    if found is None:
        raise NotFound(NOTHING_TOLD)
    return found


def waiting(session: Session) -> list[DslTold]:
    """Return what was told and waits for a coordinator, the longest waiting first."""
    person = joinedload(DslTold.appointment).joinedload(DslAppointment.person)
    wanted = select(DslTold).where(DslTold.settled_at.is_(None))
    wanted = wanted.options(joinedload(DslTold.setting), joinedload(DslTold.check), person)
    return list(
        session.scalars(
            wanted.order_by(DslTold.told_at, DslTold.kind.desc(), DslTold.id).limit(PAGE)
        )
    )


def all_waiting(session: Session) -> list[DslTold]:
    """Return everything that waits, to see what a list says again."""
    wanted = select(DslTold).where(DslTold.settled_at.is_(None), DslTold.kind == "new")
    return list(session.scalars(wanted))


def waiting_count(session: Session) -> int:
    """Return how many changes wait for a coordinator."""
    wanted = select(func.count()).select_from(DslTold).where(DslTold.settled_at.is_(None))
    return session.scalar(wanted) or 0


def check_figures(session: Session, day: date) -> CheckFigures:
    """Return how many open settings are how far."""
    counts = [func.count().filter(_is(state, day)) for state in CheckState]
    counted = session.execute(select(*counts).select_from(Setting).where(are_open(day))).one()
    return CheckFigures(dict(zip(CheckState, counted, strict=True)))


def page_of_checks(
    session: Session, day: date, state: CheckState, *, after: str | None = None, limit: int = PAGE
) -> Slice[tuple[Setting, DslCheck | None]]:
    """Return a page of open settings in a state, by name, with what they were asked."""
    name = func.lower(Setting.name)
    asked = and_(DslCheck.setting_id == Setting.id, DslCheck.year == rules.school_year(day))
    both: list[Any] = [Setting, DslCheck]
    wanted: Select[Any] = select(*both).outerjoin(DslCheck, asked)
    wanted = wanted.where(are_open(day), _is(state, day))
    key = _key(after)
    if key is not None:
        wanted = wanted.where(tuple_(name, Setting.id) > key)
    found = session.execute(wanted.order_by(name, Setting.id).limit(limit + 1)).all()
    some = [(setting, one) for setting, one in found[:limit]]
    last = None
    if len(found) > limit:
        setting = some[-1][0]
        last = f"{setting.name.lower()}~{setting.id.hex}"
    return Slice(some, last)


def _is(state: CheckState, day: date) -> ColumnElement[bool]:
    """Return the condition that a setting is in a state."""
    one = aliased(DslCheck)
    this = and_(one.setting_id == Setting.id, one.year == rules.school_year(day))
    waits = exists().where(DslTold.setting_id == Setting.id, DslTold.settled_at.is_(None))
    answered = exists().where(this, one.answered_at.is_not(None))
    asked = exists().where(this)
    mailbox = and_(Setting.mailbox.is_not(None), Setting.mailbox != "")
    states = {
        CheckState.WAITING: waits,
        CheckState.UNANSWERED: and_(~waits, asked, ~answered),
        CheckState.ANSWERED: and_(~waits, answered),
        CheckState.NOT_ASKED: and_(~waits, ~asked, mailbox),
        CheckState.NO_MAILBOX: and_(~waits, ~asked, or_(Setting.mailbox.is_(None), ~mailbox)),
    }
    return states[state]


def _key(after: str | None) -> tuple[str, UUID] | None:
    """Return the key to go on behind; None for the first page, or for one somebody invented."""
    name, _, hexed = (after or "").rpartition("~")
    try:
        return name, UUID(hex=hexed)
    except ValueError:
        return None

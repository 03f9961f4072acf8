"""Who holds which appointment, with how their training stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from lms.appointments import rules
from lms.appointments.models import DslAppointment, DslTraining
from lms.appointments.queries import rows
from lms.appointments.queries.trained import done_on
from lms.kernel.paging import PAGE, Slice
from lms.kernel.settings import Settings
from lms.people.models import Person
from lms.people.queries import are_open, page_key


@dataclass(frozen=True, kw_only=True)
class TrainingShown:
    """How one training of somebody stands."""

    kind: str
    done_on: date | None
    currency: rules.Currency
    lapses_on: date | None
    told_by: str | None
    """Who told us; None where it was completed here, or nobody told."""

    told_by_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An appointment as a page shows it."""

    appointment: DslAppointment
    training: Sequence[TrainingShown]


@dataclass(frozen=True)
class TrainingFigures:
    """Of all current appointments, how many have each training in each state."""

    by_kind: dict[str, dict[rules.Currency, int]]


def runs_on(day: date) -> ColumnElement[bool]:
    """Return the condition that an appointment runs on ``day``."""
    return and_(
        DslAppointment.from_on <= day,
        or_(DslAppointment.until_on.is_(None), DslAppointment.until_on > day),
    )


def shown_at(session: Session, setting_id: UUID, day: date, settings: Settings) -> list[Shown]:
    """Return the appointments at a setting, the current ones with their training first."""
    found = rows.appointments_at(session, setting_id)
    shown = _with_training(session, found, day, settings)
    return sorted(shown, key=lambda one: (not one.appointment.runs_on(day), _place(one)))


def _place(one: Shown) -> tuple[bool, str]:
    return one.appointment.role != "dsl", one.appointment.person.sort_name


def current(  # noqa: PLR0913 - each narrows the list, by name
    session: Session,
    day: date,
    settings: Settings,
    *,
    kind: str = "role",
    state: str = "",
    after: str | None = None,
    limit: int = PAGE,
) -> Slice[Shown]:
    """Return a page of current appointments at open settings, by surname.

    Args:
        session: the database.
        day: today.
        settings: the council's, which name the modules that are training.
        kind: ``role`` or ``refresh``.
        state: ``current``, ``soon``, ``lapsed`` or ``unknown`` of that training; all without.
        after: where the page before ended.
        limit: how many a page.

    """
    wanted = (
        select(DslAppointment)
        .join(DslAppointment.person)
        .join(DslAppointment.setting)
        .options(joinedload(DslAppointment.person), joinedload(DslAppointment.setting))
        .where(runs_on(day), are_open(day))
    )
    if state in set(rules.Currency):
        wanted = wanted.where(_state(kind, day, settings)[rules.Currency(state)])
    key = page_key(after)
    if key is not None:
        wanted = wanted.where(tuple_(Person.sort_name, DslAppointment.id) > key)
    wanted = wanted.order_by(Person.sort_name, DslAppointment.id).limit(limit + 1)
    found = list(session.scalars(wanted))
    some = found[:limit]
    last = f"{some[-1].person.sort_name}~{some[-1].id.hex}" if len(found) > limit else None
    return Slice(_with_training(session, some, day, settings), last)


def training_figures(session: Session, day: date, settings: Settings) -> TrainingFigures:
    """Return, over all current appointments at open settings, how each training stands."""
    found: dict[str, dict[rules.Currency, int]] = {}
    for kind in rules.TRAININGS:
        states = _state(kind, day, settings)
        counts: list[Any] = [func.count().filter(state) for state in states.values()]
        wanted: Select[Any] = select(*counts)
        wanted = wanted.select_from(DslAppointment).join(DslAppointment.setting)
        counted = session.execute(wanted.where(runs_on(day), are_open(day))).one()
        found[kind] = dict(zip(states, counted, strict=True))
    return TrainingFigures(found)


def last_told(session: Session, person_id: UUID) -> list[DslTraining]:
    """Return all that was ever told of somebody's training, the latest first."""
    wanted = select(DslTraining).filter_by(person_id=person_id)
    return list(session.scalars(wanted.order_by(DslTraining.told_at.desc())))


def _state(kind: str, day: date, settings: Settings) -> dict[rules.Currency, ColumnElement[bool]]:
    """Return the condition of each state; together they are everybody."""
    done = done_on(DslAppointment.person_id, kind, settings)
    first = rules.first_that_counts(kind, day)
    later = rules.first_that_counts(kind, day + timedelta(days=rules.SOON_DAYS))
    return {
        rules.Currency.LAPSED: done < first,
        rules.Currency.SOON: and_(done >= first, done < later),
        rules.Currency.CURRENT: done >= later,
        rules.Currency.UNKNOWN: done.is_(None),
    }


def _with_training(
    session: Session, found: Sequence[DslAppointment], day: date, settings: Settings
) -> list[Shown]:
    people = {one.person_id for one in found}
    told = rows.told_of(session, people)
    days: list[Any] = [done_on(Person.id, kind, settings) for kind in rules.TRAININGS]
    asked: list[Any] = [Person.id, *days]
    wanted: Select[Any] = select(*asked).where(Person.id.in_(people))
    done = {
        row[0]: dict(zip(rules.TRAININGS, row[1:], strict=True)) for row in session.execute(wanted)
    }
    return [
        Shown(
            appointment=one,
            training=[
                _training(kind, done[one.person_id][kind], told.get((one.person_id, kind)), day)
                for kind in rules.TRAININGS
            ],
        )
        for one in found
    ]


def _training(kind: str, done: date | None, told: DslTraining | None, day: date) -> TrainingShown:
    was_told = told is not None and told.done_on == done
    return TrainingShown(
        kind=kind,
        done_on=done,
        currency=rules.currency(done, kind, day),
        lapses_on=rules.lapses_on(done, kind) if done else None,
        told_by=told.told_by if told is not None and was_told else None,
        told_by_id=told.told_by_id if told is not None and was_told else None,
    )

"""Appointments, absences and what was told of training, as rows."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.appointments.models import DslAppointment, DslCover, DslTraining
from lms.kernel.errors import NotFound
from lms.people.models import Person, Setting

GONE = "There is no such appointment. Look at the setting again."


def appointment(session: Session, appointment_id: UUID, *, lock: bool = False) -> DslAppointment:
    """Return the appointment; locked for whoever changes it. Raises NotFound."""
    found = session.get(
        DslAppointment, appointment_id, with_for_update=lock, populate_existing=lock
    )
    if found is None:
        raise NotFound(GONE)
    return found


def absence(session: Session, cover_id: UUID) -> DslCover:
    """Return when somebody is away. Raises NotFound."""
    found = session.get(DslCover, cover_id, options=[joinedload(DslCover.appointment)])
    if found is None:
        msg = "There is no such absence. Look at the setting again."
        raise NotFound(msg)
    return found


def setting_to_change(session: Session, setting_id: UUID) -> Setting:
    """Return the setting, locked: of two who appoint at once the second sees the first's.

    Raises:
        NotFound: there is no such setting.

    """
    found = session.get(Setting, setting_id, with_for_update=True, populate_existing=True)
    if found is None:
        msg = "There is no such setting. Look at the list of settings."
        raise NotFound(msg)
    return found


def appointments_at(session: Session, setting_id: UUID) -> list[DslAppointment]:
    """Return every appointment there ever was at a setting, with people and absences."""
    wanted = select(DslAppointment).filter_by(setting_id=setting_id)
    whole = (joinedload(DslAppointment.person), joinedload(DslAppointment.engagement))
    covers = selectinload(DslAppointment.covers).joinedload(DslCover.covered_by)
    return list(
        session.scalars(wanted.options(*whole, covers).order_by(DslAppointment.from_on.desc()))
    )


def appointments_of(session: Session, person_id: UUID) -> list[DslAppointment]:
    """Return every appointment somebody ever had, the latest first."""
    wanted = select(DslAppointment).filter_by(person_id=person_id)
    return list(session.scalars(wanted.order_by(DslAppointment.from_on.desc())))


def others_of(session: Session, found: DslAppointment, *, after: date) -> list[DslAppointment]:
    """Return the person's other appointments that run on or after a day."""
    wanted = select(DslAppointment).where(
        DslAppointment.person_id == found.person_id,
        DslAppointment.id != found.id,
        or_(DslAppointment.until_on.is_(None), DslAppointment.until_on > after),
    )
    return list(session.scalars(wanted))


def people_appointed(session: Session, *, on_or_after: date) -> set[UUID]:
    """Return everybody with an appointment that runs on or after a day."""
    wanted = select(DslAppointment.person_id).where(
        or_(DslAppointment.until_on.is_(None), DslAppointment.until_on > on_or_after)
    )
    return set(session.scalars(wanted))


def may_cover(session: Session, found: DslAppointment, day: date) -> list[DslAppointment]:
    """Return who may cover from a day on: DSLs and deputies of the setting and of its trust."""
    setting = session.get_one(Setting, found.setting_id)
    near = DslAppointment.setting_id == setting.id
    if setting.trust:
        near = or_(near, Setting.trust == setting.trust)
    wanted = (
        select(DslAppointment)
        .join(DslAppointment.person)
        .join(Setting, Setting.id == DslAppointment.setting_id)
        .options(joinedload(DslAppointment.person), joinedload(DslAppointment.setting))
        .where(
            near,
            DslAppointment.person_id != found.person_id,
            DslAppointment.from_on <= day,
            or_(DslAppointment.until_on.is_(None), DslAppointment.until_on > day),
        )
    )
    return list(session.scalars(wanted.order_by(Person.sort_name, Person.id)))


def told_of(session: Session, person_ids: Collection[UUID]) -> dict[tuple[UUID, str], DslTraining]:
    """Return what was last told of these people's training: (person, kind) → what."""
    newest = (
        select(DslTraining.person_id, DslTraining.kind, func.max(DslTraining.told_at).label("at"))
        .where(DslTraining.person_id.in_(person_ids))
        .group_by(DslTraining.person_id, DslTraining.kind)
        .subquery()
    )
    wanted = select(DslTraining).join(
        newest,
        and_(
            newest.c.person_id == DslTraining.person_id,
            newest.c.kind == DslTraining.kind,
            newest.c.at == DslTraining.told_at,
        ),
    )
    return {(one.person_id, one.kind): one for one in session.scalars(wanted)}

"""Questions about who may do what."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.errors import NotFound
from lms.people.models import Duty, DutyName, Person


def duty(session: Session, duty_id: UUID) -> Duty:
    """Return a duty that was given, withdrawn or not. Raises NotFound."""
    found = session.get(Duty, duty_id, options=[joinedload(Duty.person)])
    if found is None:
        msg = "Nobody was given that duty. Look at the list of duties."
        raise NotFound(msg)
    return found


def duties(session: Session, *, without: str = "") -> list[Duty]:
    """Return every duty held now, in order of duty and name.

    Args:
        session: the database.
        without: leave this duty out; line managers are as many as teams, and listed apart.

    """
    wanted = select(Duty).join(Duty.person).where(Duty.withdrawn_at.is_(None))
    if without:
        wanted = wanted.where(Duty.duty != DutyName(without))
    whole = (joinedload(Duty.person), joinedload(Duty.unit), joinedload(Duty.agency))
    return list(
        session.scalars(wanted.options(*whole).order_by(Duty.duty, Person.sort_name, Duty.id))
    )


def held_by(session: Session, person_id: UUID) -> list[Duty]:
    """Return the duties a person holds now."""
    wanted = select(Duty).where(Duty.person_id == person_id, Duty.withdrawn_at.is_(None))
    whole = (joinedload(Duty.unit), joinedload(Duty.agency))
    return list(session.scalars(wanted.options(*whole).order_by(Duty.duty, Duty.id)))


def administrators(session: Session, *, but: UUID) -> int:
    """Return how many others than the duty ``but`` are administrators who can sign in by mail."""
    wanted = (
        select(Duty.person_id)
        .join(Duty.person)
        .where(
            Duty.duty == DutyName.ADMINISTRATOR,
            Duty.withdrawn_at.is_(None),
            Duty.id != but,
            or_(Person.email.is_not(None), Person.other_email.is_not(None)),
        )
    )
    return len(set(session.scalars(wanted)))

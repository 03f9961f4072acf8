"""Codes of teams, and who joined by them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from lms.answers.errors import NoSuchCode
from lms.answers.models import Report, TeamCode


def code(session: Session, code_id: UUID, *, lock: bool = False) -> TeamCode:
    """Return the code; locked for whoever uses or stops it. Raises NoSuchCode."""
    found = session.get(
        TeamCode,
        code_id,
        options=[joinedload(TeamCode.unit), joinedload(TeamCode.manager)],
        with_for_update={"of": TeamCode} if lock else None,
        populate_existing=lock,
    )
    if found is None:
        raise NoSuchCode
    return found


def code_typed(session: Session, code_hash: str) -> TeamCode:
    """Return the code that somebody typed, by what is kept of it. Raises NoSuchCode."""
    found = session.scalars(select(TeamCode).filter_by(code_hash=code_hash)).first()
    if found is None:
        raise NoSuchCode
    return found


def codes_of(session: Session, manager_id: UUID) -> list[TeamCode]:
    """Return the codes that a manager keeps, the newest first."""
    wanted = select(TeamCode).filter_by(manager_id=manager_id).options(joinedload(TeamCode.unit))
    return list(session.scalars(wanted.order_by(TeamCode.made_at.desc(), TeamCode.id).limit(20)))


def uses(session: Session, code_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many joined by each code."""
    wanted = select(Report.code_id, func.count()).where(Report.code_id.in_(code_ids))
    found = session.execute(wanted.group_by(Report.code_id)).all()
    return {row[0]: row[1] for row in found if row[0] is not None}


def joined_on(session: Session, code_id: UUID, now: datetime) -> int:
    """Return how many joined by a code in the last day."""
    wanted = select(func.count()).select_from(Report).filter_by(code_id=code_id)
    return session.scalar(wanted.where(Report.told_at > now - timedelta(days=1))) or 0


def waiting_for_manager(session: Session, manager_id: UUID) -> list[Report]:
    """Return who joined by a code and waits for a manager to confirm them, the oldest first."""
    wanted = select(Report).where(
        Report.settled_at.is_(None),
        Report.waits_for == "manager",
        Report.manager_id == manager_id,
    )
    return list(session.scalars(wanted.order_by(Report.told_at, Report.id).limit(50)))

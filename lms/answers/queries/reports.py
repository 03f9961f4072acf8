"""What was told, and waits for somebody's yes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from lms.answers.errors import NoSuchReport
from lms.answers.models import Report, TeamCode
from lms.kernel.paging import PAGE
from lms.people.models import Engagement


def report(session: Session, report_id: UUID, *, lock: bool = False) -> Report:
    """Return what was told; locked for whoever decides. Raises NoSuchReport."""
    found = session.get(
        Report,
        report_id,
        options=[joinedload(Report.manager), joinedload(Report.engagement)],
        with_for_update={"of": Report} if lock else None,
        populate_existing=lock,
    )
    if found is None:
        raise NoSuchReport
    return found


def waiting(session: Session, *, limit: int = PAGE) -> list[Report]:
    """Return what waits for HR, the longest waiting first."""
    wanted = (
        select(Report)
        .options(
            joinedload(Report.manager),
            joinedload(Report.engagement).joinedload(Engagement.person),
            joinedload(Report.code).joinedload(TeamCode.unit),
        )
        .where(Report.settled_at.is_(None), Report.waits_for == "hr")
    )
    return list(session.scalars(wanted.order_by(Report.told_at, Report.id).limit(limit)))


def waiting_long(session: Session, before: datetime) -> list[Report]:
    """Return what waits for a manager and was told before an instant."""
    wanted = select(Report).where(
        Report.settled_at.is_(None), Report.waits_for == "manager", Report.told_at < before
    )
    return list(session.scalars(wanted.order_by(Report.told_at, Report.id)))

"""What of a list runs today, by directorate: what the brake is held against."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.intake.models import Import
from lms.intake.queries.imports import import_
from lms.intake.rules.brakes import NOWHERE, Leaving, said
from lms.people.models import Engagement, Unit
from lms.people.queries import active_on
from lms.people.rules import STEP


def leaving(session: Session, source: str, today: date) -> Leaving:
    """Return what of a list runs today, so that decisions can be held against it."""
    units = {row.id: row.path[: STEP + 1] for row in session.execute(select(Unit.id, Unit.path))}
    wanted = select(Engagement.unit_id, func.count()).where(
        Engagement.source == source, active_on(today)
    )
    running: dict[str, int] = {}
    for unit_id, number in session.execute(wanted.group_by(Engagement.unit_id)):
        here = NOWHERE if unit_id is None else units[unit_id]
        running[here] = running.get(here, 0) + number
    return Leaving(today=today, running=running, directorates=units)


def alarms_said(session: Session, import_id: UUID) -> list[str]:
    """Return the same by the import's id. Raises NotFound."""
    return alarms_of(session, import_(session, import_id))


def alarms_of(session: Session, made: Import) -> list[str]:
    """Return what somebody must say is meant before a list is brought in, a sentence each."""
    if not made.alarms:
        return []
    paths = [path for path, *_ in made.alarms.get("directorates", ())]
    rows = session.execute(select(Unit.path, Unit.name).where(Unit.path.in_(paths)))
    return list(said(made.alarms, {row.path: row.name for row in rows}))

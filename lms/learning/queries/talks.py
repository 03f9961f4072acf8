"""Questions about talks between a manager and somebody who would be helped by one."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.errors import NotFound
from lms.learning.models import Talk


def talk(session: Session, talk_id: UUID) -> Talk:
    """Return the talk with its person. Raises NotFound."""
    wanted = select(Talk).filter_by(id=talk_id).options(joinedload(Talk.person))
    found = session.scalars(wanted).first()
    if found is None:
        msg = "There is no such talk."
        raise NotFound(msg)
    return found


def talks_with(session: Session, person_ids: Collection[UUID]) -> list[Talk]:
    """Return the talks that are still to be had with these people."""
    wanted = select(Talk).where(Talk.person_id.in_(person_ids), Talk.held_at.is_(None))
    return list(session.scalars(wanted.options(joinedload(Talk.person)).order_by(Talk.asked_at)))

"""Questions about talks between a manager and somebody who would be helped by one."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.errors import NotFound
from lms.kernel.permissions import Reach
from lms.learning.models import Talk
from lms.people.models import Engagement, Unit
from lms.people.queries import active_on, within

NO_TALK = "There is no such talk, or none of your people's. See your team."


def talk(session: Session, talk_id: UUID) -> Talk:
    """Return the talk with its person. Raises NotFound."""
    wanted = select(Talk).filter_by(id=talk_id).options(joinedload(Talk.person))
    found = session.scalars(wanted).first()
    if found is None:
        raise NotFound(NO_TALK)
    return found


def talk_within(session: Session, talk_id: UUID, reach: Reach) -> Talk:
    """Return the talk with its person.

    Raises:
        NotFound: there is no such talk, or none with somebody within ``reach``; the words are
            the same.

    """
    found = talk(session, talk_id)
    if not (reach.everyone or any(reach.covers(one) for one in found.person.placements)):
        raise NotFound(NO_TALK)
    return found


def talks_within(session: Session, reach: Reach, day: date, *, limit: int = 50) -> list[Talk]:
    """Return the talks still to be had with whom a reach covers on ``day``, the oldest first."""
    whose = (
        select(Engagement.person_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .where(active_on(day), within(reach))
    )
    wanted = select(Talk).where(Talk.held_at.is_(None), Talk.person_id.in_(whose))
    whole = wanted.options(joinedload(Talk.person)).order_by(Talk.asked_at, Talk.id)
    return list(session.scalars(whole.limit(limit)))


def talks_of(session: Session, person_id: UUID) -> list[Talk]:
    """Return the talks still to be had with a person, the oldest first."""
    wanted = select(Talk).filter_by(person_id=person_id, held_at=None)
    return list(session.scalars(wanted.order_by(Talk.asked_at, Talk.id)))

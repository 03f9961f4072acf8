"""The quarter's starters against the target."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from lms.compliance.queries.asked import Asked, among, statuses
from lms.compliance.rules import Status
from lms.identity.queries import enrolled, signed_in_by
from lms.people.models import Engagement, Person, Unit


@dataclass(frozen=True, kw_only=True)
class Began:
    """How far the starters of one kind of engagement have come."""

    kind: str
    known: int
    enrolled: int
    signed_in: int
    done: int
    """Nothing owed is open: all that was asked of them so far is done."""

    overdue: int


def starters(session: Session, asked: Asked, *, since: date) -> list[Began]:
    """Return the engagements that began from ``since`` to the day, by kind."""
    found = statuses(replace(asked, requirement_id=None))
    one = (
        select(
            Engagement.id,
            func.max(Engagement.kind).label("kind"),
            func.max(case((enrolled(asked.day), 1), else_=0)).label("enrolled"),
            func.max(case((signed_in_by(asked.day), 1), else_=0)).label("signed_in"),
            func.sum(
                case(
                    (found.c.status.in_([Status.NOT_DUE, Status.DUE_SOON, Status.OVERDUE]), 1),
                    else_=0,
                )
            ).label("open"),
            func.sum(case((found.c.status == Status.DONE.value, 1), else_=0)).label("done"),
            func.sum(case((found.c.status == Status.OVERDUE.value, 1), else_=0)).label("late"),
        )
        .join(Person, Person.id == Engagement.person_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .outerjoin(found, found.c.engagement_id == Engagement.id)
        .where(*among(asked), Engagement.starts_on >= since)
        .group_by(Engagement.id, Person.id)
        .subquery()
    )
    wanted = select(
        one.c.kind,
        func.count(),
        func.sum(one.c.enrolled),
        func.sum(one.c.signed_in),
        func.sum(case(((one.c.open == 0) & (one.c.done > 0), 1), else_=0)),
        func.sum(case((one.c.late > 0, 1), else_=0)),
    ).group_by(one.c.kind)
    return [
        Began(
            kind=str(getattr(kind, "value", kind)),
            known=known,
            enrolled=reached or 0,
            signed_in=signed or 0,
            done=done or 0,
            overdue=late or 0,
        )
        for kind, known, reached, signed, done, late in session.execute(
            wanted.order_by(one.c.kind)
        )
    ]

"""Each known person once: how far they were reached, and what their lists say, in SQL."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.coverage.queries.asked import Asked, whose
from lms.coverage.queries.lists import Lists, left_out
from lms.coverage.rules import BY_WORD, HR, Gap, Stage
from lms.identity.models import Invitation
from lms.identity.queries import signed_in_by
from lms.kernel.days import end_of
from lms.people.models import Engagement, Person
from lms.people.queries import active_on


def flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return 1 where any row of a group fits, else 0."""
    return func.max(case((condition, 1), else_=0))


def people(session: Session, asked: Asked, known: Lists) -> Select[Any]:
    """Return the people asked about, once each.

    Columns: person_id, stage, and each gap as 0 or 1. The stages are those of
    ``rules.stage_of``, said in SQL; a test holds the two against each other.
    """
    listed, sent = _listed(session, asked, known), _sent(asked)
    signed_in = signed_in_by(asked.day)
    stage = case(
        (signed_in, Stage.SIGNED_IN.value),
        (sent.c.opened == 1, Stage.OPENED.value),
        (sent.c.reached == 1, Stage.INVITED.value),
        (Person.email.is_(None), Stage.NO_ADDRESS.value),
        (or_(sent.c.back == 1, Person.bounced_at < end_of(asked.day)), Stage.BOUNCED.value),
        (sent.c.waits == 1, Stage.WAITS.value),
        else_=Stage.NEVER_INVITED.value,
    )
    on_hr, on_any = listed.c.hr == 1, listed.c.listed == 1
    never_sent = or_(sent.c.person_id.is_(None), and_(sent.c.reached == 0, sent.c.back == 0))
    gaps: Mapping[Gap, ColumnElement[bool]] = {
        Gap.NOT_ON_HR: and_(on_any, ~on_hr),
        Gap.NOT_ON_AGENCY: and_(listed.c.supplied == 1, listed.c.by_agency == 0),
        Gap.NO_LIST: ~on_any,
        Gap.CAME_UNLISTED: and_(signed_in, ~on_any),
        Gap.HR_UNINVITED: and_(on_hr, ~signed_in, never_sent),
        Gap.LEFT_OUT: listed.c.left_out == 1,
    }
    return (
        select(
            Person.id.label("person_id"),
            stage.label("stage"),
            *(case((holds, 1), else_=0).label(gap.value) for gap, holds in gaps.items()),
        )
        .select_from(listed)
        .join(Person, Person.id == listed.c.person_id)
        .outerjoin(sent, sent.c.person_id == Person.id)
    )


def _these(asked: Asked, person_id: InstrumentedAttribute[UUID]) -> list[ColumnElement[bool]]:
    """Return the condition that keeps a grouping to the people asked about, unless it is all."""
    return [] if asked.is_whole else [person_id.in_(whose(asked))]


def _listed(session: Session, asked: Asked, known: Lists) -> Subquery:
    """Return each person with what all their running engagements say of lists."""
    gone = left_out(session, known)
    wanted = (
        select(
            Engagement.person_id,
            flag(Engagement.source == HR).label("hr"),
            flag(Engagement.source.not_in(BY_WORD)).label("listed"),
            flag(Engagement.agency_id.in_(known.agency_ids)).label("supplied"),
            flag(Engagement.source.in_(known.names)).label("by_agency"),
            (func.max(0) if gone is None else flag(Engagement.id.in_(gone))).label("left_out"),
        )
        .where(active_on(asked.day), *_these(asked, Engagement.person_id))
        .group_by(Engagement.person_id)
    )
    return wanted.subquery("listed")


def _sent(asked: Asked) -> Subquery:
    """Return what became of each person's invitations by the end of the day."""
    till = end_of(asked.day)
    sent = Invitation.sent_at < till
    stands = or_(Invitation.bounced_at.is_(None), Invitation.bounced_at >= till)
    waits = and_(
        Invitation.made_at < till,
        or_(Invitation.sent_at.is_(None), Invitation.sent_at >= till),
        or_(Invitation.cancelled_at.is_(None), Invitation.cancelled_at >= till),
    )
    wanted = select(
        Invitation.person_id,
        flag(and_(sent, stands)).label("reached"),
        flag(and_(sent, stands, Invitation.opened_at < till)).label("opened"),
        flag(and_(sent, Invitation.bounced_at < till)).label("back"),
        flag(waits).label("waits"),
    ).where(*_these(asked, Invitation.person_id))
    return wanted.group_by(Invitation.person_id).subquery("sent")

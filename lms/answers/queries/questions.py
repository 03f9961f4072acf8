"""Whom to ask, whom a question names, and who has answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from lms.answers import rules
from lms.answers.models import Report, TeamQuestion
from lms.kernel.errors import NotFound
from lms.kernel.paging import PAGE
from lms.learning.models import Place
from lms.people.models import Engagement, Person
from lms.people.queries import active_on

AT_A_TIME = 500


@dataclass(frozen=True, kw_only=True)
class Starter:
    """A starter whom a question names."""

    engagement_id: UUID
    name: str
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How the questions of a week were answered; together they are all that were asked."""

    complete: int
    """Nobody is missing."""

    changed: int
    """Somebody is missing or has left."""

    unanswered: int
    waiting: int = 0
    """What waits for HR's yes, of whatever week."""

    @property
    def asked(self) -> int:
        """All questions."""
        return self.complete + self.changed + self.unanswered


def managers_to_ask(session: Session, day: date) -> list[UUID]:
    """Return the managers with people today, and an address, who were not asked this week."""
    manager = aliased(Person)
    asked = exists().where(
        TeamQuestion.manager_id == Engagement.manager_id, TeamQuestion.week == rules.week_of(day)
    )
    here = aliased(Engagement)
    wanted = (
        select(Engagement.manager_id)
        .join(manager, manager.id == Engagement.manager_id)
        .where(
            active_on(day),
            manager.email.is_not(None),
            exists().where(here.person_id == manager.id, active_on(day, here)),
            ~asked,
        )
    )
    found = session.scalars(wanted.distinct().order_by(Engagement.manager_id))
    return [one for one in found if one is not None]


def starters_to_name(
    session: Session, manager_ids: Collection[UUID], day: date
) -> dict[UUID, list[Starter]]:
    """Return, by manager, who started lately and has not begun to learn."""
    begun = exists().where(Place.person_id == Engagement.person_id)
    wanted = (
        select(Engagement.manager_id, Engagement.id, Person.name, Engagement.starts_on)
        .join(Person, Person.id == Engagement.person_id)
        .where(
            active_on(day),
            Engagement.starts_on > day - rules.LOOK_BACK,
            Engagement.starts_on <= day,
            Engagement.manager_id.in_(manager_ids),
            ~begun,
        )
        .order_by(Person.sort_name, Engagement.id)
    )
    found: dict[UUID, list[Starter]] = {}
    for manager_id, engagement_id, name, starts_on in session.execute(wanted):
        starter = Starter(engagement_id=engagement_id, name=name, starts_on=starts_on)
        if manager_id is not None:
            found.setdefault(manager_id, []).append(starter)
    return found


def starters_of(session: Session, asked: TeamQuestion) -> list[Starter]:
    """Return the starters whom a question names, as they are called now."""
    ids = [UUID(one) for one in asked.engagement_ids]
    wanted = (
        select(Engagement.id, Person.name, Engagement.starts_on)
        .join(Person, Person.id == Engagement.person_id)
        .where(Engagement.id.in_(ids))
        .order_by(Person.sort_name, Engagement.id)
    )
    return [
        Starter(engagement_id=row[0], name=row[1], starts_on=row[2])
        for row in session.execute(wanted)
    ]


def question(session: Session, question_id: UUID, *, lock: bool = False) -> TeamQuestion:
    """Return the question with what was answered; locked for whoever answers. Raises NotFound."""
    found = session.get(
        TeamQuestion,
        question_id,
        options=[joinedload(TeamQuestion.manager), selectinload(TeamQuestion.reports)],
        with_for_update={"of": TeamQuestion} if lock else None,
        populate_existing=lock,
    )
    if found is None:
        msg = "There is no such question."
        raise NotFound(msg)
    return found


def answers(session: Session, day: date) -> Answers:
    """Return how the questions of the week of ``day`` were answered so far."""
    waits = (
        select(func.count())
        .select_from(Report)
        .where(Report.settled_at.is_(None), Report.waits_for == "hr")
        .scalar_subquery()
    )
    row = session.execute(
        select(
            func.count().filter(TeamQuestion.is_complete.is_(True)),
            func.count().filter(TeamQuestion.is_complete.is_(False)),
            func.count().filter(TeamQuestion.answered_at.is_(None)),
            waits,
        ).where(TeamQuestion.week == rules.week_of(day))
    ).one()
    return Answers(complete=row[0], changed=row[1], unanswered=row[2], waiting=row[3])


def unanswered(session: Session, day: date) -> list[TeamQuestion]:
    """Return the first questions of the week of ``day`` that nobody answered, by manager."""
    wanted = (
        select(TeamQuestion)
        .join(TeamQuestion.manager)
        .options(joinedload(TeamQuestion.manager))
        .where(TeamQuestion.week == rules.week_of(day), TeamQuestion.answered_at.is_(None))
    )
    return list(session.scalars(wanted.order_by(Person.sort_name, TeamQuestion.id).limit(PAGE)))

"""Asking line managers about their starters."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.coverage import permissions
from lms.coverage.commands.outcome import Outcome
from lms.coverage.errors import NobodyToAsk
from lms.coverage.events import ManagerAsked
from lms.kernel.work import Work
from lms.people.models import Engagement
from lms.people.queries import active_on


def ask_managers(work: Work, person_ids: Collection[UUID]) -> Outcome:
    """Ask the line managers of people whether they started, and how to reach them.

    Each manager gets one message about all of theirs. Who has nobody to ask is told of.

    Raises:
        NotAllowed: the actor may not ask about one of them.

    """
    engagements = _running(work, person_ids)
    outcome, asked, answered = Outcome(), dict[UUID, list[UUID]](), set[UUID]()
    for one in engagements:
        work.require(permissions.ASK, one)
        manager = one.manager
        if manager is not None and manager.email is not None and manager.bounced_at is None:
            asked.setdefault(manager.id, []).append(one.id)
            answered.add(one.person_id)
    for person_id, name in sorted(_names(engagements).items(), key=lambda one: one[1]):
        if person_id not in answered:
            outcome.refused.append(str(NobodyToAsk(name)))
    for manager_id, ids in asked.items():
        work.record(
            ManagerAsked(subject_id=manager_id, person_id=manager_id, engagement_ids=sorted(ids))
        )
    outcome.done = len(answered)
    return outcome


def _names(engagements: Iterable[Engagement]) -> dict[UUID, str]:
    return {one.person_id: one.person.name for one in engagements}


def _running(work: Work, person_ids: Collection[UUID]) -> list[Engagement]:
    """Return the running engagements of these people, with all that tells whose they are."""
    wanted = select(Engagement).where(
        Engagement.person_id.in_(list(person_ids)), active_on(work.today)
    )
    return list(
        work.session.scalars(
            wanted.options(
                joinedload(Engagement.person),
                joinedload(Engagement.manager),
                joinedload(Engagement.unit),
            ).order_by(Engagement.id)
        )
    )

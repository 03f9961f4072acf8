"""Invitations by the hundred, after a list was brought in."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from lms.identity import permissions, queries
from lms.identity.commands.invitations import AT_ONCE, send
from lms.identity.events import InvitationMade
from lms.identity.models import Invitation
from lms.kernel.model import Model
from lms.kernel.permissions import Permission
from lms.kernel.work import Work
from lms.people import rules as people
from lms.people.models import Engagement, Person

CHUNK = 500
TABLE = Model.metadata.tables[Invitation.__tablename__]


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """Somebody with a new engagement."""

    person_id: UUID
    engagement_id: UUID
    starts_on: date
    ends_on: date | None


def invite_starters(
    work: Work,
    starters: Iterable[Starter],
    *,
    when: str,
    needs: Permission = permissions.INVITE,
) -> int:
    """Invite those who have an address and were not reached yet, or come back after a gap.

    Nobody is invited twice, nor for a second post beside a first. Of many who are invited
    today the messages are written by the jobs, within a minute.

    Args:
        work: the work.
        starters: new engagements, those of a person side by side.
        when: ``now``, ``first_day`` of each, or ``held`` until HR says so.
        needs: what the actor must be allowed; another where it follows from another act.

    Returns:
        How many were invited.

    Raises:
        NotAllowed: the actor may not invite the whole council's people.

    """
    work.require(needs, people.WHOLE_COUNCIL)
    invited = 0
    due: list[UUID] = []
    chosen = _first_of_each(starters, work.today)
    while some := {one.person_id: one for one in islice(chosen, CHUNK)}:
        rows = [_row(work, some[key], when) for key in _to_be_asked(work, some)]
        if rows:
            work.session.execute(insert(TABLE), rows)
            work.record(*(_made(row) for row in rows))
        invited += len(rows)
        if len(due) <= AT_ONCE:
            due += [row["id"] for row in rows if row["send_on"] and row["send_on"] <= work.today]
    if len(due) <= AT_ONCE:
        for invitation_id in due:
            send(work, invitation_id)
    return invited


def _first_of_each(starters: Iterable[Starter], today: date) -> Iterator[Starter]:
    """Yield each person's engagement that begins first, of those that have not ended."""
    for _, some in groupby(starters, key=lambda one: one.person_id):
        still = [one for one in some if one.ends_on is None or one.ends_on >= today]
        if still:
            yield min(still, key=lambda one: one.starts_on)


def _row(work: Work, one: Starter, when: str) -> dict[str, Any]:
    days = {"now": work.today, "first_day": max(one.starts_on, work.today), "held": None}
    return {
        "id": uuid4(),
        "person_id": one.person_id,
        "engagement_id": one.engagement_id,
        "send_on": days[when],
        "made_at": work.now,
    }


def _made(row: dict[str, Any]) -> InvitationMade:
    return InvitationMade(
        subject_id=row["id"], person_id=row["person_id"], held=row["send_on"] is None
    )


def _to_be_asked(work: Work, some: dict[UUID, Starter]) -> list[UUID]:
    """Return who of these people is to be asked."""
    wanted = select(Person.id, queries.enrolled(work.today).label("enrolled")).where(
        Person.id.in_(some), Person.email.is_not(None)
    )
    rows = work.session.execute(wanted).all()
    waiting = select(Invitation.person_id).where(
        Invitation.person_id.in_(some),
        Invitation.sent_at.is_(None),
        Invitation.cancelled_at.is_(None),
        Invitation.bounced_at.is_(None),
    )
    asked = set(work.session.scalars(waiting))
    here = _here_before(work, some, [row.id for row in rows if row.enrolled])
    return [row.id for row in rows if row.id not in asked and row.id not in here]


def _here_before(work: Work, some: dict[UUID, Starter], enrolled: Collection[UUID]) -> set[UUID]:
    """Return who of the enrolled was still here when the new engagement begins."""
    if not enrolled:
        return set()
    wanted = select(Engagement.person_id, Engagement.id, Engagement.ends_on)
    return {
        row.person_id
        for row in work.session.execute(wanted.where(Engagement.person_id.in_(enrolled)))
        if row.id != some[row.person_id].engagement_id
        and (row.ends_on is None or row.ends_on >= some[row.person_id].starts_on)
    }

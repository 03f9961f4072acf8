"""Reminding people of what is due, and their managers of what was missed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy import select

from lms.compliance.queries.asked import Asked
from lms.compliance.queries.lists import Line, every_line
from lms.compliance.rules import Status
from lms.kernel.days import council_day
from lms.kernel.work import Work
from lms.notifications import queries, rules
from lms.notifications.commands.writing import write
from lms.people.models import Engagement

REMINDERS = ("reminder", "team")
"""Kinds of message that ``remind`` writes."""


def remind(work: Work) -> int:
    """Write today's reminders: to people before, on and after their due day, then managers.

    Safe to run as often as one likes: each person gets one a day at most.

    Returns:
        How many messages were written.

    """
    own: dict[UUID, list[Line]] = defaultdict(list)
    late: dict[UUID, str] = {}
    for stages, line in _calls(work):
        if "manager" in stages:
            late[line.engagement_id] = line.person
        if stages - {"manager"}:
            own[line.person_id].append(line)
    written = sum(_remind_one(work, person_id, lines) for person_id, lines in own.items())
    return written + sum(
        write(work, manager_id, "team", {"people": names}, once=f"team:{manager_id}:{work.today}")
        is not None
        for manager_id, names in _teams(work, late).items()
    )


def _calls(work: Work) -> Iterator[tuple[set[str], Line]]:
    """Yield the obligations whose due day calls for a reminder today, with which ones."""
    last = queries.last_reminded(work.session, REMINDERS)
    days = rules.days_to_tell(council_day(last) if last else None, work.today)
    asked = Asked(
        day=work.today,
        soon_days=max(work.settings.due_soon_days, rules.BEFORE_DAYS + 1),
        due_from=work.today - rules.LOOK_BACK,
    )
    for status in (Status.DUE_SOON, Status.OVERDUE):
        for line in every_line(work.session, asked, status=status):
            stages = rules.stages(line.due_on, days)
            if stages:
                yield stages, line


def _teams(work: Work, late: Mapping[UUID, str]) -> dict[UUID, list[str]]:
    """Return manager → names of their people, for engagements that are late."""
    wanted = select(Engagement.id, Engagement.manager_id).where(
        Engagement.id.in_(late), Engagement.manager_id.is_not(None)
    )
    teams: dict[UUID, set[str]] = defaultdict(set)
    for engagement_id, manager_id in work.session.execute(wanted):
        if manager_id is not None:
            teams[manager_id].add(late[engagement_id])
    return {manager_id: sorted(names) for manager_id, names in teams.items()}


def _remind_one(work: Work, person_id: UUID, lines: list[Line]) -> bool:
    facts = {
        "training": [
            {
                "title": line.requirement,
                "due_on": line.due_on.isoformat(),
                "late": line.due_on < work.today,
            }
            for line in sorted(lines, key=lambda line: line.due_on)
        ],
    }
    once = f"remind:{person_id}:{work.today}"
    return write(work, person_id, "reminder", facts, once=once) is not None

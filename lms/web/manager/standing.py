"""What a team's page and an agency's page share: who is asked about, and what the heading says."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import request

from lms.compliance import queries
from lms.compliance.queries import Asked, Member, Spell, Standings
from lms.compliance.rules import Standing
from lms.delivery import kit
from lms.kernel import words
from lms.kernel.paging import Slice
from lms.kernel.permissions import Permission

WORDS = {
    "not_enrolled": "not enrolled",
    "overdue": "overdue",
    "due_soon": "due soon",
    "not_due": "not due yet",
    "up_to_date": "up to date",
    "released": "paused or exempt",
}
"""Every standing, as pages say it."""

SHAPES = {"up_to_date": "done", "released": "paused"}
"""The shape of a standing, where it is not of its own name."""

GONE_DAYS = 30
"""Days for which somebody who left is still shown."""


@dataclass(frozen=True)
class Here:
    """The people of a page: how they stand together, one page of them, who comes, who went."""

    standings: Standings
    known: int
    chosen: Standing | None
    members: Slice[Member]
    starting: list[Spell]
    ended: list[Spell]


def here(permission: Permission) -> Here:
    """Return the people whom ``permission`` reaches, narrowed as the address asks."""
    session, today = kit.session(), kit.today()
    asked = Asked(
        day=today,
        reach=kit.actor().reach(permission),
        soon_days=kit.settings().due_soon_days,
    )
    wanted = request.args.get("standing")
    chosen = next((one for one in Standing if one.value == wanted), None)
    standings = queries.standings(session, asked)
    return Here(
        standings=standings,
        known=sum(vars(standings).values()),
        chosen=chosen,
        members=queries.team(session, asked, standing=chosen, after=request.args.get("after")),
        starting=queries.starting(session, asked),
        ended=queries.ended(session, asked, since=today - timedelta(days=GONE_DAYS)),
    )


def heading(found: Standings, known: int, *, one: str, many: str) -> str:
    """Return the heading that answers: who was missed, who is late.

    Args:
        found: how many stand where.
        known: how many there are in all.
        one: what one of them is called, such as ``person``.
        many: what several are called.

    """
    if known == 1:
        return f"Your one {one} is {_of_one(found)}"
    missed = ((found.not_enrolled, "not enrolled"), (found.overdue, "overdue"))
    said = [
        (f"{number:,}", f"{'is' if number == 1 else 'are'} {text}")
        for number, text in missed
        if number
    ]
    if said:
        (first, text), *rest = said
        others = [" ".join(one) for one in rest]
        return words.listed([f"{first} of your {known:,} {many} {text}", *others])
    if found.due_soon:
        number = found.due_soon
        return (
            f"{number:,} of your {known:,} {many} {'has' if number == 1 else 'have'} training "
            "due soon"
        )
    if found.up_to_date == known:
        return f"All your {known:,} {many} are up to date"
    return f"None of your {known:,} {many} is overdue"


def _of_one(found: Standings) -> str:
    """Return how the only one stands."""
    return next(text for name, text in WORDS.items() if getattr(found, name))


def late_by(due_on: date, today: date) -> str:
    """Return how long ago something was due, or when it is."""
    if due_on < today:
        return f"was due on {words.day(due_on)}"
    return "due today" if due_on == today else f"due on {words.day(due_on)}"

"""My learning: what there is to do, why, by when; what is done, and its certificate."""

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.assignment import queries as assignment
from lms.compliance.rules import Status
from lms.delivery import kit
from lms.kernel import words
from lms.kernel.days import COUNCIL_TIME
from lms.kernel.permissions import EVERYONE
from lms.learning import permissions
from lms.people import queries as people
from lms.web.learner import own, todo, trainings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.people.models import Engagement, Person
    from lms.web.learner.trainings import Training

pages = Blueprint("home", __name__)


@kit.requires(permissions.TAKE)
def show() -> ResponseReturnValue:
    """Show what whoever is signed in has to do, has done, and may read."""
    person_id, today = own.me(), kit.today()
    person = people.person_within(kit.session(), person_id, EVERYONE)
    found = trainings.of_person(person_id, today)
    cards = [one for one in found if one.is_pressing] or [one for one in found if one.is_to_do]
    ended = last_day(person.engagements, today)
    return render_template(
        "lms/learner/home.html",
        heading=heading(found, today, ended),
        greeting=greeting(person, today),
        cards=cards,
        rest=[one for one in found if one not in cards and (one.demand or one.certificate)],
        others=[one for one in found if not one.demand and not one.certificate],
        released=_released_until(found, today),
        ended=ended,
        until=ended + timedelta(days=kit.settings().grace_days) if ended else None,
        engaged=bool(person.engagements),
        today=today,
        todo=todo,
    )


pages.add_url_rule("/learning", view_func=show)
pages.add_url_rule("/", view_func=show)


def heading(found: "Sequence[Training]", today: date, ended: date | None) -> str:
    """Return what the page answers."""
    if ended is not None:
        return f"Your work here ended on {words.day(ended)}"
    asked = [one.demand for one in found if one.demand and not one.waits]
    if not asked and any(one.waits for one in found):
        return "Nothing to do yet"
    return todo.heading(asked, today)


def last_day(engagements: "Sequence[Engagement]", today: date) -> date | None:
    """Return the last day worked, where all work here has ended; else None."""
    ends = [one.ends_on for one in engagements]
    past = [day for day in ends if day is not None and day < today]
    return max(past) if past and len(past) == len(ends) else None


def greeting(person: "Person", today: date) -> str:
    """Return a greeting for the time of day, and the first day where it is today or to come."""
    hour = kit.now().astimezone(COUNCIL_TIME).hour
    part = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
    hello = f"Good {part}, {person.first_name}."
    coming = [one for one in person.engagements if one.starts_on >= today]
    if not coming:
        return hello
    first = min(coming, key=lambda one: one.starts_on)
    where = f" with {first.unit.name}" if first.unit else ""
    if first.starts_on == today:
        return f"{hello} Today is your first day{where}."
    day = todo.near(first.starts_on, today, weekday=True)
    return f"{hello} Your first day{where} is {day}."


def _released_until(found: "Sequence[Training]", today: date) -> dict[UUID, date]:
    """Return obligation → until when it is exempt or paused, where somebody knows."""
    session = kit.session()
    rows = [one.demand.owed for one in found if one.demand]
    exempt = [row.obligation_id for row in rows if row.status == Status.EXEMPT]
    paused = {row.engagement_id for row in rows if row.status == Status.PAUSED}
    until: dict[UUID, date] = {}
    if exempt:
        for one in assignment.exemptions(session, exempt, today):
            until[one.obligation_id] = max(one.until_on, until.get(one.obligation_id, today))
    for engagement_id in paused:
        pause = assignment.pause_of(session, engagement_id, today)
        if pause is not None and pause.until_on is not None:
            until.update(
                {
                    row.obligation_id: pause.until_on
                    for row in rows
                    if row.engagement_id == engagement_id and row.status == Status.PAUSED
                }
            )
    return until

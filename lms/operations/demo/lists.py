"""Lists that HR of Marlshire undid or was stopped at, and records that are of one human."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select

from lms.intake import commands as intake
from lms.intake.reading import Upload
from lms.kernel.days import COUNCIL_TIME
from lms.kernel.work import Work
from lms.operations.demo.cases import Cast
from lms.operations.demo.names import DOMAIN, PERSONAL
from lms.operations.demo.plan import Planned
from lms.people import commands as people
from lms.people import queries as register
from lms.people.models import Engagement, EngagementKind, Person
from lms.people.queries import active_on
from lms.people.rules import BY_MANAGER, fold

HEADER = (
    "Employee Number",
    "First Name",
    "Last Name",
    "Work Email",
    "Job Title",
    "Team",
    "Start Date",
    "Contract Type",
)
LAST_YEARS = (
    ("770101", "Ottilie", "Varga", "Sessional worker", "Summer Playschemes"),
    ("770102", "Deshawn", "Pike", "Sessional worker", "Summer Playschemes"),
    ("770103", "Ffion", "Castellan", "Play coordinator", "Summer Playschemes"),
)
"""Whom a list of last summer brought in by mistake, into a team that is no more."""

TWICE = ("half read", "other agency")
"""Whom the manager entered once more: of the first HR is asked, the second was merged."""


def many(room: int) -> int:
    """Return how many records more this makes of a register with so much room."""
    return len(TWICE) if room >= len(TWICE) else 0


def bring(hr: Work, cast: Cast) -> None:
    """Bring a list in and undo it, and look at another that ends very many at once."""
    _undone(_then(hr, days=2, at=time(10, 15)), _then(hr, days=2, at=time(10, 40)))
    _stopped(_then(hr, days=1, at=time(16, 5)), cast)


def enter_twice(manager: Work, hr: Work, cast: Cast, number: int) -> None:
    """Let the manager enter people who are known; one of them HR found out and merged.

    Args:
        manager: on behalf of the manager.
        hr: on behalf of the HR officer.
        cast: everybody in particular.
        number: what ``many`` returned.

    """
    records = [_again(manager, cast.cases[name], cast) for name in TWICE[:number]]
    if records:
        people.merge(
            hr,
            cast.cases[TWICE[-1]].id,
            records[-1],
            reason="Worked here through two agencies before the council engaged them; their "
            "manager knows them, and the date of birth is the same.",
        )


def _undone(then: Work, later: Work) -> None:
    """Bring in last summer's list, and undo it within the hour."""
    day = then.today - timedelta(days=420)
    rows = [
        (number, first, last, f"{fold(first)}.{fold(last)}@{DOMAIN}", post, team, day, "Casual")
        for number, first, last, post, team in LAST_YEARS
    ]
    made = intake.bring_in(then, _csv("playschemes.csv", HEADER, rows))
    intake.undo(later, made.id)


def _stopped(then: Work, cast: Cast) -> None:
    """Look at a list of the visitor's agency that ends so many at once that it waits."""
    learner = cast.roles["learner"].spells[0]
    source = learner.source
    running = (
        select(Engagement.reference, Person.first_name, Person.last_name, Engagement.starts_on)
        .join(Person, Person.id == Engagement.person_id)
        .where(Engagement.source == source, active_on(then.today), Engagement.id != learner.id)
        .order_by(Engagement.reference)
    )
    found = then.session.execute(running).all()
    settings = then.settings
    most = max(settings.brake_least, 1 + (len(found) + 1) * settings.brake_percent // 100)
    rows = [(*one, then.today) for one in found[:most]]
    header = ("Assignment Number", "First Name", "Last Name", "Start Date", "End Date")
    intake.look(then, _csv("workers-this-week.csv", header, rows), source=source)


def _again(manager: Work, known: Planned, cast: Cast) -> UUID:
    """Enter somebody who is known as if they were new."""
    planned = cast.roles["manager"]
    begun = people.add_starter(
        manager,
        people.Starter(
            first_name=known.first,
            last_name=known.last,
            email=f"{fold(known.last)}.{fold(known.first)}@{PERSONAL[0]}".replace(" ", "-"),
            kind=EngagementKind.TEMPORARY,
            unit=register.unit(manager.session, planned.spells[0].unit.id),
            agency=None,
            manager=register.person(manager.session, planned.id),
            starts_on=manager.today - timedelta(days=3),
            ends_on=None,
            source=BY_MANAGER,
            form_key=uuid5(known.id, "again").hex,
        ),
        is_new=True,
    )
    return begun.person_id


def _then(work: Work, *, days: int, at: time) -> Work:
    """Return the same work, some days ago at that time in the council's clock."""
    moment = datetime.combine(work.today - timedelta(days=days), at, COUNCIL_TIME)
    return replace(work, now=moment.astimezone(UTC))


def _csv(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Upload:
    text = io.StringIO(newline="")
    written = csv.writer(text)
    written.writerow(header)
    written.writerows(rows)
    return Upload(name, text.getvalue().encode())

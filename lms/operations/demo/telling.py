"""What managers of Marlshire answered this week, and a starter who joined by a team's code."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select, update

from lms.answers import commands, queries, rules
from lms.answers.models import TeamQuestion
from lms.kernel.days import council_day, is_working_day
from lms.kernel.work import Work
from lms.notifications.models import Message
from lms.operations.demo.cases import Cast
from lms.people import queries as register

MISSING = rules.Missing(
    first_name="Tamsin",
    last_name="Okoro",
    email="tamsin.okoro@marlshire.example",
    starts_on=date.min,
    kind="agency",
    agency="Northway Care Staffing",
)
JOINS = rules.Missing(
    first_name="Piotr",
    last_name="Zielinski",
    email="piotr.zielinski@post.example",
    starts_on=date.min,
    kind="temporary",
)


def tell(work: Work, cast: Cast) -> None:
    """Ask the managers, let most answer, and let a starter join by the manager's code.

    Args:
        work: on behalf of somebody who may.
        cast: everybody in particular.

    """
    then = work.now
    while not is_working_day(council_day(then)):
        then -= timedelta(days=1)
    weekday = council_day(then).isoweekday()
    settings = replace(work.settings, weekly_question=weekday)
    commands.ask_managers(replace(work, now=then, settings=settings))
    asked = list(work.session.scalars(select(TeamQuestion).order_by(TeamQuestion.manager_id)))
    day = work.today
    missing = replace(MISSING, starts_on=day - timedelta(days=3))
    for at, one in enumerate(asked):
        if at % 4 == 3:
            continue
        if at == 0:
            commands.answer(work, one.id, rules.Answer(is_complete=False, missing=[missing]))
        elif at == 1 and one.engagement_ids:
            left = rules.Left(
                engagement_id=queries.starters_of(work.session, one)[0].engagement_id, last_on=day
            )
            commands.answer(work, one.id, rules.Answer(is_complete=True, left=[left]))
        else:
            commands.answer(work, one.id, rules.Answer(is_complete=True))
    manager = cast.roles["manager"]
    around = register.units_around(work.session, manager.id)
    if around:
        code = commands.make_code(work, around[-1].id, manager_id=manager.id)
        typed = rules.code(work.settings.secret_key, code.id)
        commands.join(work, typed, replace(JOINS, starts_on=day))
    told = update(Message).where(Message.kind.in_(("weekly", "reports", "joined")))
    work.session.execute(told.values(sent_at=work.now))

"""The weekly question to managers, and what they answer."""

from uuid import UUID, uuid4

from lms.answers import permissions, queries, rules
from lms.answers.errors import QuestionOver
from lms.answers.events import ManagerAnswered, ManagerQuestioned
from lms.answers.models import Report, TeamQuestion
from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.people.rules import WHOLE_COUNCIL, clean_name, normal_address

AT_A_TIME = 500


def ask_managers(work: Work) -> int:
    """Ask every manager with people here who was not asked this week; run every day.

    Returns:
        How many were asked; none on any other day than that of the setting.

    """
    if not rules.asks_on(work.today, work.settings.weekly_question):
        return 0
    to_ask = queries.managers_to_ask(work.session, work.today)
    for at in range(0, len(to_ask), AT_A_TIME):
        some = to_ask[at : at + AT_A_TIME]
        named = queries.starters_to_name(work.session, some, work.today)
        made = [
            TeamQuestion(
                id=uuid4(),
                manager_id=manager_id,
                week=rules.week_of(work.today),
                asked_at=work.now,
                open_until=work.today + rules.OPEN,
                engagement_ids=[str(one.engagement_id) for one in named.get(manager_id, ())],
            )
            for manager_id in some
        ]
        work.session.add_all(made)
        work.session.flush()
        work.record(*(_questioned(one) for one in made))
    return len(to_ask)


def ask_again(work: Work, question_id: UUID) -> TeamQuestion:
    """Send a manager this week's question once more.

    Raises:
        NotFound: there is no such question.
        NotAllowed: the actor may not decide about answers.
        QuestionOver: its time is over.

    """
    work.require(permissions.DECIDE, WHOLE_COUNCIL)
    asked = queries.question(work.session, question_id)
    if work.today > asked.open_until:
        raise QuestionOver
    work.record(_questioned(asked))
    return asked


def answer(work: Work, question_id: UUID, said: rules.Answer) -> TeamQuestion:
    """Take what is answered to a question; whoever holds its link may say it.

    That nobody is missing is noted. Who is missing and who has left waits for HR: a mail can be
    passed on. A later answer replaces what still waits of an earlier one.

    Raises:
        NotFound: there is no such question.
        QuestionOver: its time is over.
        Invalid: a name is missing, or an address is none.

    """
    asked = queries.question(work.session, question_id, lock=True)
    if work.today > asked.open_until:
        raise QuestionOver
    for one in asked.reports:
        if one.settled_at is None:
            one.outcome, one.settled_at, one.settled_by = "replaced", work.now, work.actor.id
    named = {UUID(one) for one in asked.engagement_ids}
    told = [
        *(_left(one) for one in said.left if one.engagement_id in named),
        *(_missing(one) for one in said.missing),
    ]
    for report in told:
        report.id, report.question_id, report.manager_id = uuid4(), asked.id, asked.manager_id
        report.waits_for, report.told_at = "hr", work.now
        work.session.add(report)
    if not said.is_complete and not told:
        msg = "Name who is missing, or say that nobody is."
        raise Invalid(msg, field="complete")
    asked.answered_at, asked.is_complete = work.now, not told
    work.session.flush()
    work.record(
        ManagerAnswered(
            subject_id=asked.id,
            person_id=asked.manager_id,
            is_complete=not told,
            reports=len(told),
        )
    )
    return asked


def _questioned(asked: TeamQuestion) -> ManagerQuestioned:
    return ManagerQuestioned(
        subject_id=asked.id, person_id=asked.manager_id, starters=len(asked.engagement_ids)
    )


def _left(one: rules.Left) -> Report:
    return Report(kind="left", engagement_id=one.engagement_id, on=one.last_on)


def _missing(one: rules.Missing) -> Report:
    return Report(
        kind="missing",
        first_name=clean_name(one.first_name, field="first_name"),
        last_name=clean_name(one.last_name, field="last_name"),
        email=normal_address(one.email),
        engaged_as=one.kind,
        agency=" ".join(one.agency.split())[:120],
        on=one.starts_on,
    )

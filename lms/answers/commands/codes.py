"""Codes by which starters enter themselves, held until their manager confirms them."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from lms.answers import permissions, queries, rules
from lms.answers.errors import CodeOver, NoSuchCode, TooManyToday
from lms.answers.events import StarterJoined, TeamCodeMade, TeamCodeStopped
from lms.answers.models import Report, TeamCode
from lms.intake import commands as intake
from lms.intake.rules.ways import Way
from lms.kernel.days import council_day
from lms.kernel.permissions import Placement
from lms.kernel.work import Work
from lms.people import queries as people
from lms.people.rules import Place, clean_name, normal_address

STOPPED = "The code by which they joined was stopped."


def make_code(work: Work, unit_id: UUID, *, manager_id: UUID) -> TeamCode:
    """Make a code for a team; one that the manager had for it before works no longer.

    Raises:
        NotFound: there is no such unit or person.
        NotAllowed: the actor may keep no code there.

    """
    unit = people.unit(work.session, unit_id)
    manager = people.person(work.session, manager_id)
    placement = Placement(unit_path=unit.path, agency_id=None, manager_id=manager.id)
    work.require(permissions.KEEP_CODE, Place(placements=(placement,)))
    before = select(TeamCode).filter_by(unit_id=unit.id, manager_id=manager.id, stopped_at=None)
    for one in work.session.scalars(before):
        one.stopped_at = work.now
    key = uuid4()
    typed = rules.code(work.settings.secret_key, key)
    made = TeamCode(
        id=key,
        unit_id=unit.id,
        manager_id=manager.id,
        code_hash=rules.code_hash(work.settings.secret_key, typed),
        made_at=work.now,
        made_by=work.actor.id,
        until_on=work.today + timedelta(days=rules.CODE_DAYS),
        most=rules.CODE_USES,
    )
    work.session.add(made)
    work.session.flush()
    work.record(TeamCodeMade(subject_id=unit.id, code_id=made.id))
    return made


def stop_code(work: Work, code_id: UUID, *, refuse_waiting: bool) -> TeamCode:
    """Stop a code at once, such as one that leaked.

    Args:
        work: the work.
        code_id: which.
        refuse_waiting: whether whoever joined by it and still waits is refused too.

    Raises:
        NoSuchCode: there is none that the actor keeps.
        CodeOver: it works no longer.

    """
    found = queries.code(work.session, code_id, lock=True)
    _refuse_others(work, found)
    if not found.works_on(work.today):
        raise CodeOver
    found.stopped_at = work.now
    waiting = select(Report).filter_by(code_id=found.id, settled_at=None)
    refused = list(work.session.scalars(waiting)) if refuse_waiting else []
    for one in refused:
        one.outcome, one.reason = "refused", STOPPED
        one.settled_at, one.settled_by = work.now, work.actor.id
    work.session.flush()
    work.record(TeamCodeStopped(subject_id=found.unit_id, code_id=found.id, refused=len(refused)))
    return found


def join(work: Work, typed: str, starter: rules.Missing) -> Report:
    """Take a starter who enters themselves by a team's code; their manager confirms them.

    What is known of anybody is told to nobody by it, and the same sent twice is one.

    Raises:
        NoSuchCode: the code is none, over, stopped or used up.
        TooManyToday: more joined by it today than a team can take.
        Invalid: a name is missing, or an address is none.

    """
    found = queries.code_typed(work.session, rules.code_hash(work.settings.secret_key, typed))
    found = queries.code(work.session, found.id, lock=True)
    used = queries.uses(work.session, [found.id]).get(found.id, 0)
    if not found.works_on(work.today) or used >= found.most:
        raise NoSuchCode
    report = Report(
        id=uuid4(),
        kind="joined",
        code_id=found.id,
        manager_id=found.manager_id,
        first_name=clean_name(starter.first_name, field="first_name"),
        last_name=clean_name(starter.last_name, field="last_name"),
        email=normal_address(starter.email),
        engaged_as=starter.kind,
        agency=" ".join(starter.agency.split())[:120],
        on=starter.starts_on,
        waits_for="manager",
        told_at=work.now,
    )
    again = select(Report).filter_by(
        code_id=found.id,
        first_name=report.first_name,
        last_name=report.last_name,
        email=report.email,
        on=report.on,
        settled_at=None,
    )
    before = work.session.scalars(again).first()
    if before is not None:
        return before
    if queries.joined_on(work.session, found.id, work.now) >= rules.CODE_A_DAY:
        raise TooManyToday
    work.session.add(report)
    work.session.flush()
    intake.heard_from(work, rules.BY_CODE, way=Way.CODE)
    work.record(StarterJoined(subject_id=report.id, manager_id=found.manager_id))
    return report


def pass_on(work: Work) -> int:
    """Give to HR what a manager left waiting; run every day. Returns how much."""
    waiting = queries.waiting_long(work.session, work.now - timedelta(days=rules.CONFIRM_DAYS))
    late = [one for one in waiting if _is_late(one, work.today)]
    for one in late:
        one.waits_for = "hr"
    work.session.flush()
    return len(late)


def _is_late(report: Report, today: date) -> bool:
    return rules.goes_to_hr_on(council_day(report.told_at)) <= today


def _refuse_others(work: Work, found: TeamCode) -> None:
    placement = Placement(unit_path=found.unit.path, agency_id=None, manager_id=found.manager_id)
    if not work.actor.may(permissions.KEEP_CODE, Place(placements=(placement,))):
        raise NoSuchCode

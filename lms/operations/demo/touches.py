"""What is done to a few people of Marlshire by the commands themselves."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from lms.assessment.rules import Question
from lms.assignment import commands as assignment
from lms.assignment.models import Obligation
from lms.certificates import commands as certificates
from lms.certificates.models import Certificate
from lms.content import commands as content
from lms.identity import commands as identity
from lms.kernel.days import months_after
from lms.kernel.permissions import EVERYONE, Permission, Reach
from lms.kernel.work import Work
from lms.learning import commands as learning
from lms.learning import queries as learnt
from lms.operations.demo.cases import Cast
from lms.operations.demo.names import CONTACTS
from lms.operations.demo.plan import INDUCTION
from lms.operations.demo.taught import Taught
from lms.people import commands as people
from lms.people import queries as register

DUTIES = {
    "hr": "hr",
    "author": "author",
    "approver": "approver",
    "coordinator": "network_coordinator",
    "auditor": "auditor",
    "administrator": "administrator",
    "agency": "agency_coordinator",
}
"""Role → the duty it comes with; managers have theirs from their people."""


@dataclass(frozen=True)
class Acting:
    """Somebody invented, doing what they may."""

    id: UUID | None

    def may(self, permission: Permission, subject: object = None) -> bool:  # noqa: ARG002
        """Say yes: this is only asked while the demonstration is made."""
        return True

    def reach(self, permission: Permission) -> Reach:  # noqa: ARG002
        """Everyone."""
        return EVERYONE


def give_duties(work: Work, cast: Cast) -> None:
    """Give everybody in particular the duties of their role."""
    for role, duty in DUTIES.items():
        planned = cast.roles[role]
        agency_id = None
        if role == "agency":
            agency_id = register.agencies(work.session)[0].id
            learner = cast.roles["learner"].spells[0]
            agency_id = learner.agency.id if learner.agency else agency_id
        person = register.person(work.session, planned.id)
        people.grant(work, person, duty=duty, agency_id=agency_id)


def enter_contacts(work: Work, cast: Cast) -> None:
    """Say whom to call in Marlshire; the approver checked it."""
    by = _as(work, cast.roles["approver"].id)
    for one in CONTACTS:
        content.add_contact(by, **one)


def acting(work: Work, cast: Cast, role: str = "coordinator") -> Work:
    """Return work on behalf of somebody with a role; the coordinator of the network of DSLs."""
    return _as(work, cast.roles[role].id)


def do(work: Work, cast: Cast, modules: dict[str, Taught]) -> None:
    """Do to the odd cases what only commands can do."""
    hr = _as(work, cast.roles["hr"].id)
    _invite(hr, cast)
    for name in ("bounced", "bounced too"):
        people.bounced(work, cast.cases[name].id)
    _release(hr, cast)
    _withdraw(hr, cast)
    induction = modules[INDUCTION]
    _pass(work, cast.cases["passed today"].id, induction)
    _fail(work, cast.cases["talk"].id, induction)


def _invite(hr: Work, cast: Cast) -> None:
    """Invite the starter of today and those to come, and print a card for one."""
    for name in ("starts soon", "starts later"):
        spell = cast.cases[name].spells[0]
        identity.invite(hr, cast.cases[name].id, engagement_id=spell.id, send_on=spell.starts_on)
    held = cast.cases["held"]
    identity.invite(hr, held.id, engagement_id=held.spells[0].id, send_on=None)
    learner = cast.roles["learner"]
    identity.invite(hr, learner.id, engagement_id=learner.spells[0].id, send_on=hr.today)
    identity.print_card(_as(hr, cast.roles["manager"].id), cast.cases["card"].id)


def _release(hr: Work, cast: Cast) -> None:
    """Exempt one from the induction for a while; another is on leave."""
    obligation = hr.session.scalars(
        select(Obligation).filter_by(person_id=cast.cases["exempt"].id, module_slug=INDUCTION)
    ).one()
    assignment.exempt(
        hr,
        obligation.id,
        reason="On secondment to the regional office until spring; trained there. Agreed with "
        "the principal social worker.",
        until_on=months_after(hr.today, 4),
    )
    assignment.pause(
        hr,
        cast.cases["paused"].spells[0].id,
        reason="family_leave",
        from_on=hr.today - timedelta(days=50),
    )


def _withdraw(hr: Work, cast: Cast) -> None:
    issued = hr.session.scalars(
        select(Certificate).filter_by(person_id=cast.cases["withdrawn"].id, module_slug=INDUCTION)
    ).one()
    certificates.withdraw(
        hr, issued.id, reason="Earned under another person's link, which was sent on by mistake."
    )


def _pass(work: Work, person_id: UUID, module: Taught) -> None:
    """Read a module and pass its check, this last hour."""
    _read(work, person_id, module, minutes_ago=55)
    _try(work, person_id, module, 20, lambda question: list(question.right))


def _fail(work: Work, person_id: UUID, module: Taught) -> None:
    """Fail a check three times; the manager is asked for a talk."""
    _read(work, person_id, module, minutes_ago=3 * 24 * 60)
    for minutes_ago in (3 * 24 * 60 - 30, 2 * 24 * 60, 24 * 60):
        _read(work, person_id, module, minutes_ago=minutes_ago + 10)
        _try(work, person_id, module, minutes_ago, lambda _question: [])


def _read(work: Work, person_id: UUID, module: Taught, *, minutes_ago: int) -> None:
    own = _as(work, person_id, minutes_ago=minutes_ago)
    for section in module.whole.sections:
        learning.read_section(
            own, module.slug, section.id, chosen=0 if section.has_pause else None
        )


def _try(
    work: Work,
    person_id: UUID,
    module: Taught,
    minutes_ago: int,
    answer: Callable[[Question], list[str]],
) -> None:
    attempt = learning.begin_check(_as(work, person_id, minutes_ago=minutes_ago + 8), module.slug)
    handed_in = _as(work, person_id, minutes_ago=minutes_ago)
    asked = [module.whole.question(one.question_id) for one in learnt.drawn_of(attempt)]
    chosen = {one.id: answer(one) for one in asked}
    learning.save_answers(handed_in, attempt.id, chosen)
    learning.submit_check(handed_in, attempt.id)


def _as(work: Work, person_id: UUID, *, minutes_ago: int = 0) -> Work:
    """Return the same work, done by somebody, a while ago."""
    then = work.now - timedelta(minutes=minutes_ago)
    return replace(work, actor=Acting(person_id), now=then)

"""Who hears of what by mail."""

from hashlib import sha256

from lms.answers import queries as answers
from lms.answers.events import ManagerAnswered, ManagerQuestioned, ReportSettled, StarterJoined
from lms.appointments.events import DslCheckAnswered, DslCheckAsked
from lms.certificates import queries as certificates
from lms.certificates.events import CertificateAwarded
from lms.content import queries as content
from lms.coverage.events import ManagerAsked
from lms.identity import queries as invitations
from lms.identity.events import InvitationDue, SignInLinkMade
from lms.intake.events import ListHandedIn
from lms.kernel.work import Work
from lms.learning import queries as learning
from lms.learning.events import TalkAsked
from lms.notifications import commands as notifications
from lms.people import queries as register


def ask_for_talk(work: Work, event: TalkAsked) -> None:
    """The managers of somebody who would be helped by a talk are asked; counts stay untold."""
    found = learning.talk(work.session, event.subject_id)
    title = content.title_of(work.session, found.module_slug)
    for manager in register.managers_of(work.session, found.person_id, work.today):
        facts = {"person": found.person.name, "title": title}
        notifications.write(work, manager.id, "talk", facts, once=f"talk:{found.id}:{manager.id}")


def tell_of_list(work: Work, event: ListHandedIn) -> None:
    """HR hears that an agency has sent in its list."""
    agency = register.agency(work.session, event.agency_id)
    facts = {"agency": agency.name, "rows": event.rows, "import": str(event.subject_id)}
    for person_id in register.officers(work.session):
        once = f"list:{event.subject_id}:{person_id}"
        notifications.write(work, person_id, "agency_list", facts, once=once)


def ask_manager(work: Work, event: ManagerAsked) -> None:
    """A line manager is asked by mail whether these starters came; once a day about the same."""
    session, ids = work.session, event.engagement_ids
    names = register.names_of(session, register.people_of(session, ids)).values()
    about = sha256("".join(one.hex for one in ids).encode()).hexdigest()[:16]
    notifications.write(
        work,
        event.subject_id,
        "asked",
        {"people": sorted(names)},
        once=f"asked:{event.subject_id}:{work.today.isoformat()}:{about}",
    )


def ask_setting(work: Work, event: DslCheckAsked) -> None:
    """A setting is asked by mail who is DSL there; what its link opens can be answered."""
    setting = register.setting(work.session, event.subject_id)
    facts = {"check": str(event.check_id), "setting": setting.name, "again": event.again}
    notifications.write_to_setting(work, setting.id, "dsl_check", facts)


def tell_of_answer(work: Work, event: DslCheckAnswered) -> None:
    """Who keeps the network, or HR without one, hears once a day that answers wait for a yes."""
    if not event.waiting:
        return
    keepers = register.network_coordinators(work.session) or register.officers(work.session)
    for person_id in keepers:
        once = f"dsl_answers:{work.today.isoformat()}:{person_id}"
        notifications.write(work, person_id, "dsl_answers", {}, once=once)


def question_manager(work: Work, event: ManagerQuestioned) -> None:
    """A manager is asked by mail; what its link opens can be answered without a sign-in."""
    asked = answers.question(work.session, event.subject_id)
    named = answers.starters_of(work.session, asked)
    facts = {
        "answer": str(asked.id),
        "people": [[one.name, one.starts_on.isoformat()] for one in named],
        "until": asked.open_until.isoformat(),
    }
    notifications.write(work, asked.manager_id, "weekly", facts)


def tell_of_reports(work: Work, event: ManagerAnswered) -> None:
    """HR hears once a day that what managers told waits for a yes."""
    if not event.reports:
        return
    for person_id in register.officers(work.session):
        once = f"reports:{work.today.isoformat()}:{person_id}"
        notifications.write(work, person_id, "reports", {}, once=once)


def tell_manager_of_no(work: Work, event: ReportSettled) -> None:
    """A manager whose word was not taken hears why."""
    report = answers.report(work.session, event.subject_id)
    if event.outcome != "refused" or report.question_id is None:
        return
    facts = {"person": report.name, "kind": report.kind, "reason": report.reason}
    once = f"report:{report.id}"
    notifications.write(work, report.manager_id, "report_refused", facts, once=once)


def tell_of_joiner(work: Work, event: StarterJoined) -> None:
    """A manager hears, once a day, that somebody joined by their code and waits for them."""
    once = f"joined:{work.today.isoformat()}:{event.manager_id}"
    notifications.write(work, event.manager_id, "joined", {}, once=once)


def tell_of_certificate(work: Work, event: CertificateAwarded) -> None:
    """Whoever earned a certificate is told where it is."""
    found = certificates.certificate(work.session, event.subject_id)
    facts = {
        "title": found.module_title,
        "number": found.number,
        "completed_on": found.completed_on.isoformat(),
    }
    notifications.write(work, found.person_id, "passed", facts, once=f"passed:{found.id}")


def write_sign_in(work: Work, event: SignInLinkMade) -> None:
    """Whoever asked for a link gets it by mail."""
    facts = {"link": str(event.subject_id), "to_other": event.to_other}
    if event.person_id is not None:
        notifications.write(work, event.person_id, "sign_in", facts)


def write_invitation(work: Work, event: InvitationDue) -> None:
    """An invitation whose day has come goes out by mail."""
    if event.person_id is None:
        return
    facts = {
        "link": str(event.link_id),
        "invitation": str(event.subject_id),
        **invitations.invitation_facts(work.session, event.subject_id),
    }
    notifications.write(work, event.person_id, "invitation", facts)

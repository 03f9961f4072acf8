"""What happened concerning a person, as sentences an auditor can read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.audit import queries as audit
from lms.content import queries as content
from lms.identity import queries as identity
from lms.kernel import words
from lms.kernel.paging import PAGE
from lms.people import queries, rules
from lms.web.office import mentoring_said

if TYPE_CHECKING:
    from lms.audit.models import AuditRow
    from lms.people.models import Person

FIRST = PAGE
"""Rows shown until somebody asks for all."""

MOST = 1000
"""Rows of a whole history on one page; the record itself has no end."""

PRIVATE = frozenset({"check.failed"})
"""Never told with a name: how often somebody tried stays theirs."""

QUIET = PRIVATE | {"invitation.due", "sign_in_link.made"} | mentoring_said.SAID.keys()
"""Not told of a person: what another row says, and mentoring, which is between the two."""

PARTS: Mapping[str, str] = {
    "first_name": "first name",
    "last_name": "last name",
    "name": "name as called",
    "email": "email address",
    "other_email": "second email address",
    "kind": "kind",
    "starts_on": "first day",
    "ends_on": "last day",
    "reference": "reference",
    "employee_number": "employee number",
    "job_title": "job title",
    "unit": "team",
    "setting": "setting",
    "agency": "agency",
    "manager": "line manager",
}

MESSAGES: Mapping[str, str] = {
    "sign_in": "a sign-in link",
    "invitation": "the invitation",
    "reminder": "a reminder",
    "team": "word that training in their team is overdue",
    "talk": "word that somebody asks for a talk",
    "asked": "a question about starters of theirs",
    "passed": "word of passing",
    "withdrawn": "word of a withdrawn certificate",
    "agency_list": "word that an agency sent in its list",
    "dsl_check": "the yearly question who is DSL there",
    "weekly": "the weekly question who is missing",
    "mentor_needed": "word that they wait for a mentor",
    "mentor_head": "the question whether the head agrees to a mentor’s time",
    "mentor_agreed": "word that the head agrees to their mentoring",
    "mentor_asked": "the question whether they help a new DSL",
    "mentor_proposed": "word of the mentor proposed to them",
    "mentor_paired": "word that they are a mentoring pair",
    "mentor_ended": "word that a mentoring pair has ended",
    "mentoring": "word that somebody waits for a mentor",
    "reports": "word that managers told something",
    "report_refused": "word that what they told was not taken",
    "joined": "word that somebody joined by their code",
    "dsl_answers": "word that settings said who is DSL there",
}

NOT_STARTER: Mapping[str, str] = {
    "never_started": "never started",
    "twice": "stands here twice",
    "not_ours": "works elsewhere, not in this directorate",
}

WAYS: Mapping[str, str] = {
    "sign_in": "by an emailed link",
    "invitation": "by the invitation",
    "card": "by a printed card",
    "demo": "by a demonstration link",
    "provider": "with an account from elsewhere",
}

LEAVE: Mapping[str, str] = {
    "family_leave": "family leave",
    "long_absence": "long absence",
    "career_break": "a career break",
    "other_leave": "other leave",
}
"""Why clocks stand still, as codes say it and no closer."""


@dataclass(frozen=True)
class Told:
    """One thing that happened: when, what, and who did it."""

    at: datetime
    text: str
    by: str


@dataclass(frozen=True)
class History:
    """What happened concerning a person, the newest first."""

    told: list[Told]
    more: bool
    """Whether there is more than is told."""


@dataclass(frozen=True)
class Happened:
    """What a sentence may be made of."""

    subject: str
    """Name of the group the row is about, where it is one."""

    data: Mapping[str, Any]
    places: Mapping[UUID, str]
    titles: Mapping[str, str]
    """Module → what it is called."""

    @property
    def module(self) -> str:
        """What the module is called; its slug where nobody knows."""
        slug = str(self.data["module_slug"])
        return f"‘{self.titles[slug]}’" if slug in self.titles else slug

    def day(self, key: str) -> str:
        """Return a day in words; empty where there is none."""
        return words.day(date.fromisoformat(self.data[key])) if self.data.get(key) else ""

    def changed(self) -> str:
        """Return the parts that changed, in words."""
        return words.listed([PARTS.get(one, one) for one in self.data.get("changed", [])])


def _begun(row: Happened) -> str:
    kind = rules.KINDS.get(row.data["kind"], row.data["kind"])
    until = f" to {row.day('ends_on')}" if row.data.get("ends_on") else ""
    source = row.data["source"]
    return f"{kind} engagement entered from {source}, from {row.day('starts_on')}{until}."


def _granted(row: Happened) -> str:
    duty = rules.DUTIES.get(row.data["duty"], row.data["duty"])
    over = row.data.get("unit_id") or row.data.get("agency_id")
    where = row.places.get(UUID(over), "a unit that is gone") if over else "the whole council"
    if row.data["duty"] == "line_manager" and not over:
        where = "their own people"
    return f"Given the duty of {duty} over {where}."


def _paused(row: Happened) -> str:
    why = LEAVE.get(row.data["reason"], row.data["reason"])
    until = f" until {row.day('until_on')}" if row.data.get("until_on") else ""
    return f"Clocks paused from {row.day('from_on')}{until}, for {why}."


def _owed(row: Happened) -> str:
    parts = [
        f"{row.data[key]} {word}"
        for key, word in (("begun", "new"), ("ended", "no longer owed"), ("moved", "moved"))
        if row.data.get(key)
    ]
    return f"What they must complete was brought up to date: {words.listed(parts) or 'nothing'}."


ROLES: Mapping[str, str] = {"dsl": "DSL", "deputy": "deputy DSL"}
TRAININGS: Mapping[str, str] = {"role": "role training", "refresh": "yearly refresh"}
TOLD_BY: Mapping[str, str] = {"school": "the school", "import": "a list"}


DIRECTORY: Mapping[str, str] = {
    "new": "somebody new",
    "known": "somebody known",
    "held": "HR was asked who it is",
    "nameless": "it has nobody’s name",
    "closed": "it is closed",
}


def _in_words(changed: list[str]) -> list[str]:
    return [one.removesuffix("_id").replace("_", " ") for one in changed]


def _appointed(row: Happened) -> str:
    role, by = ROLES.get(row.data["role"], row.data["role"]), TOLD_BY.get(row.data["named_by"])
    named = f", as {by} says" if by else ""
    return f"{role} at {row.subject or 'a setting'} from {row.day('from_on')}{named}."


def _away(row: Happened) -> str:
    until = f", back on {row.day('until_on')}" if row.data.get("until_on") else ""
    cover = row.places.get(UUID(row.data["covered_by"])) if row.data.get("covered_by") else None
    covered = f"covered by {cover or 'a colleague'}" if row.data.get("covered_by") else "no cover"
    return f"Away as DSL or deputy from {row.day('from_on')}{until}; {covered}."


def _trained(row: Happened) -> str:
    what = TRAININGS.get(row.data["kind"], row.data["kind"])
    by = TOLD_BY.get(row.data["told_by"], "an officer")
    return f"DSL {what} completed on {row.day('done_on')}, as {by} says."


SAID: Mapping[str, Callable[[Happened], str]] = {
    "dsl.appointed": _appointed,
    "dsl.ended": lambda row: (
        f"No longer {ROLES.get(row.data['role'], 'DSL')} at {row.subject or 'a setting'}; "
        f"last day {row.day('last_on')}."
    ),
    "dsl.away": _away,
    "dsl.back": lambda row: f"Back as DSL or deputy on {row.day('on')}.",
    "dsl.confirmed": lambda row: (
        f"Confirmed at {row.subject or 'a setting'} by "
        f"{TOLD_BY.get(row.data['told_by'], 'an officer')}."
    ),
    "dsl.training_told": _trained,
    "dsl.check_asked": lambda row: (
        f"{row.subject or 'A setting'} was asked {'once more ' if row.data['again'] else ''}"
        "who is DSL there."
    ),
    "dsl.check_answered": lambda row: (
        f"{row.subject or 'A setting'} said who is DSL there: {row.data['confirmed']} confirmed, "
        f"{words.count(row.data['waiting'], 'change waits', 'changes wait')} for a yes."
    ),
    "answers.questioned": lambda row: (
        f"Asked by mail who is missing from their team, "
        f"{words.count(row.data['starters'], 'starter')} named."
    ),
    "answers.answered": lambda row: (
        "Said, by the link in a mail, that nobody is missing from their team."
        if row.data["is_complete"]
        else f"Told by the link in a mail: {words.count(row.data['reports'], 'change')} for HR."
    ),
    "directory.told": lambda row: (
        f"The council’s directory told of their account: "
        f"{DIRECTORY.get(row.data['outcome'], row.data['outcome'])}."
    ),
    "directory.changed": lambda row: (
        f"The council’s directory told anew: {words.listed(_in_words(row.data['changed']))}."
    ),
    "directory.closed": lambda row: (
        f"Their account in the council’s directory was "
        f"{'deleted' if row.data['deleted'] else 'closed'}"
        f"{'; the engagement it had begun ended' if row.data['engagement_id'] else ''}."
    ),
    "dsl.list_imported": lambda row: (
        f"A list of {words.count(row.data['rows'], 'DSL or deputy', 'DSLs and deputies')} was "
        f"brought in: {row.data['added']} entered, {row.data['confirmed']} confirmed, "
        f"{row.data['held']} to decide, {row.data['rejected']} with a fault."
    ),
    "dsl.told_settled": lambda row: (
        f"What {row.subject or 'a setting'} told was "
        f"{'entered' if row.data['outcome'] == 'entered' else 'left out'}."
    ),
    "people.merged": lambda _row: "Another record of theirs became part of this one.",
    "people.said_two": lambda _row: "Said to be another person than somebody who looks alike.",
    "people.said_two_taken_back": lambda _row: "Taken back: they may be somebody alike.",
    "people.unmerged": lambda _row: "A record that had become part of this one was taken apart.",
    "person.joined": lambda _row: "Entered into the register.",
    "person.corrected": lambda row: f"Details corrected: {row.changed()}.",
    "person.address_bounced": lambda _row: "Mail to their address came back.",
    "person.first_signed_in": lambda _row: "Signed in for the first time.",
    "person.signed_in": lambda row: f"Signed in {WAYS.get(row.data['by'], '')}".strip() + ".",
    "person.signed_out_everywhere": lambda _row: "Signed out on every device.",
    "engagement.begun": _begun,
    "engagement.changed": lambda row: f"Engagement changed: {row.changed()}.",
    "engagement.ended": lambda row: f"Engagement ended early; last day {row.day('ends_on')}.",
    "engagement.taken_out": lambda _row: "An engagement that never was was taken out.",
    "person.taken_out": lambda _row: "Taken out of the register with the list that entered them.",
    "engagement.marked_not_starter": lambda row: (
        f"Said not to be a starter: {NOT_STARTER.get(row.data['reason'], row.data['reason'])}."
    ),
    "engagement.mark_taken_back": lambda _row: "Said to be a starter after all.",
    "manager.asked": lambda row: (
        f"Asked about {words.count(len(row.data['engagement_ids']), 'starter')} of theirs."
    ),
    "engagement.paused": _paused,
    "engagement.returned": lambda row: f"Returned on {row.day('on')}; clocks started anew.",
    "duty.granted": _granted,
    "duty.withdrawn": lambda row: (
        f"The duty of {rules.DUTIES.get(row.data['duty'], row.data['duty'])} was withdrawn."
    ),
    "group.joined": lambda row: f"Put into the group {row.subject or 'that is gone'}.",
    "group.left": lambda row: f"Taken out of the group {row.subject or 'that is gone'}.",
    "invitation.made": lambda row: (
        "An invitation was made, and held." if row.data["held"] else "An invitation was made."
    ),
    "sign_in_link.shown": lambda _row: "An operator was shown a link to sign in as them.",
    "card.printed": lambda _row: "A sign-in card was printed.",
    "account.linked": lambda _row: "An account from elsewhere was linked: it signs in as them.",
    "account.unlinked": lambda _row: "An account from elsewhere was taken off.",
    "sign_in.unknown": lambda _row: "Signed in elsewhere, and no list says that they work here.",
    "message.sent": lambda row: f"Sent {MESSAGES.get(row.data['kind'], 'a message')}.",
    "message.bounced": lambda row: (
        f"Mail came back: {MESSAGES.get(row.data['kind'], 'a message')}."
    ),
    "message.given_up": lambda row: (
        f"Could not be sent: {MESSAGES.get(row.data['kind'], 'a message')}."
    ),
    "obligations.changed": _owed,
    "obligation.reopened": lambda row: f"Must complete {row.module} again by {row.day('due_on')}.",
    "obligation.exempted": lambda row: (
        f"Exempt from {row.module} until {row.day('until_on')}: {row.data['reason'].rstrip('.')}."
    ),
    "module.begun": lambda row: f"Began to read {row.module}.",
    "practice.finished": lambda row: f"Finished the practice assessment of {row.module}.",
    "check.failed": lambda row: f"A knowledge check of {row.module} was not passed.",
    "check.passed": lambda row: f"Passed the knowledge check of {row.module}.",
    "talk.asked": lambda row: f"A talk about {row.module} was asked for.",
    "talk.held": lambda row: f"The talk about {row.module} was held.",
    "certificate.awarded": lambda row: f"Certificate awarded for {row.module}.",
    "certificate.withdrawn": lambda _row: "A certificate was withdrawn.",
}
"""A sentence for every tag that concerns a person."""


def asked_for(session: Session, person: "Person", *, all_of_it: bool) -> History:
    """Return what happened concerning a person, in three queries; fifty rows or all of them."""
    most = MOST if all_of_it else FIRST
    rows = audit.history(session, person.id, without=QUIET, limit=most + 1)
    shown = rows[:most]
    actors = {one.actor_id for one in shown if one.actor_id and one.actor_id != person.id}
    names = queries.names_of_any(session, actors | _places(shown))
    names |= identity.token_names(session, actors - names.keys())
    titles = content.titles(session, {str(one.data.get("module_slug", "")) for one in shown})
    told = [
        Told(at=one.at, text=sentence(one, names, titles), by=_by(one, person, names))
        for one in shown
    ]
    return History(told=told, more=len(rows) > most)


def sentence(
    row: "AuditRow", places: Mapping[UUID, str], titles: Mapping[str, str] | None = None
) -> str:
    """Return what a row of the record says; a tag from a later release is at least named."""
    said = SAID.get(row.tag)
    if said is None:
        return f"{row.tag.replace('.', ' ').replace('_', ' ').capitalize()}."
    subject = places.get(row.subject_id, "")
    return said(Happened(subject=subject, data=row.data, places=places, titles=titles or {}))


def _places(rows: list["AuditRow"]) -> set[UUID]:
    """Return the ids of units, agencies and groups that the rows name."""
    found = {one.subject_id for one in rows if one.tag.startswith(("group.", "dsl."))}
    for one in rows:
        if one.tag == "duty.granted":
            named = one.data.get("unit_id") or one.data.get("agency_id")
            found |= {UUID(named)} if named else set()
        if one.data.get("covered_by"):
            found.add(UUID(one.data["covered_by"]))
    return found


def _by(row: "AuditRow", person: "Person", names: Mapping[UUID, str]) -> str:
    if row.actor_id is None:
        return "the site"
    if row.actor_id == person.id:
        return person.name
    return names.get(row.actor_id, "somebody no longer in the register")

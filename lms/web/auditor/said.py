"""What each row of the record says, as a sentence an auditor can read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.assignment import queries as assignment
from lms.content import queries as content
from lms.identity import queries as identity
from lms.kernel import words
from lms.people import queries as people
from lms.web.office import history, mentoring_said

if TYPE_CHECKING:
    from lms.audit.models import AuditRow

DECISIONS: Mapping[str, str] = {
    "same": "it is somebody known",
    "new": "it is somebody new",
    "left_out": "it was left out",
}
REPORTS: Mapping[str, str] = {
    "missing": "somebody is missing",
    "left": "somebody has left",
    "joined": "a starter by a team’s code",
}
OUTCOMES: Mapping[str, str] = {
    "entered": "entered",
    "ended": "taken: the engagement ends",
    "refused": "refused",
}
GROUP_TOLD: Mapping[str, str] = {
    "made": "keeps",
    "changed": "changed",
    "deleted": "no longer keeps",
}
PARTS: Mapping[str, str] = {
    "basis": "why it is asked",
    "urn": "URN",
    "closed_on": "the day it closed",
    "opened_on": "the day it opened",
}


@dataclass(frozen=True)
class Names:
    """What the ids in some rows stand for."""

    people: Mapping[UUID, str]
    """People, units, settings, agencies and groups."""

    editions: Mapping[UUID, str]
    requirements: Mapping[UUID, str]
    titles: Mapping[str, str]
    """Module → what it is called."""


@dataclass(frozen=True)
class Row:
    """What a sentence may be made of."""

    subject: str
    data: Mapping[str, Any]
    names: Names

    @property
    def module(self) -> str:
        """What the module is called; its slug where nobody knows."""
        slug = str(self.data.get("module_slug", ""))
        return f"‘{self.names.titles[slug]}’" if slug in self.names.titles else slug

    @property
    def changed(self) -> str:
        """The parts that changed, in words."""
        return words.listed([PARTS.get(one, one) for one in self.data.get("changed", [])])

    def name(self, key: str) -> str:
        """Return the name of what an id in the data stands for."""
        value = self.data.get(key)
        return self.names.people.get(UUID(value), "a unit that is gone") if value else ""

    def day(self, key: str) -> str:
        """Return a day in words."""
        return words.day(date.fromisoformat(self.data[key]))


def _unit_added(row: Row) -> str:
    return f"{row.data['kind'].capitalize()} {row.subject} made {_under(row)}".rstrip() + "."


def _under(row: Row) -> str:
    return f"under {row.name('parent_id')}" if row.data.get("parent_id") else ""


def _imported(row: Row) -> str:
    data = row.data
    return (
        f"A list of {data['source']} was brought in: {words.count(data['rows'], 'row')}, "
        f"{data['added']} added, {data['updated']} updated, {data['unchanged']} unchanged, "
        f"{data['held']} held, {data['rejected']} rejected; {data['missing']} missing from it."
    )


def _schools(row: Row) -> str:
    data = row.data
    return (
        f"The register of schools was brought in: {words.count(data['rows'], 'row')}, "
        f"{data['added']} added, {data['changed']} changed, {data['closed']} closed, "
        f"{data['unchanged']} unchanged, {data['held']} held, {data['rejected']} rejected."
    )


SAID: Mapping[str, Callable[[Row], str]] = {
    **mentoring_said.SAID,
    "unit.added": _unit_added,
    "unit.renamed": lambda row: f"A unit was renamed; it is called {row.subject} now.",
    "unit.taken_out": lambda _row: "A unit was taken out with the list that had made it.",
    "unit.moved": lambda row: f"{row.subject} was moved {_under(row) or 'to the top'}.",
    "setting.added": lambda row: f"Setting {row.subject} entered.",
    "setting.changed": lambda row: (
        f"The details of the setting {row.subject} were changed: {row.changed or 'some'}."
    ),
    "setting.taken_out": lambda _row: "A setting was taken out with the list that had made it.",
    "schools.imported": _schools,
    "school_row.settled": lambda row: (
        f"Decided of a school in the register that it is {row.subject}, "
        f"{'known before' if row.data['is_same'] else 'new here'}."
    ),
    "agency.added": lambda row: f"Agency {row.subject} entered.",
    "agency.renamed": lambda row: f"An agency was renamed; it is called {row.subject} now.",
    "agency.taken_out": lambda _row: "An agency was taken out with the list that had made it.",
    "group.added": lambda row: f"Group {row.subject} made.",
    "answers.settled": lambda row: (
        f"What was told ({REPORTS.get(row.data['kind'], 'a change')}) was "
        f"{OUTCOMES.get(row.data['outcome'], 'settled')}."
    ),
    "answers.code_made": lambda row: f"A code to join by was made for {row.subject}.",
    "answers.code_stopped": lambda row: (
        f"The code of {row.subject} was stopped; "
        f"{words.count(row.data['refused'], 'starter')} who had joined by it refused."
    ),
    "answers.joined": lambda _row: "A starter entered themselves by a team’s code.",
    "directory.group_told": lambda row: (
        f"The council’s directory {GROUP_TOLD.get(row.data['what'], 'told of')} group "
        f"{row.subject}."
    ),
    "group.changed": lambda row: f"Group {row.subject} changed: {row.changed}.",
    "requirement.begun": lambda row: (
        f"Requirement {row.subject} began: {row.module} is asked from {row.day('from_on')}."
    ),
    "requirement.ended": lambda row: (
        f"Requirement {row.subject} ended: it holds until the day before {row.day('until_on')}."
    ),
    "requirement.renamed": lambda row: (
        f"Requirement {row.subject} says something else: {row.changed}."
    ),
    "edition.seen": lambda row: f"Another edition of {row.module} was read: {row.subject}.",
    "edition.approved": lambda row: f"Edition {row.subject} of {row.module} was approved.",
    "edition.approval_withdrawn": lambda row: (
        f"The approval of edition {row.subject} of {row.module} was withdrawn."
    ),
    "contact.changed": lambda row: f"A contact was {row.data['what']}.",
    "people.imported": _imported,
    "list.handed_in": lambda row: (
        f"An agency sent in its list of {words.count(row.data['rows'], 'row')}."
    ),
    "import.undone": lambda row: (
        f"A list of {row.data['source']} was undone: "
        f"{words.count(row.data['engagements'], 'engagement')} taken out, "
        f"{words.count(row.data['put_back'], 'row')} put back, {row.data['stayed']:,} stayed."
    ),
    "import.dropped": lambda row: f"A list of {row.data['source']} was looked at, and not used.",
    "import_row.settled": lambda row: (
        f"A row that was held was decided: {DECISIONS.get(row.data['decision'], 'settled')}."
    ),
    "source.described": lambda row: f"What is known of {row.data['source']} was changed.",
    "heading.explained": lambda row: f"Said what the heading ‘{row.data['heading']}’ means.",
    "heading.forgotten": lambda row: (
        f"What the heading ‘{row.data['heading']}’ means was forgotten."
    ),
    "invitation.due": lambda _row: "The day of an invitation came.",
    "token.added": lambda row: (
        f"The system {row.data['name']} was given a token: {words.listed(row.data['scopes'])}."
    ),
    "token.revoked": lambda row: f"The token of the system {row.data['name']} was revoked.",
    "sign_in_link.made": lambda _row: "A link to sign in was asked for.",
}
"""A sentence for every tag that concerns no person, or that a person's history leaves out."""


def names_in(session: Session, rows: "Sequence[AuditRow]") -> Names:
    """Return what the ids in some rows stand for, in a few queries however many there are."""
    ids = {one.subject_id for one in rows} | {one.person_id for one in rows if one.person_id}
    actors = {one.actor_id for one in rows if one.actor_id}
    ids |= actors
    for one in rows:
        named = (one.data.get(key) for key in ("unit_id", "agency_id", "parent_id", "covered_by"))
        ids |= {UUID(value) for value in named if value}
    slugs = {str(one.data["module_slug"]) for one in rows if "module_slug" in one.data}
    editions = [one.subject_id for one in rows if one.tag.startswith("edition.")]
    asked = [one.subject_id for one in rows if one.tag.startswith("requirement.")]
    known = people.names_of_any(session, ids)
    return Names(
        people=known | identity.token_names(session, actors - known.keys()),
        editions=content.labels(session, editions) if editions else {},
        requirements=assignment.requirement_names(session, asked) if asked else {},
        titles=content.titles(session, slugs),
    )


def sentence(row: "AuditRow", names: Names) -> str:
    """Return what a row of the record says."""
    said = SAID.get(row.tag)
    if said is None:
        return history.sentence(row, names.people, names.titles)
    subject = (
        names.people.get(row.subject_id)
        or names.editions.get(row.subject_id)
        or names.requirements.get(row.subject_id)
        or ""
    )
    return said(Row(subject=subject, data=row.data, names=names))

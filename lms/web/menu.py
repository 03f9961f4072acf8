"""The menu: what somebody may open, in one order for everybody."""

from dataclasses import dataclass

from flask import current_app, url_for

from lms.assignment import permissions as assignment
from lms.audit import permissions as audit
from lms.compliance import permissions as compliance
from lms.content import permissions as content
from lms.coverage import permissions as coverage
from lms.delivery import kit
from lms.identity.permissions import KEEP_TOKENS
from lms.intake import permissions as intake
from lms.kernel.permissions import SIGNED_IN, Permission
from lms.mentoring import permissions as mentoring
from lms.notifications import permissions as notifications
from lms.people import permissions as people
from lms.people.rules import WHOLE_COUNCIL


@dataclass(frozen=True)
class Entry:
    """A place in the menu: who sees it, its words, its view."""

    permission: Permission
    text: str
    endpoint: str
    also: frozenset[str] = frozenset()
    """Other nouns whose pages stand under it."""

    over: object = None
    """Over what they need the permission, where a part of the council is not enough."""


ENTRIES: tuple[Entry, ...] = (
    Entry(SIGNED_IN, "My learning", "lms.home.show"),
    Entry(people.READ_TEAM, "My team", "lms.team.show", frozenset({"codes"})),
    Entry(people.READ_WORKERS, "My workers", "lms.workers.show", frozenset({"worker_lists"})),
    Entry(compliance.READ, "Who is trained", "lms.compliance.show", frozenset({"released"})),
    Entry(
        coverage.READ,
        "Coverage",
        "lms.coverage.show",
        frozenset({"coverage_lists", "coverage_steps", "reports"}),
    ),
    Entry(
        people.LIST,
        "People",
        "lms.people.index",
        frozenset(
            {"accounts", "details", "engagements", "cards", "starters", "releases", "merging"}
        ),
    ),
    Entry(
        intake.IMPORT,
        "Imports",
        "lms.intake.index",
        frozenset({"intake_lines", "decisions", "headings", "invitations"}),
        WHOLE_COUNCIL,
    ),
    Entry(SIGNED_IN, "Certificates", "lms.office_certificates.index"),
    Entry(content.READ_EDITIONS, "Modules", "lms.editions.index"),
    Entry(assignment.READ, "Requirements", "lms.requirements.index"),
    Entry(content.CHANGE_CONTACTS, "Contacts", "lms.office_contacts.index"),
    Entry(
        people.SEE_PLACES,
        "Places",
        "lms.places.index",
        frozenset({"agencies", "groups", "members"}),
    ),
    Entry(
        people.SEE_SETTINGS,
        "Settings",
        "lms.settings.index",
        frozenset({"schools", "appointing", "appointments", "dsls", "dsl_checks", "dsl_lists"}),
    ),
    Entry(
        mentoring.READ,
        "Mentoring",
        "lms.mentoring.show",
        frozenset({"mentoring_office", "mentor_proposals", "mentor_choosing", "mentor_terms"}),
        WHOLE_COUNCIL,
    ),
    Entry(notifications.READ, "Messages", "lms.messages.index"),
    Entry(people.READ_DUTIES, "Duties", "lms.duties.index"),
    Entry(KEEP_TOKENS, "Tokens", "lms.systems.index"),
    Entry(audit.READ, "Record", "lms.trail.index", over=WHOLE_COUNCIL),
)


@dataclass(frozen=True)
class Place:
    """A place in somebody's menu: its words, its address, the nouns whose pages stand there."""

    text: str
    href: str
    nouns: frozenset[str]


def places() -> list[Place]:
    """Return the places that whoever is signed in may open."""
    actor = kit.actor()
    if actor.id is None:
        return []
    return [
        Place(entry.text, url_for(entry.endpoint), entry.also | {entry.endpoint.split(".")[1]})
        for entry in ENTRIES
        if actor.may(entry.permission, entry.over) and entry.endpoint in current_app.view_functions
    ]

"""Who may do what: the whole policy, in one table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from uuid import UUID

from lms.answers import permissions as answers
from lms.appointments import permissions as appointments
from lms.assignment import permissions as assignment
from lms.audit import permissions as audit
from lms.certificates import permissions as certificates
from lms.compliance import permissions as compliance
from lms.content import permissions as content
from lms.coverage import permissions as coverage
from lms.directory.permissions import KEEP as DIRECTORY
from lms.identity import permissions as identity
from lms.intake import permissions as intake
from lms.kernel.permissions import (
    EVERYONE,
    NOBODY,
    PUBLIC,
    SIGNED_IN,
    Permission,
    Placement,
    Reach,
)
from lms.learning import permissions as learning
from lms.mentoring import permissions as mentoring
from lms.notifications import permissions as notifications
from lms.people import permissions as people
from lms.schools import permissions as schools


@dataclass(frozen=True)
class HeldDuty:
    """A duty somebody holds, and over what; no scope is the whole council."""

    duty: str
    unit_path: str | None = None
    agency_id: UUID | None = None


@dataclass(frozen=True)
class PersonActor:
    """Whoever is signed in, with the duties they hold; nobody signed in has no id."""

    id: UUID | None
    duties: frozenset[HeldDuty] = frozenset()
    name: str = ""
    ended_on: date | None = None
    """Last day of all work here, where it is over and no duty is held: only the record is left."""
    agency_since: date | None = None
    """Workers who left before this day are no longer their agency's business; None for no end."""

    def may(self, permission: Permission, subject: object = None) -> bool:
        """Tell whether any clause of the policy lets them."""
        return any(clause.allows(self, subject) for clause in POLICY.get(permission, ()))

    def reach(self, permission: Permission) -> Reach:
        """Return over whom the policy lets them: all clauses together."""
        reaches = (clause.reach(self) for clause in POLICY.get(permission, ()))
        return reduce(_both, reaches, NOBODY)

    def holds(self, duty: str) -> bool:
        """Tell whether they hold ``duty`` over anything."""
        return any(held.duty == duty for held in self.duties)


@dataclass(frozen=True)
class TokenActor:
    """Another system with a token; its id is the token's, which the record names."""

    id: UUID
    name: str
    scopes: frozenset[str]

    def may(self, permission: Permission, subject: object = None) -> bool:
        """Tell whether any clause of the policy lets it."""
        return any(clause.allows(self, subject) for clause in POLICY.get(permission, ()))

    def reach(self, permission: Permission) -> Reach:
        """Return everyone where any clause of the policy lets it, else nobody."""
        return EVERYONE if self.may(permission) else NOBODY

    def holds(self, duty: str) -> bool:  # noqa: ARG002 - as a person does
        """Tell that no system holds a duty."""
        return False


Anybody = PersonActor | TokenActor


@dataclass(frozen=True)
class Clause:
    """One sentence of the policy."""

    allows: Callable[[Anybody, object], bool]
    reach: Callable[[PersonActor], Reach]


def _both(one: Reach, other: Reach) -> Reach:
    return Reach(
        everyone=one.everyone or other.everyone,
        unit_paths=one.unit_paths | other.unit_paths,
        agency_ids=one.agency_ids | other.agency_ids,
        agency_since=one.agency_since or other.agency_since,
        manager_id=one.manager_id or other.manager_id,
    )


def _reach_of(actor: PersonActor, held: HeldDuty) -> Reach:
    """Return whom a duty covers. An agency coordinator without an agency covers nobody."""
    if held.agency_id is not None:
        return Reach(agency_ids=frozenset({held.agency_id}), agency_since=actor.agency_since)
    if held.unit_path is not None:
        return Reach(unit_paths=frozenset({held.unit_path}))
    if held.duty == "line_manager":
        return Reach(manager_id=actor.id)
    return NOBODY if held.duty == "agency_coordinator" else EVERYONE


def holds(duty: str) -> Clause:
    """The actor holds ``duty``, and it covers the person the subject concerns."""

    def reach(actor: PersonActor) -> Reach:
        held = (_reach_of(actor, one) for one in actor.duties if one.duty == duty)
        return reduce(_both, held, NOBODY)

    def allows(actor: Anybody, subject: object) -> bool:
        if not isinstance(actor, PersonActor) or not actor.holds(duty):
            return False
        placements: list[Placement] | None = getattr(subject, "placements", None)
        if placements is None:
            return True
        covered = reach(actor)
        return covered.everyone or any(covered.covers(one) for one in placements)

    return Clause(allows, reach)


def scope(*names: str) -> Clause:
    """The actor is another system whose token has one of these scopes."""

    def allows(actor: Anybody, _subject: object) -> bool:
        return isinstance(actor, TokenActor) and not actor.scopes.isdisjoint(names)

    return Clause(allows, lambda _actor: NOBODY)


def _is_own(actor: Anybody, subject: object) -> bool:
    if not isinstance(actor, PersonActor) or actor.id is None:
        return False
    return subject is None or getattr(subject, "person_id", None) == actor.id


own = Clause(_is_own, lambda _actor: NOBODY)
"""The thing belongs to the actor."""

anyone = Clause(lambda _actor, _subject: True, lambda _actor: NOBODY)
"""Nobody needs to be signed in."""

signed_in = Clause(
    lambda actor, _subject: isinstance(actor, PersonActor) and actor.id is not None,
    lambda _actor: NOBODY,
)
"""Anybody who is signed in."""

hr, auditor = holds("hr"), holds("auditor")
line_manager, coordinator = holds("line_manager"), holds("agency_coordinator")
author, approver, administrator = holds("author"), holds("approver"), holds("administrator")
network = holds("network_coordinator")

reads_people = scope("people:read", "engagements:read", "scim")
writes_people, writes_engagements = scope("people:write"), scope("engagements:write")
brings_in, directory = scope("imports:write"), scope("scim")

POLICY: dict[Permission, tuple[Clause, ...]] = {
    PUBLIC: (anyone,),
    SIGNED_IN: (signed_in,),
    people.LIST: (hr, auditor, line_manager, coordinator, reads_people),
    people.READ: (hr, auditor, line_manager, coordinator, reads_people),
    people.READ_HISTORY: (hr, auditor),
    people.READ_TEAM: (line_manager,),
    people.READ_WORKERS: (coordinator,),
    people.ADD: (hr, line_manager, writes_people, writes_engagements, brings_in, directory),
    people.CHANGE: (hr, writes_people, writes_engagements, brings_in, directory),
    people.MERGE: (hr,),
    people.END: (hr, line_manager, writes_engagements, directory),
    people.SEE_PLACES: (hr, auditor, administrator),
    people.SEE_SETTINGS: (hr, auditor, administrator, network),
    people.CHANGE_SETTINGS: (hr, administrator, network),
    people.ARRANGE: (
        hr,
        administrator,
        directory,
        writes_people,
        writes_engagements,
        brings_in,
    ),
    people.APPOINT: (hr, network),
    appointments.READ: (hr, auditor, administrator, network),
    people.READ_DUTIES: (administrator, auditor),
    people.GRANT: (administrator,),
    content.READ_EDITIONS: (author, approver, auditor, administrator),
    content.APPROVE: (approver,),
    content.CHANGE_CONTACTS: (approver, administrator, hr),
    learning.TAKE: (signed_in,),
    learning.SETTLE_TALK: (line_manager, hr),
    answers.DECIDE: (hr,),
    answers.KEEP_CODE: (hr, line_manager),
    assignment.READ: (hr, auditor, administrator),
    assignment.CHANGE: (hr,),
    assignment.EXEMPT: (hr,),
    assignment.PAUSE: (hr,),
    mentoring.COORDINATE: (network,),
    mentoring.READ: (network, auditor),
    DIRECTORY: (directory,),
    intake.IMPORT: (hr, brings_in),
    intake.READ: (hr, scope("imports:read", "imports:write")),
    intake.HAND_IN: (coordinator,),
    schools.IMPORT: (hr, administrator, network),
    identity.INVITE: (hr, line_manager, coordinator, brings_in),
    identity.KEEP_TOKENS: (administrator,),
    identity.PRINT_CARD: (hr, line_manager),
    identity.READ_ACCOUNTS: (hr, auditor),
    identity.READ_UNKNOWN: (hr, auditor),
    identity.UNLINK: (hr,),
    certificates.READ: (own, hr, auditor, line_manager, coordinator),
    certificates.LIST: (hr, auditor),
    certificates.WITHDRAW: (hr,),
    compliance.READ: (hr, auditor, line_manager, coordinator),
    compliance.CHECK: (hr, auditor),
    coverage.READ: (hr, auditor, line_manager),
    coverage.ASK: (hr,),
    notifications.READ: (hr, administrator),
    audit.READ: (auditor, administrator),
}

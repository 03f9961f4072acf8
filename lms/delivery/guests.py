"""Who is signed in to the site that we are mounted in, as one of our people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from lms.delivery import kit
from lms.delivery.actors import NOBODY
from lms.kernel.permissions import Actor, System
from lms.people import commands, queries
from lms.policy import HeldDuty, PersonActor


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody signed in to the host site, as it knows them."""

    email: str
    """How we know them again; the host has made sure that it is theirs."""

    first_name: str
    last_name: str


def actor_from(guest: Callable[[], Guest | None]) -> Callable[[], Actor]:
    """Return what says who is signed in, from the host's own answer.

    Somebody we do not know yet joins the register at their first page. The host decides who
    may come in; what they may do here is decided by their duties here.
    """

    def actor() -> Actor:
        who = guest()
        if who is None:
            return NOBODY
        found = queries.person_by_address(kit.session(), who.email)
        return actor_of_guest(found.id if found else welcome(who))

    return actor


def welcome(who: Guest) -> UUID:
    """Take somebody into the register at their first page."""
    with kit.work(by=System()) as work:
        person = commands.join(
            work, first_name=who.first_name, last_name=who.last_name, email=who.email
        )
        commands.signed_in(work, person.id)
        return person.id


def actor_of_guest(person_id: UUID) -> PersonActor:
    """Return the actor a person of ours is."""
    found = queries.standing(kit.session(), person_id)
    if found is None:
        return NOBODY
    duties = frozenset(HeldDuty(*held) for held in found.duties)
    return PersonActor(
        id=found.person_id,
        name=found.name,
        duties=duties,
        agency_since=kit.today() - timedelta(days=kit.settings().grace_days),
    )

"""Entering a starter whom no list has brought."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lms.audit.commands import wait_turn
from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.commands.engagements import check_agency, engage, refuse_again
from lms.people.commands.people import join
from lms.people.errors import EngagedAlready, LooksKnown, OwnManager
from lms.people.models import Agency, Engagement, EngagementKind, Person, Unit


@dataclass(frozen=True, kw_only=True)
class Starter:
    """Who starts, where and when, as somebody wrote it down."""

    first_name: str
    last_name: str
    email: str | None
    kind: EngagementKind | str
    unit: Unit | None
    agency: Agency | None
    manager: Person | None
    starts_on: date
    ends_on: date | None
    source: str
    form_key: str
    """Made with the form, so that a form sent twice is one engagement."""


def add_starter(
    work: Work, starter: Starter, *, same: UUID | None = None, is_new: bool = False
) -> Engagement:
    """Enter a starter: a person nobody knew, or one more engagement of somebody known.

    An address that a known person has not yet is left out: putting addresses right is HR's.

    Args:
        work: the piece of work.
        starter: who, where and when.
        same: who of those that look alike it is.
        is_new: it is none of them.

    Raises:
        NotAllowed: the actor may not add starters there.
        LooksKnown: somebody looks alike, and nobody said whether they are the same; or ``same``
            is none of those.
        AddressTaken: it is somebody new with an address that another has.
        EngagedAlready: the known person has this engagement.
        OwnManager: the known person would be their own line manager.
        FormSent: the form was sent before.
        Invalid: a name is missing, an address is none, the days or the agency do not fit.

    """
    work.require(permissions.ADD)
    wait_turn(work)
    refuse_again(work, starter.form_key)
    rules.check_days(starter.starts_on, starter.ends_on)
    rules.normal_address(starter.email)
    check_agency(EngagementKind(starter.kind), starter.agency)
    name = f"{starter.first_name} {starter.last_name}"
    alike = queries.lookalikes(
        work.session,
        first_name=starter.first_name,
        last_name=starter.last_name,
        email=starter.email,
    )
    known = next((one for one in alike if one.id == same), None)
    if known is None and alike and (same is not None or not is_new):
        raise LooksKnown(name, [one.id for one in alike])
    if known is not None:
        _refuse_known(known, starter)
    person = known or join(
        work, first_name=starter.first_name, last_name=starter.last_name, email=starter.email
    )
    return engage(
        work,
        person,
        kind=starter.kind,
        source=starter.source,
        form_key=starter.form_key,
        unit=starter.unit,
        agency=starter.agency,
        manager=starter.manager,
        starts_on=starter.starts_on,
        ends_on=starter.ends_on,
    )


def _refuse_known(known: Person, starter: Starter) -> None:
    """Refuse an engagement that somebody known cannot have, or has already."""
    if starter.manager is not None and starter.manager.id == known.id:
        raise OwnManager(known.name)
    for one in known.engagements:
        place = (one.kind, one.unit_id, one.starts_on)
        if place == (starter.kind, starter.unit.id if starter.unit else None, starter.starts_on):
            raise EngagedAlready(known.name, one.starts_on)


def source_of(work: Work) -> str:
    """Return whose word an engagement is that the actor enters by hand."""
    return rules.BY_HAND if work.actor.may(permissions.CHANGE) else rules.BY_MANAGER

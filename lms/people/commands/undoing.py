"""Taking out what was entered by mistake and never was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, delete, update

from lms.kernel.model import Model
from lms.kernel.work import Work
from lms.people import permissions, rules
from lms.people.commands.facts import note_gone
from lms.people.events import (
    AgencyTakenOut,
    EngagementTakenOut,
    PersonTakenOut,
    SettingTakenOut,
    UnitTakenOut,
)
from lms.people.models import Agency, Duty, Engagement, Person, Setting, Unit

CHUNK = 500


def take_out(
    work: Work,
    engagements: Mapping[UUID, UUID],
    people: Sequence[UUID],
    *,
    entered_at: datetime,
) -> None:
    """Take out engagements that never were, and people who were entered with them.

    What was said of them on days that are over stays answerable from the facts. Whoever calls
    has asked that nothing else names them.

    Args:
        work: the work.
        engagements: engagement → its person.
        people: those who go too.
        entered_at: when they were entered; duties given in that instant go with them.

    Raises:
        NotAllowed: the actor may not change the whole council's people.

    """
    work.require(permissions.CHANGE, rules.WHOLE_COUNCIL)
    work.session.flush()
    note_gone(work, list(engagements))
    work.record(
        *(EngagementTakenOut(subject_id=key, person_id=one) for key, one in engagements.items())
    )
    work.record(*(PersonTakenOut(subject_id=one, person_id=one) for one in people))
    _delete(work, Engagement, list(engagements))
    duties = _table(Duty)
    for at in range(0, len(people), CHUNK):
        some = people[at : at + CHUNK]
        work.session.execute(
            delete(duties).where(duties.c.person_id.in_(some), duties.c.granted_at == entered_at)
        )
    _delete(work, Person, people)
    work.session.expire_all()


def take_out_places(
    work: Work, *, units: Sequence[UUID], settings: Sequence[UUID], agencies: Sequence[UUID]
) -> None:
    """Take out units, settings and agencies that were made by mistake, and that nothing names.

    Args:
        work: the work.
        units: which, the deepest first.
        settings: which.
        agencies: which.

    Raises:
        NotAllowed: the actor may not arrange units and agencies, or change settings.

    """
    if units or agencies:
        work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    if settings:
        work.require(permissions.CHANGE_SETTINGS, rules.WHOLE_COUNCIL)
    work.session.flush()
    work.record(
        *(UnitTakenOut(subject_id=one) for one in units),
        *(SettingTakenOut(subject_id=one) for one in settings),
        *(AgencyTakenOut(subject_id=one) for one in agencies),
    )
    for of, ids in ((Unit, units), (Setting, settings), (Agency, agencies)):
        _delete(work, of, ids)
    work.session.expire_all()


def give_up_addresses(work: Work, people: Sequence[UUID]) -> None:
    """Free the addresses of people who are about to be taken out, for whoever had them before.

    Raises:
        NotAllowed: the actor may not change the whole council's people.

    """
    work.require(permissions.CHANGE, rules.WHOLE_COUNCIL)
    table = _table(Person)
    for at in range(0, len(people), CHUNK):
        theirs = table.c.id.in_(people[at : at + CHUNK])
        work.session.execute(update(table).where(theirs).values(email=None, other_email=None))


def _delete(work: Work, of: type[Model], ids: Sequence[UUID]) -> None:
    table = _table(of)
    for at in range(0, len(ids), CHUNK):
        work.session.execute(delete(table).where(table.c.id.in_(ids[at : at + CHUNK])))


def _table(of: type[Model]) -> Table:
    return Model.metadata.tables[of.__tablename__]

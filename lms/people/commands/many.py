"""People and engagements by the thousand, as a file brings them.

Each function comes to what its namesake for one comes to, in a few statements. Whoever calls
has checked what the rows say: names are clean, addresses are nobody else's, days are in order.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, insert, select, update

from lms.kernel.events import Event
from lms.kernel.model import Model
from lms.kernel.work import Work
from lms.people import permissions, rules
from lms.people.commands.facts import note_begun, note_changed
from lms.people.events import (
    DutyGranted,
    EngagementBegun,
    EngagementChanged,
    PersonCorrected,
    PersonJoined,
)
from lms.people.models import Duty, DutyName, Engagement, EngagementKind, Person

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Somebody about to enter the register; see ``join``."""

    id: UUID
    first_name: str
    last_name: str
    name: str
    email: str | None
    other_email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """An engagement about to begin; see ``engage``."""

    id: UUID
    person_id: UUID
    kind: str
    source: str
    starts_on: date
    ends_on: date | None
    reference: str | None
    employee_number: str | None
    job_title: str | None
    unit_id: UUID | None
    setting_id: UUID | None
    agency_id: UUID | None
    manager_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Some columns of a person or an engagement, with their new values."""

    id: UUID
    person_id: UUID
    values: Mapping[str, Any]
    started_before: date | None = None
    """The first day as it stood, where that of an engagement is corrected."""

    undoes: datetime | None = None
    """The instant at which was learnt what these values take back."""

    since: date | None = None
    """The day from which an engagement is where ``values`` place it; today where nobody says."""


@dataclass(slots=True)
class Many:
    """What a part of a file changes, written and recorded together."""

    joining: list[Joining] = field(default_factory=list)
    beginning: list[Beginning] = field(default_factory=list)
    people: list[Correction] = field(default_factory=list)
    engagements: list[Correction] = field(default_factory=list)


def bring_in(work: Work, many: Many) -> None:
    """Enter people, begin engagements and put both right.

    Raises:
        NotAllowed: the actor may not add starters to the whole council, or change people there.

    """
    work.require(permissions.ADD, rules.WHOLE_COUNCIL)
    if many.people or many.engagements:
        work.require(permissions.CHANGE, rules.WHOLE_COUNCIL)
    work.session.flush()
    corrected = _together(many.people)
    _update(work, Person, _given_up(corrected))
    _insert(work, Person, [_person(work, one) for one in many.joining])
    _insert(work, Engagement, [_engagement(work, one) for one in many.beginning])
    _update(work, Person, [_corrected(one) for one in corrected])
    changed = _together(many.engagements)
    _update(work, Engagement, [_columns(one) for one in changed])
    note_begun(work, [one.id for one in many.beginning])
    _note(work, changed, {one.id for one in many.beginning})
    make_line_managers(work, {one.manager_id for one in many.beginning if one.manager_id})
    named = {one.values.get("manager_id") for one in many.engagements}
    make_line_managers(work, {one for one in named if one is not None})
    work.record(*_told(many))
    work.session.expire_all()


def make_line_managers(work: Work, person_ids: Collection[UUID]) -> None:
    """Make people line managers of their own people, those who are not yet."""
    wanted = sorted(person_ids)
    held: set[UUID] = set()
    for at in range(0, len(wanted), CHUNK):
        asked = select(Duty.person_id).where(
            Duty.person_id.in_(wanted[at : at + CHUNK]),
            Duty.duty == DutyName.LINE_MANAGER,
            Duty.unit_id.is_(None),
            Duty.agency_id.is_(None),
            Duty.withdrawn_at.is_(None),
        )
        held.update(work.session.scalars(asked))
    given = {uuid4(): one for one in wanted if one not in held}
    rows = [
        {
            "id": key,
            "person_id": one,
            "duty": DutyName.LINE_MANAGER,
            "granted_at": work.now,
            "granted_by": work.actor.id,
        }
        for key, one in given.items()
    ]
    _insert(work, Duty, rows)
    duty = DutyName.LINE_MANAGER.value
    work.record(
        *(
            DutyGranted(subject_id=key, person_id=one, duty=duty, unit_id=None, agency_id=None)
            for key, one in given.items()
        )
    )


def name_managers(work: Work, managers: Mapping[UUID, UUID]) -> None:
    """Name the managers of engagements that began in this very work, whose beginning is recorded.

    Args:
        work: the work.
        managers: engagement → person.

    """
    rows = [{"row_id": key, "manager_id": manager} for key, manager in managers.items()]
    _update(work, Engagement, rows)
    note_begun(work, list(managers))
    make_line_managers(work, set(managers.values()))


def _note(work: Work, changed: Iterable[Correction], begun: Collection[UUID]) -> None:
    """Note what changed, those alike together; of what begins in this very part it is no news."""
    alike: dict[tuple[frozenset[str], date | None], list[UUID]] = {}
    for one in changed:
        if one.id not in begun:
            alike.setdefault((frozenset(one.values), one.since), []).append(one.id)
    for (parts, since), ids in alike.items():
        note_changed(work, ids, parts, since=since)


def _person(work: Work, one: Joining) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "sort_name": rules.sort_name(one.first_name, one.last_name),
        "email": one.email,
        "other_email": one.other_email,
        "created_at": work.now,
    }


def _engagement(work: Work, one: Beginning) -> dict[str, Any]:
    return {
        "id": one.id,
        "person_id": one.person_id,
        "kind": EngagementKind(one.kind),
        "source": one.source,
        "reference": one.reference,
        "employee_number": one.employee_number,
        "job_title": one.job_title,
        "unit_id": one.unit_id,
        "setting_id": one.setting_id,
        "agency_id": one.agency_id,
        "manager_id": one.manager_id,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "created_at": work.now,
    }


def _together(corrections: Iterable[Correction]) -> list[Correction]:
    """Return one correction a thing, the later ones on top of the earlier."""
    found: dict[UUID, Correction] = {}
    for one in corrections:
        before = found.get(one.id)
        values = {**before.values, **one.values} if before else one.values
        found[one.id] = replace(one, values=values)
    return list(found.values())


def _given_up(corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    """Return the addresses that people lose, to be taken away first: others may get them."""
    return [
        {"row_id": one.id, **dict.fromkeys(addresses)}
        for one in corrections
        if (addresses := sorted({"email", "other_email"} & set(one.values)))
    ]


def _corrected(one: Correction) -> dict[str, Any]:
    values = dict(one.values)
    if "email" in values:
        values["bounced_at"] = None
    return {"row_id": one.id, **values}


def _columns(one: Correction) -> dict[str, Any]:
    values = dict(one.values)
    if "kind" in values:
        values["kind"] = EngagementKind(values["kind"])
    return {"row_id": one.id, **values}


def _told(many: Many) -> list[Event]:
    joined = [PersonJoined(subject_id=one.id, person_id=one.id) for one in many.joining]
    begun = [
        EngagementBegun(
            subject_id=one.id,
            person_id=one.person_id,
            kind=one.kind,
            source=one.source,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
        )
        for one in many.beginning
    ]
    corrected = [
        PersonCorrected(
            subject_id=one.id,
            person_id=one.person_id,
            changed=sorted(set(one.values) - {"sort_name"}),
        )
        for one in many.people
    ]
    changed = [
        EngagementChanged(
            subject_id=one.id,
            person_id=one.person_id,
            changed=sorted(key.removesuffix("_id") for key in one.values),
            started_before=one.started_before,
            since=one.since,
            undoes=one.undoes,
        )
        for one in many.engagements
    ]
    return [*joined, *begun, *corrected, *changed]


def _table(of: type[Model]) -> Table:
    return Model.metadata.tables[of.__tablename__]


def _insert(work: Work, of: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that name the same columns, past the mapper, which sorts and looks at each."""
    if rows:
        work.session.execute(insert(_table(of)), rows)


def _update(work: Work, of: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Change rows, those of the same columns together."""
    table = _table(of)
    alike: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        alike.setdefault(tuple(row), []).append(row)
    for columns, some in alike.items():
        values: dict[str, Any] = {name: bindparam(name) for name in columns if name != "row_id"}
        change = update(table).where(table.c.id == bindparam("row_id")).values(values)
        work.session.connection().execute(change, some)

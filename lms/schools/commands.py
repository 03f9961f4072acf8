"""Looking at a register of schools, bringing it in, deciding about what may be ours already."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import queries as places
from lms.people.models import Setting
from lms.people.rules import WHOLE_COUNCIL
from lms.schools import errors, permissions, queries, reading, rules
from lms.schools.events import SchoolRowSettled, SchoolsImported
from lms.schools.models import SchoolList, SchoolRow

BROUGHT = ("added", "changed", "closed")
"""Rows that change something when the register is brought in."""

DECIDED = (*BROUGHT, "held", "unchanged", "passed_over")
"""Rows that may come to something else when the settings change."""

NAMED = 6
"""Councils named to somebody whose own is not in the file."""


class Gazetteer:
    """Our settings, by URN, and those that have none."""

    def __init__(self, work: Work) -> None:
        found = places.settings(work.session)
        self.by_urn = {one.urn: one for one in found if one.urn}
        self.bare = [one for one in found if not one.urn]
        self.today = work.today

    def decide(self, school: rules.School) -> tuple[str, Setting | None, dict[str, Any]]:
        """Return what becomes of a school: its sort, which of ours it is, what was otherwise."""
        known = self.by_urn.get(school.urn)
        is_over = school.closed_on is not None and school.closed_on <= self.today
        if known is not None:
            was = {key: getattr(known, key) for key in rules.TOLD}
            changed = {key: _plain(was[key]) for key in rules.changes(school, was)}
            closes = "closed_on" in changed and is_over
            return ("closed" if closes else "changed" if changed else "unchanged"), known, changed
        if is_over or school.is_proposed:
            return "passed_over", None, {}
        return ("held" if self.alike(school) else "added"), None, {}

    def alike(self, school: rules.School) -> list[str]:
        """Return the settings without a URN that a school may be."""
        return [
            str(one.id)
            for one in self.bare
            if rules.look_alike(school, name=one.name, postcode=one.postcode)
        ]


def look(
    work: Work, open_again: Callable[[], BinaryIO], *, file_name: str, authority: str
) -> SchoolList:
    """Look at a register of schools: what it would change of ours; nothing is changed yet.

    Raises:
        NotAllowed: the actor may not bring in the register.
        Unreadable: it is no register of schools, or it breaks off.
        NotOurs: no row belongs to the council named.

    """
    work.require(permissions.IMPORT, WHOLE_COUNCIL)
    made = SchoolList(
        id=uuid4(),
        file_name=file_name,
        authority=" ".join(authority.split()),
        counts={},
        missing=[],
        made_at=work.now,
        made_by=work.actor.id,
    )
    work.session.add(made)
    work.session.flush()
    ours, counts, seen = Gazetteer(work), Counter[str](), dict[str, int]()
    others: set[str] = set()
    for line in reading.lines(open_again):
        if not rules.is_ours(line.cells, made.authority):
            counts["not_ours"] += 1
            others.add(line.cells.get("LA (name)", ""))
            continue
        row = _row(work, ours, line, seen)
        counts[row.status] += 1
        if row.status not in {"unchanged", "passed_over"}:
            row.list_id = made.id
            work.session.add(row)
    if not counts.total() - counts["not_ours"]:
        raise errors.NotOurs(made.authority, _nearest(made.authority, others))
    made.counts = {sort: counts[sort] for sort in rules.SORTS}
    made.missing = [
        str(one.id)
        for urn, one in ours.by_urn.items()
        if urn not in seen and one.is_open_on(work.today)
    ]
    work.session.flush()
    return made


def _row(work: Work, ours: Gazetteer, line: reading.Line, seen: dict[str, int]) -> SchoolRow:
    """Return what becomes of a row of ours."""
    row = SchoolRow(
        id=uuid4(),
        row=line.row,
        status="rejected",
        urn=line.cells.get("URN", "")[:20],
        name=line.cells.get("EstablishmentName", "")[:120],
        told={},
        changes={},
        faults=[],
        candidates=[],
    )
    read = list(line.faults) or rules.read(line.cells, today=work.today)
    first = seen.setdefault(row.urn, line.row)
    if isinstance(read, rules.School) and first != line.row:
        read = [rules.Fault("URN", row.urn, f"The same URN stands in row {first} already.")]
    if not isinstance(read, rules.School):
        row.faults = [
            {"column": one.column, "value": one.value, "reason": one.reason} for one in read
        ]
        return row
    row.told = {key: _plain(getattr(read, key)) for key in rules.TOLD}
    row.status, setting, row.changes = ours.decide(read)
    row.setting_id = setting.id if setting else None
    row.candidates = ours.alike(read) if row.status == "held" else []
    return row


def _nearest(authority: str, names: set[str]) -> list[str]:
    named = sorted(one for one in names if one)
    return (get_close_matches(authority, named, NAMED, 0.4) or named)[:NAMED]


def accept(work: Work, list_id: UUID) -> SchoolList:
    """Bring in what was shown. Nothing is deleted: a school that closed has a day.

    Raises:
        NotFound: there is no such register.
        NotAllowed: the actor may not bring it in.
        AlreadyDone: it was brought in or dropped.
        SettingsChanged: it would come to something else by now; nothing is changed.

    """
    made, ours = _waiting(work, list_id), Gazetteer(work)
    found = [(row, _school(row)) for row in queries.rows_of(work.session, made.id, BROUGHT)]
    if any(ours.decide(school)[0::2] != (row.status, row.changes) for row, school in found):
        raise errors.SettingsChanged
    for row, school in found:
        _bring_in(work, row, school)
    made.accepted_at = work.now
    work.session.flush()
    told = {key: made.counts[key] for key in (*BROUGHT, "unchanged", "held", "rejected")}
    work.record(SchoolsImported(subject_id=made.id, rows=sum(made.counts.values()), **told))
    return made


def look_again(work: Work, list_id: UUID) -> SchoolList:
    """Decide anew about what a register brings, as the settings stand now.

    Raises:
        NotFound: there is no such register.
        NotAllowed: the actor may not bring it in.
        AlreadyDone: it was brought in or dropped.

    """
    made, ours = _waiting(work, list_id), Gazetteer(work)
    counts = Counter(made.counts)
    for row in queries.rows_of(work.session, made.id, DECIDED):
        counts[row.status] -= 1
        school = _school(row)
        row.status, setting, row.changes = ours.decide(school)
        row.setting_id = setting.id if setting else None
        row.candidates = ours.alike(school) if row.status == "held" else []
        counts[row.status] += 1
    made.counts = {sort: counts[sort] for sort in rules.SORTS}
    work.session.flush()
    return made


def drop(work: Work, list_id: UUID) -> SchoolList:
    """Forget a register that was only looked at.

    Raises:
        NotFound: there is no such register.
        NotAllowed: the actor may not bring it in.
        AlreadyDone: it was brought in or dropped.

    """
    made = _waiting(work, list_id)
    made.dropped_at = work.now
    work.session.flush()
    return made


def settle(work: Work, row_id: UUID, *, same_as: UUID | None) -> Setting:
    """Decide about a held row: it is that setting, or (None) one that is new here.

    Raises:
        NotFound: there is no such row.
        NotAllowed: the actor may not bring in the register.
        Settled: it was decided, or its URN has come in otherwise.
        NotACandidate: the setting is none of those it might be.

    """
    work.require(permissions.IMPORT, WHOLE_COUNCIL)
    row = queries.row(work.session, row_id, lock=True)
    ours, school = Gazetteer(work), _school(row)
    if row.status != "held" or row.settled_at is not None or school.urn in ours.by_urn:
        raise errors.Settled
    if same_as is not None and str(same_as) not in row.candidates:
        raise errors.NotACandidate
    if same_as is not None:
        setting = places.setting(work.session, same_as)
        if setting.urn is not None:
            raise errors.Settled
        _change(work, setting, school)
    else:
        setting = _add(work, school)
    row.setting_id, row.settled_at = setting.id, work.now
    work.session.flush()
    work.record(SchoolRowSettled(subject_id=setting.id, is_same=same_as is not None))
    return setting


def _waiting(work: Work, list_id: UUID) -> SchoolList:
    work.require(permissions.IMPORT, WHOLE_COUNCIL)
    made = queries.school_list(work.session, list_id, lock=True)
    if made.state != "waiting":
        raise errors.AlreadyDone(accepted=made.state == "accepted")
    return made


def _school(row: SchoolRow) -> rules.School:
    days = ((key, row.told[key]) for key in ("opened_on", "closed_on"))
    read = {key: date.fromisoformat(day) if day else None for key, day in days}
    return rules.School(urn=row.urn, is_proposed=False, **{**row.told, **read})


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _bring_in(work: Work, row: SchoolRow, school: rules.School) -> None:
    if row.status == "added":
        row.setting_id = _add(work, school).id
    elif row.setting_id is not None:
        _change(work, places.setting(work.session, row.setting_id), school)


def _add(work: Work, school: rules.School) -> Setting:
    details = people.Details(**_details(school))
    return people.add_setting(
        work, name=school.name, urn=school.urn, phase=school.phase, details=details
    )


def _change(work: Work, setting: Setting, school: rules.School) -> None:
    was = {key: getattr(setting, key) for key in rules.TOLD}
    new = {**was, **{key: getattr(school, key) for key in rules.changes(school, was)}}
    name, phase = str(new.pop("name")), str(new.pop("phase"))
    details = replace(people.details_of(setting), **new)
    people.change_setting(
        work, setting.id, name=name, urn=school.urn, phase=phase, details=details
    )


def _details(school: rules.School) -> dict[str, Any]:
    return {key: getattr(school, key) for key in rules.TOLD if key not in {"name", "phase"}}

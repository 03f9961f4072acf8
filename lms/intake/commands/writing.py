"""Decisions written down: into the register, and as lines of the import."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, update

from lms.intake.models import ImportLine, LineStatus
from lms.intake.rules.deciding import ADDED, UNCHANGED, UPDATED, Decision
from lms.intake.rules.fields import FIELDS, Fault
from lms.kernel import words
from lms.kernel.model import Model
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import rules
from lms.people.commands import Beginning, Correction, Joining, Many

TABLE = Model.metadata.tables[ImportLine.__tablename__]
COLUMNS = {"number": "employee_number"}
"""Columns of the register that are called otherwise here."""

IN_WORDS: Mapping[str, str] = {
    "name": "name as called",
    "other_email": "second email address",
    "kind": "contract type",
    "starts_on": "start date",
    "ends_on": "end date",
    "unit_id": "team",
    "setting_id": "school or setting",
    "agency_id": "agency",
    "manager_id": "line manager",
    "number": "employee number",
    "reference": "assignment number",
    "source": "list it comes from",
}


def bring_in(work: Work, decisions: Collection[Decision]) -> None:
    """Enter, begin and change what decisions say."""
    many = Many()
    for one in decisions:
        person, spell = one.person, one.spell
        if person is None or spell is None:
            continue
        if one.joins:
            many.joining.append(
                Joining(
                    id=person.id,
                    first_name=one.line.first_name,
                    last_name=one.line.last_name,
                    name=one.line.name,
                    email=one.line.email,
                    other_email=one.line.other_email,
                )
            )
        if one.begins:
            many.beginning.append(
                Beginning(
                    id=spell.id,
                    person_id=person.id,
                    kind=spell.kind,
                    source=spell.source,
                    starts_on=spell.starts_on,
                    ends_on=spell.ends_on,
                    reference=spell.reference,
                    employee_number=spell.number,
                    job_title=spell.job_title,
                    unit_id=spell.unit_id,
                    setting_id=spell.setting_id,
                    agency_id=spell.agency_id,
                    manager_id=spell.manager_id,
                )
            )
        many.people += _of_person(one)
        many.engagements += _of_spell(one)
    people.bring_in(work, many)


def _of_person(one: Decision) -> list[Correction]:
    if one.person is None or not one.of_person:
        return []
    values = {column: after for column, (_, after) in one.of_person.items()}
    if values.keys() & {"first_name", "last_name"}:
        values["sort_name"] = rules.sort_name(one.line.first_name, one.line.last_name)
    return [Correction(id=one.person.id, person_id=one.person.id, values=values)]


def _of_spell(one: Decision) -> list[Correction]:
    if one.spell is None or not one.of_spell:
        return []
    values = {COLUMNS.get(column, column): after for column, (_, after) in one.of_spell.items()}
    before = one.of_spell.get("starts_on", (None, None))[0]
    return [
        Correction(
            id=one.spell.id,
            person_id=one.spell.person_id,
            values=values,
            started_before=before if isinstance(before, date) else None,
        )
    ]


class Lines:
    """Writes the lines of one import."""

    def __init__(self, work: Work, import_id: UUID, *names: Mapping[UUID, str]) -> None:
        """Take the names of places and people that ids stand for."""
        self._work, self._import_id, self._names = work, import_id, names

    def write(self, decisions: Sequence[Decision], *, applied: bool) -> None:
        """Write what is worth remembering; rows that change nothing are counted, not kept."""
        rows = [
            self._row(one, applied=applied)
            for one in decisions
            if one.status != UNCHANGED or one.line.notes
        ]
        if rows:
            self._work.session.execute(insert(TABLE), rows)

    def note(self, notes: Mapping[int, Sequence[str]]) -> None:
        """Put notes on lines that stand already, by row."""
        if not notes:
            return
        change = update(TABLE).where(
            TABLE.c.import_id == self._import_id, TABLE.c.row == bindparam("of_row")
        )
        rows = [{"of_row": row, "notes": list(some)} for row, some in notes.items()]
        self._work.session.connection().execute(change.values(notes=bindparam("notes")), rows)

    def _row(self, one: Decision, *, applied: bool) -> dict[str, Any]:
        changed = one.of_person | one.of_spell
        is_there = applied or not one.joins
        stands = applied and one.status in {ADDED, UPDATED}
        return {
            "id": uuid4(),
            "import_id": self._import_id,
            "row": one.line.row,
            "status": LineStatus(one.status),
            "fields": one.line.told,
            "problems": [_problem(fault) for fault in one.line.faults],
            "bare": one.joins and one.line.email is None,
            "changes": {
                column_in_words(column): [self._said(before), self._said(after)]
                for column, (before, after) in changed.items()
            },
            "before": before_of(one) if stands else {},
            "candidates": [str(person.id) for person in one.candidates],
            "reason": one.reason,
            "notes": list(one.line.notes),
            "person_id": one.person.id if one.person and is_there else None,
            "engagement_id": one.spell.id if one.spell and stands else None,
            "decision": "",
        }

    def _said(self, value: object) -> str:
        if isinstance(value, date):
            return words.day(value)
        if isinstance(value, UUID):
            return next((names[value] for names in self._names if value in names), "")
        text = "" if value is None else str(value)
        return rules.KINDS.get(text, text)


def before_of(one: Decision) -> dict[str, Any]:
    """Return what a decision changed, before and after, as plain values."""
    changed = {"person": one.of_person, "engagement": one.of_spell}
    return {
        what: {
            COLUMNS.get(key, key): [_plain(value) for value in both] for key, both in some.items()
        }
        for what, some in changed.items()
        if some
    }


def _plain(value: object) -> object:
    return (
        value.isoformat() if isinstance(value, date) else str(value) if value is not None else None
    )


def column_in_words(column: str) -> str:
    """Return a column of the register as a list of changes names it."""
    return IN_WORDS.get(column) or FIELDS.get(column, column)


def _problem(fault: Fault) -> dict[str, str]:
    return {"column": fault.column, "value": fault.value, "reason": fault.reason}

"""What a row changes of what is known.

A list is held against what it said last time. What it says as before is left as it is, so that
a name put right by hand, or an engagement ended early, is not undone by next week's file; what
it says anew is taken; a blank takes nothing away.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from lms.intake.rules.cells import plain_number
from lms.intake.rules.fields import Line
from lms.intake.rules.known import Known, Spell

Changes = dict[str, tuple[object, object]]
"""Column → before, after."""

TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind",),
    "starts_on": ("start_date",),
    "ends_on": ("end_date",),
    "job_title": ("job_title",),
    "unit_id": ("directorate", "service", "team"),
    "setting_id": ("setting", "urn"),
    "agency_id": ("agency",),
    "manager_id": ("manager_number", "manager_email", "manager_name"),
    "number": ("employee_number",),
}
"""Column of an engagement → fields of a row that tell it."""

GUARDED = (
    "Their address was left as it is: they hold a duty of administrator or approver, and only an "
    "administrator can change it."
)
NAMES = ("first_name", "last_name", "known_as")
ADDRESSES = ("email", "personal_email")


@dataclass(frozen=True, slots=True)
class Places:
    """What the words of a row mean here: ids, each None where the row says nothing."""

    unit_id: UUID | None = None
    setting_id: UUID | None = None
    agency_id: UUID | None = None
    manager_id: UUID | None = None


def of_spell(
    line: Line, spell: Spell, at: Places, *, source: str, fields: Collection[str]
) -> Changes:
    """Return what a row changes of an engagement.

    Args:
        line: the row.
        spell: the engagement.
        at: where the row says it is.
        source: whose list.
        fields: what the list has columns for.

    """
    wanted: dict[str, object] = {
        "kind": line.kind,
        "starts_on": line.starts_on,
        "ends_on": line.ends_on,
        "job_title": line.job_title,
        "unit_id": at.unit_id,
        "setting_id": at.setting_id,
        "agency_id": at.agency_id,
        "manager_id": at.manager_id,
        "number": line.number,
    }
    changes: Changes = {}
    for column, value in wanted.items():
        before = getattr(spell, column)
        if value == before or not _is_news(column, line, spell):
            continue
        if value is not None or _ends_anew(column, spell, fields):
            changes[column] = (before, value)
    if spell.source != source:
        changes["source"] = (spell.source, source)
    is_unnamed = spell.reference is None and (spell.source != source or not spell.is_numbered)
    if is_unnamed and line.reference is not None:
        changes["reference"] = (None, line.reference)
    _keep_sound(changes, line, spell)
    return changes


def _is_news(column: str, line: Line, spell: Spell) -> bool:
    """Tell whether the list says something of a column that it did not say last time."""
    told = spell.told
    if column == "manager_id" and spell.manager_id is None:
        return True
    if column == "number" and plain_number(line.number) == plain_number(spell.number):
        return False
    return told is None or any(told.get(one) != line.told.get(one) for one in TOLD_BY[column])


def _ends_anew(column: str, spell: Spell, fields: Collection[str]) -> bool:
    """Tell whether a blank takes a last day away: where the list itself had given one."""
    if column != "ends_on" or spell.told is None:
        return False
    return "end_date" in spell.told and bool({"end_date", "leaving_date"} & set(fields))


def _keep_sound(changes: Changes, line: Line, spell: Spell) -> None:
    """Add what must change too, so that days stay in order and only agency work has an agency."""
    starts_on = changes["starts_on"][1] if "starts_on" in changes else spell.starts_on
    ends_on = changes["ends_on"][1] if "ends_on" in changes else spell.ends_on
    if ends_on is not None and ends_on < starts_on:  # type: ignore[operator]  # both are days
        changes["starts_on"] = (spell.starts_on, line.starts_on)
        changes["ends_on"] = (spell.ends_on, line.ends_on)
    if "kind" in changes and line.kind != "agency" and spell.agency_id is not None:
        changes["agency_id"] = (spell.agency_id, None)


def of_person(line: Line, known: Known, told: Mapping[str, str] | None) -> Changes:
    """Return what a row changes of a person's names and addresses.

    Args:
        line: the row.
        known: the person.
        told: what the list said last time of the engagement; None for a new one, whose row
            counts only where no later engagement is known.

    """
    if told is not None and told == line.told:
        return {}
    counts = told is not None or all(line.starts_on >= one.starts_on for one in known.spells)
    changes: Changes = {}
    if counts and _differ(told, line, NAMES):
        changes |= _names(line, known)
    if _differ(told, line, ADDRESSES):
        moved = _addresses(line, known, told, counts=counts)
        if moved and known.guarded:
            line.notes.append(GUARDED)
        else:
            changes |= moved
    return changes


def _differ(told: Mapping[str, str] | None, line: Line, fields: Collection[str]) -> bool:
    return told is None or any(told.get(one) != line.told.get(one) for one in fields)


def _names(line: Line, known: Known) -> Changes:
    wanted = {"first_name": line.first_name, "last_name": line.last_name, "name": line.name}
    changes: Changes = {
        key: (getattr(known, key), value)
        for key, value in wanted.items()
        if getattr(known, key) != value
    }
    if list(changes) == ["name"] and "known_as" not in line.told:
        return {}
    return changes


def _addresses(
    line: Line, known: Known, told: Mapping[str, str] | None, *, counts: bool
) -> Changes:
    """Return new addresses; an address that came from elsewhere is kept as the second."""
    main, other = known.email, known.other_email
    new = [one for one in (line.email, line.other_email) if one and one not in known.addresses]
    if line.email in new and (counts or main is None):
        replaced = (told or {}).get("email") or (told or {}).get("personal_email")
        if main is not None and main != replaced and other is None:
            other = main
        main = line.email
        new.remove(line.email)
    if new and (other is None or (told is not None and other == told.get("personal_email"))):
        other = new[0]
    if other == main:
        other = None
    wanted = {"email": main, "other_email": other}
    return {
        key: (getattr(known, key), value)
        for key, value in wanted.items()
        if getattr(known, key) != value
    }

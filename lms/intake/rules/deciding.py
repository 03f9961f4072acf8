"""What a row comes to."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from lms.intake.rules import changes, matching
from lms.intake.rules.changes import Changes, Places
from lms.intake.rules.fields import Line
from lms.intake.rules.known import Known, Spell
from lms.intake.rules.matching import Found, Held

ADDED, UPDATED, UNCHANGED = "added", "updated", "unchanged"
REJECTED, REVIEW = "rejected", "review"
TWICE = "An earlier row of this file tells of the same engagement. What differs here was left."


@dataclass(slots=True)
class Decision:
    """What one row comes to."""

    line: Line
    status: str
    reason: str = ""
    """Why it is held."""

    candidates: list[Known] = field(default_factory=list)
    person: Known | None = None
    spell: Spell | None = None
    joins: bool = False
    """Whether the person is new."""

    begins: bool = False
    """Whether the engagement is new."""

    of_person: Changes = field(default_factory=dict)
    of_spell: Changes = field(default_factory=dict)

    def settle(self) -> None:
        """Say what it is, once all changes are known."""
        if self.begins:
            self.status = ADDED
        else:
            self.status = UPDATED if self.of_person or self.of_spell else UNCHANGED


@dataclass(slots=True)
class Context:
    """What a list's rows have in common."""

    source: str
    fields: Collection[str]
    """What the list has columns for."""

    claimed: set[UUID] = field(default_factory=set)
    """Engagements that its rows told of so far, as far as these rows may tell of them too."""

    new_id: Callable[[Line], UUID] = lambda _line: uuid4()
    """The id of somebody new; the same each time that a list is gone over."""

    others: Callable[[Line, UUID], Collection[str]] = lambda _line, _person_id: ()
    """References that a row would like to have and that are somebody else's."""

    asked: Callable[[Line], Held | None] = lambda _line: None
    """What is still asked about the very same row of an earlier list."""


def rejected(line: Line) -> Decision:
    """Return the decision about a row with faults."""
    return Decision(line, REJECTED)


def decide(line: Line, context: Context, found: Found, at: Places) -> Decision:
    """Return what a sound row comes to, and note it on whom it tells of."""
    verdict = context.asked(line) or matching.who(line, context.source, found)
    if isinstance(verdict, Held):
        return Decision(line, REVIEW, verdict.reason, list(verdict.candidates))
    if verdict is None:
        return begin(line, context, new_person(line, context.new_id(line)), at, joins=True)
    spell, twice = matching.spell_of(line, context.source, verdict, context.claimed)
    if twice:
        assert spell is not None  # noqa: S101 - the rule says so
        if spell.told != line.told:
            line.notes.append(TWICE)
        return Decision(line, UNCHANGED, person=verdict, spell=spell)
    if spell is None:
        return begin(line, context, verdict, at, joins=False)
    return change(line, context, verdict, spell, at)


def new_person(line: Line, key: UUID) -> Known:
    """Return the person whom a row tells of, as somebody new of that id."""
    return Known(
        id=key,
        first_name=line.first_name,
        last_name=line.last_name,
        name=line.name,
        email=line.email,
        other_email=line.other_email,
    )


def begin(line: Line, context: Context, person: Known, at: Places, *, joins: bool) -> Decision:
    """Return the decision to begin an engagement; of somebody known, names may be news too."""
    taken = [one.reference for one in person.spells if one.source == context.source]
    changed = {} if joins else changes.of_person(line, person, None)
    spell = Spell(
        id=uuid4(),
        person_id=person.id,
        source=context.source,
        reference=matching.free_reference(line, taken, context.others(line, person.id)),
        number=line.number,
        kind=line.kind,
        job_title=line.job_title,
        unit_id=at.unit_id,
        setting_id=at.setting_id,
        agency_id=at.agency_id,
        manager_id=at.manager_id if at.manager_id != person.id else None,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        told=line.told,
    )
    apply(person, changed)
    person.spells.append(spell)
    context.claimed.add(spell.id)
    return Decision(
        line,
        ADDED,
        person=person,
        spell=spell,
        joins=joins,
        begins=True,
        of_person=changed,
    )


def change(line: Line, context: Context, person: Known, spell: Spell, at: Places) -> Decision:
    """Return the decision about a row of a known engagement: what it changes, if anything."""
    changed = changes.of_spell(line, spell, at, source=context.source, fields=context.fields)
    if "reference" in changed:
        own = [each.reference for each in person.spells if each.source == context.source]
        free = matching.free_reference(line, own, context.others(line, person.id))
        changed["reference"] = (spell.reference, free)
    if changed.get("manager_id", (None, None))[1] == person.id:
        del changed["manager_id"]
    renamed = changes.of_person(line, person, spell.told)
    apply(person, renamed)
    apply(spell, changed)
    context.claimed.add(spell.id)
    decision = Decision(
        line,
        UNCHANGED,
        person=person,
        spell=spell,
        of_person=renamed,
        of_spell=changed,
    )
    decision.settle()
    if decision.status == UPDATED:
        spell.told = line.told
    return decision


def apply(known: Known | Spell, changed: Changes) -> None:
    """Note changes on what is known, for the rows below."""
    for column, (_, after) in changed.items():
        setattr(known, column, after)


class Fingerprint:
    """A short sign of everything that a list comes to, to tell whether it still would."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, decision: Decision) -> None:
        """Take in one decision."""
        told: list[Any] = [
            decision.line.row,
            decision.status,
            decision.reason,
            decision.joins,
            str(decision.person.id) if decision.person else "",
            len(decision.line.faults),
        ]
        for changed in (decision.of_person, decision.of_spell):
            told += [
                (column, str(before), "" if column.endswith("_id") else str(after))
                for column, (before, after) in sorted(changed.items())
            ]
        self._hash.update(repr(told).encode())

    def sign(self) -> str:
        """Return the sign."""
        return self._hash.hexdigest()[:32]

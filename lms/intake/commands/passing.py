"""One pass over a list: every row decided, and brought in where that is wanted.

Looking and accepting are the same pass, so that what was shown is what is done. Rows are taken
a few hundred at a time; what is kept of the others is a few words each.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select, update

from lms.intake.commands import writing
from lms.intake.commands.places import Gazetteer
from lms.intake.models import Import, ImportLine
from lms.intake.queries.managers import Managers
from lms.intake.queries.register import Register
from lms.intake.queries.remembered import AGAIN, Remembered
from lms.intake.queries.running import leaving
from lms.intake.queries.scratch import Tally
from lms.intake.reading import Listing
from lms.intake.rules import deciding, managers
from lms.intake.rules.brakes import Limits
from lms.intake.rules.cells import plain_number
from lms.intake.rules.changes import Changes, Places
from lms.intake.rules.counts import Counts
from lms.intake.rules.deciding import REVIEW, UNCHANGED, UPDATED, Context, Decision, Fingerprint
from lms.intake.rules.fields import Line
from lms.intake.rules.known import Spell, base
from lms.intake.rules.lines import Reader
from lms.intake.rules.managers import Key
from lms.intake.rules.matching import Held
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import permissions
from lms.people.models import Engagement
from lms.people.queries import active_on

CHUNK = 1000
"""Rows decided and written together."""

Progress = Callable[[int, int], None]
"""Is told how many rows are done, and of how many."""


@dataclass(slots=True)
class Outcome:
    """What a list comes to."""

    counts: Counts
    sign: str
    missing: list[str]
    alarms: dict[str, Any]


@dataclass(slots=True)
class _Begun:
    """A new engagement whose line manager may stand further down the list."""

    row: int
    person_id: UUID
    words: str
    named: tuple[Key, ...]
    notes: tuple[str, ...] = ()


class Pass:
    """One pass over one list."""

    def __init__(self, work: Work, made: Import, reader: Reader, *, applies: bool) -> None:
        self._work, self._applies = work, applies
        self._import_id, self._source = made.id, made.source.name
        fields = [field for _, field in made.columns if field]
        guards = not work.actor.may(permissions.GRANT)
        self._register = Register(work.session, self._source, guards=guards)
        self._places = Gazetteer(work, makes=applies)
        self._managers = Managers(work.session, self._register, self._source)
        self._context = Context(
            self._source,
            frozenset(fields),
            new_id=lambda line: uuid5(made.id, str(line.row)),
            others=self._register.others_references,
            asked=self._asked,
        )
        self._reader = reader
        self._remembered = Remembered(work.session, self._source, self._import_id)
        names = (self._places.names, self._managers.names)
        self._lines = writing.Lines(work, self._import_id, *names)
        self._waiting: list[tuple[Decision, tuple[Key, ...]]] = []
        self._begun: dict[UUID, _Begun] = {}
        self._own: dict[int, Spell] = {}
        self._seen: set[bytes] = set()
        self._met = Tally()
        """Rows and engagements of earlier parts; what this part needs of them is in memory."""

        self._mentioned: set[str] = set()
        self._sign = Fingerprint()
        self._count = Counts()
        self._leaving = leaving(work.session, self._source, work.today)

    def over(self, listing: Listing, progress: Progress | None = None) -> Outcome:
        """Take every row, then settle what had to wait for the last."""
        done = 0
        lines = self._read(listing)
        while some := list(islice(lines, CHUNK)):
            self._take(some)
            done += len(some)
            if progress is not None:
                progress(done, listing.count)
        self._settle_waiting()
        if self._applies:
            self._note_again()
        missing = self._missing()
        self._register.close()
        self._met.close()
        self._count.missing = len(missing)
        settings = self._work.settings
        limits = Limits(percent=settings.brake_percent, least=settings.brake_least)
        return Outcome(self._count, self._sign.sign(), missing, self._leaving.alarms(limits))

    def _read(self, listing: Listing) -> Iterator[Line]:
        for row, cells in listing.read():
            line = self._reader.line(row, cells)
            if line is not None:
                yield line

    def _take(self, lines: list[Line]) -> None:
        self._register.look_up(lines)
        sound = (line for line in lines if line.is_sound)
        self._register.look_for_alike((line, self._places.unit(line)) for line in sound)
        self._managers.forget()
        named = {line.row: managers.keys(line.told) for line in lines if line.is_sound}
        self._managers.look_up({key for keys in named.values() for key in keys})
        self._recall(lines)
        self._claim(lines)
        ready: list[Decision] = []
        waiting: list[Decision] = []
        for line in lines:
            keys = named.get(line.row, ())
            decision = self._decide(line, keys)
            (waiting if self._is_put_off(decision, keys) else ready).append(decision)
        self._met.add({*self._seen, *(one.bytes for one in self._context.claimed)})
        self._enter([*ready, *waiting])
        self._write(ready)

    def _recall(self, lines: list[Line]) -> None:
        """Recall which of these rows were met, and which engagements that they may tell of."""
        self._seen = self._met.among({_letters(line) for line in lines})
        known = [spell.id for one in self._register.people.values() for spell in one.spells]
        self._context.claimed.clear()
        self._context.claimed.update(self._claimed(known))

    def _claimed(self, engagement_ids: Iterable[UUID]) -> set[UUID]:
        """Return those that a row of an earlier part told of."""
        keys = [one.bytes for one in engagement_ids]
        return {UUID(bytes=key) for key in self._met.among(keys)}

    def _claim(self, lines: list[Line]) -> None:
        """Let rows that say the same as last time have their engagements before any other."""
        claimed = self._context.claimed
        for line in lines:
            free = [one for one in self._register.told_by(line) if one.id not in claimed]
            if line.is_sound and free:
                claimed.add(free[0].id)
                self._own[line.row] = free[0]

    def _decide(self, line: Line, named: tuple[Key, ...]) -> Decision:
        letters = _letters(line)
        if letters in self._seen:
            return Decision(line, UNCHANGED)
        self._seen.add(letters)
        if not line.is_sound:
            self._mention(line)
            return deciding.rejected(line)
        at = Places(
            unit_id=self._places.unit(line),
            setting_id=self._places.setting(line),
            agency_id=self._places.agency(line.agency),
            manager_id=self._managers.find(named),
        )
        own = self._own.pop(line.row, None)
        if own is not None:
            person = self._register.people[own.person_id]
            decision = deciding.change(line, self._context, person, own, at)
        else:
            decision = deciding.decide(line, self._context, self._register.find(line, at), at)
        self._remembered.meet(line)
        if decision.person is not None:
            self._register.note(decision.person)
        if decision.status == REVIEW:
            self._mention(line)
            return Decision(line, UNCHANGED) if self._remembered.is_left_out(line) else decision
        return decision

    def _asked(self, line: Line) -> Held | None:
        """Return what is still asked about this very row; till then nothing comes of it."""
        for one in self._remembered.asked(line):
            self._register.look_up_people(one.candidates)
            known = self._register.people
            candidates = [known[person] for person in one.candidates if person in known]
            if candidates:
                return Held(one.reason, candidates)
        return None

    def _is_put_off(self, decision: Decision, named: tuple[Key, ...]) -> bool:
        """Keep a row in mind whose line manager is not known so far; tell whether it must wait."""
        spell = decision.spell
        if not named or spell is None or spell.manager_id is not None:
            return False
        if decision.begins:
            words = managers.named(decision.line.told)
            self._begun[spell.id] = _Begun(
                decision.line.row, spell.person_id, words, named, tuple(decision.line.notes)
            )
            return False
        self._waiting.append((decision, named))
        return True

    def _enter(self, decisions: Sequence[Decision]) -> None:
        """Write into the register what rows come to, or remember it where they are looked at."""
        decisions = sorted(decisions, key=lambda one: one.line.row)
        if self._applies:
            writing.bring_in(self._work, decisions)
            self._register.forget()
        else:
            changed = (one.person for one in decisions if one.status != UNCHANGED)
            self._register.put_aside(one for one in changed if one is not None)

    def _write(self, decisions: Sequence[Decision]) -> None:
        """Write down what became of rows."""
        for one in decisions:
            self._sign.add(one)
            self._count.add(one)
            self._leaving.add(one)
        self._lines.write(decisions, applied=self._applies)

    def _settle_waiting(self) -> None:
        """Name the line managers whom a later row brought."""
        asked = [named for _, named in self._waiting] + [one.named for one in self._begun.values()]
        self._managers.forget()
        self._managers.look_up({key for named in asked for key in named})
        managed: list[Decision] = []
        for decision, named in self._waiting:
            found = self._managers.find(named)
            if found is not None and decision.spell and found != decision.spell.person_id:
                change: Changes = {"manager_id": (None, found)}
                managed.append(replace(decision, of_person={}, of_spell=change))
                decision.of_spell |= change
                decision.settle()
            elif decision.status == UPDATED:
                decision.line.notes.append(_unknown(managers.named(decision.line.told)))
        notes: dict[int, list[str]] = {}
        found_now: dict[UUID, UUID] = {}
        for spell_id, one in self._begun.items():
            found = self._managers.find(one.named)
            if found is None or found == one.person_id:
                notes[one.row] = [*one.notes, _unknown(one.words)]
            else:
                found_now[spell_id] = found
        self._enter(managed)
        self._write([decision for decision, _ in self._waiting])
        if self._applies and found_now:
            people.name_managers(self._work, found_now)
        self._lines.note(notes)

    def _note_again(self) -> None:
        """Settle open rows of earlier files that this one brings again."""
        again = update(ImportLine).where(ImportLine.id.in_(self._remembered.met))
        if self._remembered.met:
            values = {"decision": AGAIN, "decided_at": self._work.now}
            self._work.session.execute(again.values(values))

    def _mention(self, line: Line) -> None:
        """Note that the list names somebody whose row cannot be used; they are not missing."""
        for field in ("employee_number", "assignment_number"):
            if field in line.told:
                self._mentioned.add(plain_number(line.told[field]))

    def _missing(self) -> list[str]:
        """Return the engagements of the source that run today and that no row told of."""
        wanted = select(
            Engagement.id, Engagement.employee_number, Engagement.reference, Engagement.starts_on
        ).where(Engagement.source == self._source, active_on(self._work.today))
        rows = self._work.session.execute(wanted.execution_options(yield_per=CHUNK))
        missing: list[tuple[date, UUID]] = []
        for some in rows.partitions():
            claimed = self._claimed(row.id for row in some)
            missing += [
                (row.starts_on, row.id)
                for row in some
                if row.id not in claimed
                and plain_number(row.employee_number) not in self._mentioned
                and plain_number(base(row.reference)) not in self._mentioned
            ]
        return [str(engagement_id) for _, engagement_id in sorted(missing)]


def _letters(line: Line) -> bytes:
    """Return a short sign of everything that a row says."""
    said = repr((sorted(line.told.items()), line.faults))
    return blake2b(said.encode(), digest_size=16).digest()


def _unknown(manager: str) -> str:
    return (
        f"Nobody in the register, or more than one, is meant by the line manager “{manager}”, so "
        "none is named."
    )

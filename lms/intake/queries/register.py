"""The register, as far as a part of a list needs it: a few questions for hundreds of rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from lms.intake.queries.aside import Aside
from lms.intake.queries.known import AT_A_TIME, guarded_people, parts, people
from lms.intake.rules import likeness
from lms.intake.rules.cells import plain_number
from lms.intake.rules.changes import Places
from lms.intake.rules.fields import Line
from lms.intake.rules.known import Known, Spell, base
from lms.intake.rules.matching import Found
from lms.people import rules
from lms.people.models import Engagement, Person

HR = "HR"
"""Whose numbers name line managers in anybody's list."""

WIDEST = 8
"""Digits up to which zeros that a spreadsheet dropped are put back."""


class Register:
    """Whom the rows of a list might be; it remembers what earlier rows added and changed."""

    def __init__(self, session: Session, source: str, *, guards: bool = False) -> None:
        """Take whose list it is, and whether addresses of the guarded are out of reach."""
        self._session = session
        self._source = source
        self._guarded = set(guarded_people(session)) if guards else set()
        self._aside: Aside | None = None
        self._has_zeros = self._numbers_begin_with_zero()
        self.forget()

    def forget(self) -> None:
        """Forget everything; what was written since is asked for again."""
        self.people: dict[UUID, Known] = {}
        self._by_address: dict[str, set[UUID]] = defaultdict(set)
        self._by_number: dict[str, set[UUID]] = defaultdict(set)
        self._by_reference: dict[str, set[UUID]] = defaultdict(set)
        self._by_name: dict[str, set[UUID]] = defaultdict(set)
        self._by_month: dict[tuple[UUID | None, int], set[UUID]] = defaultdict(set)
        self._by_told: dict[int, list[Spell]] = {}

    def put_aside(self, people: Iterable[Known]) -> None:
        """Forget everything; people whom rows would add or change are asked for again as here."""
        if self._aside is None:
            self._aside = Aside()
        self._aside.keep(people)
        self.forget()

    def close(self) -> None:
        """Let go of what was put aside."""
        if self._aside is not None:
            self._aside.close()

    def look_up(self, lines: Iterable[Line]) -> None:
        """Ask for everybody whom these rows might be."""
        sound = [one for one in lines if one.is_sound]
        addresses = {a for one in sound for a in (one.email, one.other_email) if a}
        numbers = {n for one in sound for n in (one.number, one.reference) if n}
        self._load((self._having(addresses) | self._numbered(numbers)) - self.people.keys())
        self.recall(addresses, numbers, ())

    def look_for_alike(self, placed: Iterable[tuple[Line, UUID | None]]) -> None:
        """Ask for everybody who looks like a row that neither address nor number finds.

        Args:
            placed: rows, looked up before, and the team of each.

        """
        unfound = [
            (line, unit) for line, unit in placed if line.is_sound and not self._is_found(line)
        ]
        if not unfound:
            return
        names = {name for line, _ in unfound for name in _names(line)}
        ids = self._called(names, {line.starts_on for line, _ in unfound})
        ids |= self._begun_with([(line, unit) for line, unit in unfound if unit is not None])
        if self._aside is not None:
            ids |= self._aside.named((), (), names)
        self._load(ids - self.people.keys())

    def _is_found(self, line: Line) -> bool:
        return bool(self._named(line)) or any(
            self.having(one) for one in (line.email, line.other_email) if one
        )

    def recall(
        self, addresses: Collection[str], numbers: Collection[str], names: Collection[str]
    ) -> None:
        """Ask for people who were put aside, by what they are named by."""
        if self._aside is not None:
            self._load(self._aside.named(addresses, numbers, names) - self.people.keys())

    def look_up_people(self, ids: Collection[UUID]) -> None:
        """Ask for people by their ids."""
        self._load(set(ids) - self.people.keys())

    def find(self, line: Line, at: Places) -> Found:
        """Return whom a row might be, among those looked up and those added since."""
        by_address: dict[UUID, Known] = {}
        for address in (line.email, line.other_email):
            for key in self.having(address or ""):
                by_address[key] = self.people[key]
        by_number = [self.people[key] for key in self._named(line)]
        alike = [] if by_address or by_number else list(self._alike(line, at))
        return Found(list(by_address.values()), by_number, alike)

    def told_by(self, line: Line) -> list[Spell]:
        """Return the engagements of which the list last said exactly what a row says."""
        return [one for one in self._by_told.get(_letters(line.told), ()) if one.told == line.told]

    def others_references(self, line: Line, person_id: UUID) -> set[str]:
        """Return references that a row would like to have and that are somebody else's."""
        ways = {line.reference, f"{line.number}-{line.reference}"}
        return {
            plain_number(one)
            for one in ways
            if self._by_reference.get(plain_number(one), set()) - {person_id}
        }

    def _named(self, line: Line) -> set[UUID]:
        """Return whom the list's own number names; its reference where it has no number."""
        if line.number is None:
            return self._by_reference.get(plain_number(line.reference), set())
        found = self._by_number.get(plain_number(line.number), set())
        if found or "assignment_number" not in line.told:
            return found
        return {
            key
            for key in self._by_reference.get(plain_number(line.reference), set())
            if all(one.number is None for one in self.people[key].spells)
        }

    def note(self, person: Known) -> None:
        """Let later rows find a person as they are now."""
        self.people[person.id] = person
        for address in person.addresses:
            self._by_address[address].add(person.id)
        for spell in person.spells:
            if spell.source == self._source:
                if spell.number:
                    self._has_zeros = self._has_zeros or spell.number.startswith("0")
                    self._by_number[plain_number(spell.number)].add(person.id)
                if spell.reference:
                    self._by_reference[plain_number(base(spell.reference))].add(person.id)
            self._by_month[spell.unit_id, _month(spell.starts_on)].add(person.id)
        self._by_name[rules.sort_name(person.first_name, person.last_name)].add(person.id)

    def numbered(self, number: str) -> set[UUID]:
        """Return whom the list's own number names, among those noted."""
        return self._by_number.get(plain_number(number), set())

    def having(self, address: str) -> set[UUID]:
        """Return who of those noted has the address."""
        theirs = self._by_address.get(address)
        if not theirs:
            return set()
        return {one for one in theirs if address in self.people[one].addresses}

    def called(self, name: str) -> set[UUID]:
        """Return who of those noted has this name, as it is sorted."""
        return self._by_name.get(name, set())

    def ways(self, number: str) -> set[str]:
        """Return how a number may stand in the register: with zeros in front or without."""
        bare = number.lstrip("0")
        ways = {number, bare} if bare else {number}
        if self._has_zeros and bare == number:
            digits = len(number) - len(number.lstrip("0123456789"))
            ways |= {number.rjust(len(number) + n, "0") for n in range(1, WIDEST - digits + 1)}
        return ways

    def _alike(self, line: Line, at: Places) -> Iterator[tuple[Known, Spell, str]]:
        ids = set().union(*(self._by_name.get(name, ()) for name in _names(line)))
        for month in _months(line.starts_on):
            ids |= self._by_month.get((at.unit_id, month), set())
        for key in sorted(ids):
            person = self.people[key]
            for spell in person.spells:
                why = likeness.why_alike(line, self._source, at.unit_id, person, spell)
                if why is not None:
                    yield person, spell, why

    def _numbers_begin_with_zero(self) -> bool:
        wanted = select(Engagement.id).where(
            Engagement.source.in_({self._source, HR}),
            Engagement.employee_number >= "0",
            Engagement.employee_number < "1",
        )
        return self._session.scalar(wanted.limit(1)) is not None

    def _having(self, addresses: Collection[str]) -> set[UUID]:
        found: set[UUID] = set()
        for some in parts(addresses):
            wanted = select(Person.id).where(
                or_(Person.email.in_(some), Person.other_email.in_(some))
            )
            found.update(self._session.scalars(wanted))
        return found

    def _numbered(self, numbers: Collection[str]) -> set[UUID]:
        found: set[UUID] = set()
        for some in parts({way for one in numbers for way in self.ways(one)}):
            wanted = select(Engagement.person_id).where(
                Engagement.source == self._source,
                or_(Engagement.employee_number.in_(some), Engagement.reference.in_(some)),
            )
            found.update(self._session.scalars(wanted))
        return found

    def _called(self, names: Collection[str], days: Collection[date]) -> set[UUID]:
        """Return who has one of these names and began on such a day; in another list, near it."""
        since, until = min(days) - likeness.NEAR, max(days) + likeness.NEAR
        of_another = and_(
            Engagement.source != self._source,
            or_(
                Engagement.starts_on.between(since, until),
                Engagement.ends_on.between(since, max(days)),
            ),
        )
        found: set[UUID] = set()
        for some in parts(names):
            wanted = (
                select(Person.id)
                .join(Engagement, Engagement.person_id == Person.id)
                .where(Person.sort_name.in_(some), or_(_any_day(days), of_another))
            )
            found.update(self._session.scalars(wanted))
        return found

    def _begun_with(self, placed: Sequence[tuple[Line, UUID]]) -> set[UUID]:
        """Return whom another list has in a row's team, begun at about the same time.

        Those of nearly the same name; of the others their names alone are read.
        """
        days = [line.starts_on for line, _ in placed]
        lines: dict[tuple[UUID | None, int], list[Line]] = defaultdict(list)
        for line, unit in placed:
            lines[unit, _month(line.starts_on)].append(line)
        found: set[UUID] = set()
        for some in parts({unit for _, unit in placed}):
            wanted = (
                select(Person.id, Person.first_name, Person.last_name, Engagement.unit_id)
                .add_columns(Engagement.starts_on)
                .join(Engagement, Engagement.person_id == Person.id)
                .where(
                    Engagement.unit_id.in_(some),
                    Engagement.source != self._source,
                    Engagement.starts_on.between(
                        min(days) - likeness.NEAR, max(days) + likeness.NEAR
                    ),
                )
            )
            for key, *name, unit, day in self._session.execute(wanted):
                near = [
                    (line.first_name, line.last_name)
                    for month in _months(day)
                    for line in lines.get((unit, month), ())
                    if abs(line.starts_on - day) <= likeness.NEAR
                ]
                if any(likeness.are_near(one, (name[0], name[1])) for one in near):
                    found.add(key)
        return found

    def _load(self, ids: Collection[UUID]) -> None:
        aside = list(self._aside.load(ids)) if self._aside is not None else []
        for person in aside:
            self._take(person)
        for some in parts(set(ids) - {one.id for one in aside}):
            for person in people(self._session, Person.id.in_(some)).values():
                person.guarded = person.id in self._guarded
                self._take(person)

    def _take(self, person: Known) -> None:
        self.note(person)
        for spell in person.spells:
            if spell.told is not None and spell.source == self._source:
                self._by_told.setdefault(_letters(spell.told), []).append(spell)


def _letters(told: Mapping[str, str]) -> int:
    return hash(frozenset(told.items()))


def _names(line: Line) -> list[str]:
    """Return a row's name as it is sorted, also turned round."""
    first, last = line.first_name, line.last_name
    return [rules.sort_name(first, last), rules.sort_name(last, first)]


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _months(day: date) -> range:
    """Return the months in which a day near by may lie."""
    return range(_month(day) - 1, _month(day) + 2)


def _any_day(days: Collection[Any]) -> ColumnElement[bool]:
    if len(days) > AT_A_TIME:
        return and_(Engagement.starts_on >= min(days), Engagement.starts_on <= max(days))
    return Engagement.starts_on.in_(days)

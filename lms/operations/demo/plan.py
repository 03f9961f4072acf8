"""Who works in Marlshire, since when, and how far each has come; pure.

People begin over the last eighteen months. Coverage and punctuality get better towards today, and
are worse for agency and temporary staff: the picture that such a council would really see.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from lms.kernel.days import months_after, working_days_after
from lms.operations.demo.council import Chance, Council, Place, Supplier
from lms.operations.demo.names import DOMAIN, FAMILY, GIVEN, PERSONAL
from lms.people.rules import fold

ESSENTIALS = "day-one-essentials"
INDUCTION = "safeguarding-induction"
ASSESSMENT = "risk-assessment"

DAYS_BACK = 548
"""Eighteen months."""

KINDS = {
    "permanent": 48,
    "fixed_term": 7,
    "agency": 22,
    "temporary": 7,
    "casual": 5,
    "secondee": 2,
    "volunteer": 3,
    "student": 4,
    "apprentice": 2,
}
"""Of a hundred starters."""

BRIEF = frozenset({"agency", "temporary", "casual", "student"})
"""Kinds whose engagements are short."""

QUICK = frozenset({"agency", "temporary", "casual"})
"""Kinds that have five working days for the induction."""


@dataclass(slots=True, kw_only=True)
class Spell:
    """One engagement."""

    id: UUID
    kind: str
    unit: Place
    starts_on: date
    ends_on: date | None = None
    post: str = ""
    source: str = "HR"
    reference: str | None = None
    number: str | None = None
    agency: Supplier | None = None
    school_id: UUID | None = None
    manager_id: UUID | None = None


@dataclass(slots=True, kw_only=True)
class Planned:
    """One person, and what has happened to them until today."""

    id: UUID
    first: str
    last: str
    email: str | None
    other_email: str | None = None
    spells: list[Spell] = field(default_factory=list)
    joined_on: date
    invited_on: date | None = None
    bounced: bool = False
    signed_in_on: date | None = None
    done: list[tuple[str, date]] = field(default_factory=list)
    """Module and day, in order."""

    began: str = ""
    """A module that was read in part."""

    writes_since: date | None = None
    """Since when they are among those who write risk assessments."""

    @property
    def name(self) -> str:
        """As they are called."""
        return f"{self.first} {self.last}"


@dataclass
class Register:
    """Makes people, each with names, address and numbers of their own."""

    council: Council
    today: date
    managers: dict[UUID, UUID] = field(default_factory=dict)
    """Unit → who manages the people in it."""

    taken: Counter[str] = field(default_factory=Counter)
    numbers: int = 1041

    @property
    def chance(self) -> Chance:
        """What decides."""
        return self.council.chance

    def person(self, joined_on: date, name: tuple[str, str] | None = None) -> Planned:
        """Return somebody with a work address."""
        first, last = name or (self.chance.choice(GIVEN), self.chance.choice(FAMILY))
        return Planned(
            id=self.chance.an_id(),
            first=first,
            last=last,
            email=self.address(first, last, DOMAIN),
            joined_on=min(joined_on, self.today),
        )

    def address(self, first: str, last: str, domain: str) -> str:
        """Return an address nobody else has."""
        local = f"{fold(first)}.{fold(last)}".replace(" ", "-")
        self.taken[f"{local}@{domain}"] += 1
        again = self.taken[f"{local}@{domain}"]
        return f"{local}{again if again > 1 else ''}@{domain}"

    def spell(
        self, person: Planned, kind: str, unit: Place, starts_on: date, ends_on: date | None = None
    ) -> Spell:
        """Give a person an engagement, with the address and the numbers its kind has."""
        self.numbers += 1
        made = Spell(
            id=self.chance.an_id(),
            kind=kind,
            unit=unit,
            starts_on=starts_on,
            ends_on=ends_on,
            post=self.chance.choice(unit.team.posts) if unit.team else "",
            manager_id=self.managers.get(unit.id),
        )
        if kind == "agency":
            self._supplied(person, made)
        elif kind in {"volunteer", "student"}:
            made.source = "Manager"
            person.email = self.address(person.first, person.last, self.chance.choice(PERSONAL))
        else:
            made.number = f"{self.numbers:06}"
            made.reference = f"{made.number}-1"
        if self.chance.is_so(0.18):
            made.school_id = self.chance.choice(self.council.schools).id
        person.spells.append(made)
        return made

    def _supplied(self, person: Planned, spell: Spell) -> None:
        spell.agency = self.chance.choice(self.council.agencies)
        spell.source = spell.agency.name
        spell.reference = f"W-{self.numbers:05}"
        if not any(one.kind != "agency" for one in person.spells):
            person.email = self.address(person.first, person.last, self.chance.choice(PERSONAL))

    def starters(self, many: int) -> Iterator[Planned]:
        """Yield so many people who began in the last eighteen months."""
        kinds, weights = list(KINDS), list(KINDS.values())
        for _ in range(many):
            starts_on = self.today - timedelta(days=self.chance.randrange(1, DAYS_BACK))
            kind = self.chance.choices(kinds, weights)[0]
            unit = self.chance.choice(self.council.teams)
            one = self.person(starts_on)
            spell = self.spell(one, kind, unit, starts_on, self._ends(kind, starts_on))
            if unit.team and unit.team.writes and self.chance.is_so(0.5):
                one.writes_since = starts_on
            self.story(one, spell)
            yield one

    def _ends(self, kind: str, starts_on: date) -> date | None:
        if kind in BRIEF:
            return starts_on + timedelta(days=self.chance.randrange(50, 480))
        if self.chance.is_so(0.06):
            return starts_on + timedelta(days=self.chance.randrange(90, DAYS_BACK))
        return starts_on + timedelta(days=730) if kind in {"fixed_term", "apprentice"} else None

    def story(self, one: Planned, spell: Spell) -> None:
        """Say how far a starter came until today, or until they left."""
        better = 1 - (self.today - spell.starts_on).days / DAYS_BACK
        own = spell.kind not in QUICK
        last = min(self.today, spell.ends_on or self.today)
        one.joined_on = min(last, spell.starts_on + timedelta(days=self._noticed(own)))
        if not self.chance.is_so(0.985 if own else 0.8 + 0.13 * better):
            return
        one.invited_on = min(last, one.joined_on + timedelta(days=self.chance.randrange(3)))
        if not self.chance.is_so(0.97 if own else 0.93):
            return
        came = max(one.invited_on, spell.starts_on)
        came += timedelta(days=int(self.chance.expovariate(0.9)))
        if came > last:
            return
        one.signed_in_on = came
        self._learn(one, spell, last, on_time=(0.86 if own else 0.66) + 0.12 * better)

    def _noticed(self, own: bool) -> int:  # noqa: FBT001 - one fact about a kind
        """Return how many days after the start HR or the agency named somebody; before is less."""
        return (
            -self.chance.randrange(1, 12) if own else self.chance.choice((-3, -1, 0, 0, 1, 2, 6))
        )

    def _learn(self, one: Planned, spell: Spell, last: date, *, on_time: float) -> None:
        came = one.signed_in_on or last
        if self.chance.is_so(0.97):
            self.complete(one, ESSENTIALS, came, last)
        grace = 5 if spell.kind in QUICK else 10
        days = self._working_days(grace, on_time)
        if days is not None:
            day = max(came, working_days_after(spell.starts_on, days))
            self.complete(one, INDUCTION, day, last)
        days = self._working_days(20, on_time - 0.05)
        if one.writes_since is not None and days is not None:
            day = max(came, working_days_after(one.writes_since, days))
            self.complete(one, ASSESSMENT, day, last)
        self._renew(one, last)
        if not any(slug == INDUCTION for slug, _ in one.done) and self.chance.is_so(0.6):
            one.began = INDUCTION

    def _working_days(self, grace: int, on_time: float) -> int | None:
        """Return after how many working days something is done; None for never."""
        if self.chance.is_so(on_time):
            return self.chance.randint(1, grace)
        return grace + self.chance.randint(1, 25) if self.chance.is_so(0.72) else None

    def _renew(self, one: Planned, last: date) -> None:
        """Do the induction again before the year is over, as most do."""
        first = next((day for slug, day in one.done if slug == INDUCTION), None)
        if first is not None and self.chance.is_so(0.9):
            again = months_after(first, 12) - timedelta(days=self.chance.randrange(1, 30))
            self.complete(one, INDUCTION, again, last)

    def complete(self, one: Planned, slug: str, day: date, last: date) -> None:
        """Note a completion, unless the day has not come."""
        if day <= last:
            one.done.append((slug, day))
            one.done.sort(key=lambda fact: fact[1])

"""Where people of Marlshire work: units, schools, agencies; pure."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from lms.operations.demo.names import AGENCIES, DIRECTORATE, FIRST_URN, SERVICES, SETTINGS, Team

PEOPLE_A_TEAM = 30
T = TypeVar("T")


class Chance(random.Random):
    """Chance that comes out the same for the same seed."""

    def an_id(self) -> UUID:
        """Return an id."""
        return UUID(bytes=self.randbytes(16), version=4)

    def is_so(self, share: float) -> bool:
        """Tell whether something happens that happens in this share of cases."""
        return self.random() < share


@dataclass(frozen=True, kw_only=True)
class Place:
    """A unit, with the team it stands for where it is one."""

    id: UUID
    name: str
    kind: str
    parent_id: UUID | None
    path: str
    team: Team | None = None


@dataclass(frozen=True, kw_only=True)
class School:
    """A setting."""

    id: UUID
    name: str
    urn: str
    phase: str


@dataclass(frozen=True)
class Supplier:
    """An agency."""

    id: UUID
    name: str


@dataclass
class Council:
    """Every unit, school and agency, as many as so many people need."""

    chance: Chance
    people: int
    units: list[Place] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)
    agencies: list[Supplier] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.directorate = self._unit(DIRECTORATE, "directorate", None)
        for name, service, teams in self._services():
            above = self._unit(service, "service", self.directorate)
            for team in teams:
                self._unit(f"{team.name}{name}", "team", above, team)
        for at, (name, phase) in enumerate(_repeated(SETTINGS, self.people // 35)):
            self.schools.append(
                School(
                    id=self.chance.an_id(),
                    name=f"{name}{_again(at, len(SETTINGS))}",
                    urn=str(FIRST_URN + at),
                    phase=phase,
                )
            )
        for at, name in enumerate(_repeated(AGENCIES, self.people // 2500)):
            self.agencies.append(
                Supplier(self.chance.an_id(), f"{name}{_again(at, len(AGENCIES))}")
            )

    @property
    def teams(self) -> list[Place]:
        """The units people work in."""
        return [one for one in self.units if one.team is not None]

    @property
    def services(self) -> list[Place]:
        """The units below the directorate."""
        return [one for one in self.units if one.kind == "service"]

    def named(self, name: str) -> Place:
        """Return the unit of that name."""
        return next(one for one in self.units if one.name == name)

    def _services(self) -> Iterator[tuple[str, str, tuple[Team, ...]]]:
        """Yield what is put behind a name, the service's name and its teams."""
        teams = sum(len(found) for found in SERVICES.values())
        rounds = max(1, self.people // (teams * PEOPLE_A_TEAM))
        for again in range(rounds):
            behind = "" if again == 0 else f" {again + 1}"
            for service, found in SERVICES.items():
                yield behind, f"{service}{behind}", found

    def _unit(self, name: str, kind: str, parent: Place | None, team: Team | None = None) -> Place:
        key = self.chance.an_id()
        made = Place(
            id=key,
            name=name,
            kind=kind,
            parent_id=parent.id if parent else None,
            path=f"{parent.path if parent else '/'}{key.hex[:12]}/",
            team=team,
        )
        self.units.append(made)
        return made


def _repeated(things: tuple[T, ...], wanted: int) -> list[T]:
    """Return the things, again and again where more are wanted than there are."""
    return [things[at % len(things)] for at in range(max(len(things), wanted))]


def _again(at: int, many: int) -> str:
    return "" if at < many else f" {at // many + 1}"

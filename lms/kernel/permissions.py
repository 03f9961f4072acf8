"""What a permission, an actor and its reach are."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Permission:
    """A thing one may do: a stable key and a label for the auditor."""

    key: str
    label: str


PUBLIC = Permission("public", "Open a public page")
SIGNED_IN = Permission("signed_in", "Open a page for anybody who is signed in")


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where one engagement places a person: what a duty's scope is held against."""

    unit_path: str
    """Path of the unit from the directorate down, such as ``/3f…/9a…/``; empty for none."""

    agency_id: UUID | None
    manager_id: UUID | None
    ends_on: date | None = None
    """Last day of the engagement; None while open-ended."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The people whom an actor's duties cover, as a filter that SQL can apply.

    The parts are joined by 'or'; a reach with none of them covers nobody.
    """

    everyone: bool = False
    unit_paths: frozenset[str] = frozenset()
    agency_ids: frozenset[UUID] = frozenset()
    agency_since: date | None = None
    """An agency sees its workers until they have left before this day; None for ever."""

    manager_id: UUID | None = None
    """People whose line manager this is."""

    def covers(self, placement: Placement) -> bool:
        """Tell whether a person placed so is within reach."""
        return (
            self.everyone
            or any(placement.unit_path.startswith(path) for path in self.unit_paths)
            or self._supplies(placement)
            or (self.manager_id is not None and placement.manager_id == self.manager_id)
        )

    def _supplies(self, placement: Placement) -> bool:
        if placement.agency_id is None or placement.agency_id not in self.agency_ids:
            return False
        last, since = placement.ends_on, self.agency_since
        return last is None or since is None or last >= since

    @property
    def is_nobody(self) -> bool:
        """Whether it covers nobody at all."""
        return not (self.everyone or self.unit_paths or self.agency_ids or self.manager_id)


EVERYONE = Reach(everyone=True)
NOBODY = Reach()


class Actor(Protocol):
    """Whoever is acting: a person, an API client or the system itself."""

    @property
    def id(self) -> UUID | None:
        """The person's id; None for the system."""

    def may(self, permission: Permission, subject: object = None) -> bool:
        """Tell whether the policy lets this actor do it to ``subject``."""

    def reach(self, permission: Permission) -> Reach:
        """Return over whom the policy lets this actor do it."""


@dataclass(frozen=True)
class System:
    """The site itself, or an operator with a shell on its server; named 'system' in the audit."""

    id: UUID | None = None

    def may(self, permission: Permission, subject: object = None) -> bool:  # noqa: ARG002
        """Say yes: whoever holds the machine holds the register."""
        return True

    def reach(self, permission: Permission) -> Reach:  # noqa: ARG002
        """Everyone."""
        return EVERYONE

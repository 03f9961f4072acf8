"""What happens to people, where they work and what they may do."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Event):
    """A person entered the register."""

    tag: ClassVar[str] = "person.joined"


@dataclass(frozen=True, kw_only=True)
class PersonCorrected(Event):
    """A person's name or address was put right; which of them, never what it said."""

    tag: ClassVar[str] = "person.corrected"
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class AddressBounced(Event):
    """Mail to a person came back."""

    tag: ClassVar[str] = "person.address_bounced"


@dataclass(frozen=True, kw_only=True)
class FirstSignedIn(Event):
    """A person signed in for the first time."""

    tag: ClassVar[str] = "person.first_signed_in"


@dataclass(frozen=True, kw_only=True)
class SignedOutEverywhere(Event):
    """Every session of a person's was ended."""

    tag: ClassVar[str] = "person.signed_out_everywhere"


@dataclass(frozen=True, kw_only=True)
class EngagementBegun(Event):
    """An engagement entered the register; its subject is the engagement."""

    tag: ClassVar[str] = "engagement.begun"
    kind: str
    source: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class EngagementChanged(Event):
    """Something about an engagement is different; its subject is the engagement."""

    tag: ClassVar[str] = "engagement.changed"
    changed: list[str] = field(default_factory=list)
    started_before: date | None = None
    """The first day as it stood, where that was corrected."""

    since: date | None = None
    """The day from which it is elsewhere or of another kind, where that is not today."""

    undoes: datetime | None = None
    """The instant at which what is taken back here was learnt."""


@dataclass(frozen=True, kw_only=True)
class EngagementTakenOut(Event):
    """An engagement that never was left the register; its subject is the engagement."""

    tag: ClassVar[str] = "engagement.taken_out"


@dataclass(frozen=True, kw_only=True)
class PersonTakenOut(Event):
    """Somebody who was entered by mistake, and did nothing here, left the register."""

    tag: ClassVar[str] = "person.taken_out"


@dataclass(frozen=True, kw_only=True)
class EngagementEnded(Event):
    """An engagement was given its last day; its subject is the engagement."""

    tag: ClassVar[str] = "engagement.ended"
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class DutyGranted(Event):
    """A person was given a duty; its subject is the duty held."""

    tag: ClassVar[str] = "duty.granted"
    duty: str
    unit_id: UUID | None
    agency_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class DutyWithdrawn(Event):
    """A duty was taken back; its subject is the duty held."""

    tag: ClassVar[str] = "duty.withdrawn"
    duty: str


@dataclass(frozen=True, kw_only=True)
class GroupAdded(Event):
    """There is a new group; its subject is the group."""

    tag: ClassVar[str] = "group.added"


@dataclass(frozen=True, kw_only=True)
class GroupChanged(Event):
    """A group has another name or another description; its subject is the group."""

    tag: ClassVar[str] = "group.changed"
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class GroupJoined(Event):
    """A person is in a group from today; its subject is the group."""

    tag: ClassVar[str] = "group.joined"


@dataclass(frozen=True, kw_only=True)
class GroupLeft(Event):
    """A person is in a group no longer; its subject is the group."""

    tag: ClassVar[str] = "group.left"


@dataclass(frozen=True, kw_only=True)
class UnitAdded(Event):
    """There is a new unit; its subject is the unit."""

    tag: ClassVar[str] = "unit.added"
    kind: str
    parent_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class UnitRenamed(Event):
    """A unit has another name; its subject is the unit."""

    tag: ClassVar[str] = "unit.renamed"


@dataclass(frozen=True, kw_only=True)
class UnitMoved(Event):
    """A unit and all below it stand elsewhere in the tree; its subject is the unit."""

    tag: ClassVar[str] = "unit.moved"
    parent_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class UnitTakenOut(Event):
    """A unit that a list had made left with it; its subject is the unit."""

    tag: ClassVar[str] = "unit.taken_out"


@dataclass(frozen=True, kw_only=True)
class SettingAdded(Event):
    """There is a new setting; its subject is the setting."""

    tag: ClassVar[str] = "setting.added"


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Event):
    """A setting's details were put right; its subject is the setting."""

    tag: ClassVar[str] = "setting.changed"
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SettingTakenOut(Event):
    """A setting that a list had made left with it; its subject is the setting."""

    tag: ClassVar[str] = "setting.taken_out"


@dataclass(frozen=True, kw_only=True)
class AgencyAdded(Event):
    """There is a new agency; its subject is the agency."""

    tag: ClassVar[str] = "agency.added"


@dataclass(frozen=True, kw_only=True)
class AgencyRenamed(Event):
    """An agency has another name; its subject is the agency."""

    tag: ClassVar[str] = "agency.renamed"


@dataclass(frozen=True, kw_only=True)
class AgencyTakenOut(Event):
    """An agency that a list had made left with it; its subject is the agency."""

    tag: ClassVar[str] = "agency.taken_out"


@dataclass(frozen=True, kw_only=True)
class PeopleMerged(Event):
    """Two records became one; its subject is the merge, and it concerns whoever stays."""

    tag: ClassVar[str] = "people.merged"
    other_id: UUID
    gives_up_address: bool
    """Whether an address of either is nobody's since."""


@dataclass(frozen=True, kw_only=True)
class PeopleUnmerged(Event):
    """Records that had become one are two again; its subject is the merge."""

    tag: ClassVar[str] = "people.unmerged"
    other_id: UUID

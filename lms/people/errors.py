"""What cannot be done with people, and what to do instead."""

from datetime import date
from uuid import UUID

from lms.kernel import words
from lms.kernel.errors import Conflict, Invalid, NotAllowed


class BadAddress(Invalid):
    """What was entered is no e-mail address."""

    def __init__(self, *, field: str = "email") -> None:
        super().__init__(
            "Enter an email address in the correct format, like name@example.com.", field=field
        )


class AddressTaken(Conflict):
    """The address is somebody's already.

    Attributes:
        field: name of the offending input, so a form can point at it.
        person_id: whose it is, for a door that may show them.

    """

    def __init__(self, address: str, *, field: str, person_id: UUID | None) -> None:
        super().__init__(
            f"{address} already belongs to somebody in the register. If it is the same person, "
            "find them under People and change their engagement there. If it is not, ask for an "
            "address of their own: two people cannot share one."
        )
        self.field = field
        self.person_id = person_id


class AddressGuarded(NotAllowed):
    """Whoever could change this address could sign in with another's powers."""

    field = "email"

    def __init__(self, duty: str) -> None:
        super().__init__(
            f"This person holds the duty of {duty}, so their addresses cannot be changed. Ask an "
            "administrator to withdraw the duty, change the address, and give the duty again."
        )


class ReferenceTaken(Conflict):
    """The list has another engagement under this reference."""

    field = "reference"

    def __init__(self, source: str, reference: str) -> None:
        super().__init__(
            f"{source} already has an engagement with the reference {reference}. Change that one, "
            "or enter the reference of this engagement."
        )


class FormSent(Conflict):
    """The same form was sent before."""

    def __init__(self) -> None:
        super().__init__("That form was sent before, and what it said is in the register once.")


class EndsBeforeStart(Invalid):
    """The last day lies before the first."""

    def __init__(self, starts_on: date) -> None:
        super().__init__(
            f"The last day cannot be before the first day, {words.day(starts_on)}. For somebody "
            "who never came, enter that first day.",
            field="ends_on",
        )


class EndsEarlierAlready(Conflict):
    """It ends no later than that already."""

    field = "ends_on"

    def __init__(self, ends_on: date) -> None:
        super().__init__(
            f"This engagement already ends on {words.day(ends_on)}. Enter an earlier day, or "
            "leave it as it is."
        )


class NeedsAgency(Invalid):
    """It makes no sense without an agency."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Choose the agency: {what}.", field="agency")


class ManagerUnknown(Invalid):
    """Nobody who could manage somebody is called that."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"Nobody who works here is called {text.strip()[:80]}. Check the spelling, or enter "
            "their email address.",
            field="manager",
        )


class ManagersAlike(Invalid):
    """More than one is called that."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"More than one person who works here is called {text.strip()[:80]}. Enter the email "
            "address of the one you mean.",
            field="manager",
        )


class OwnManager(Invalid):
    """Nobody manages themselves."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} cannot be their own line manager. Name somebody else.", field="manager"
        )


class KeptGroup(Conflict):
    """Who is in the group follows from something else."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Who is in ‘{name}’ follows from who is DSL or deputy at a setting. Change that "
            "under Settings."
        )


class LooksKnown(Conflict):
    """Somebody in the register might be the same person; whoever asks must say.

    Attributes:
        person_ids: who, the likeliest first.

    """

    field = "same"

    def __init__(self, name: str, person_ids: list[UUID]) -> None:
        super().__init__(
            f"Somebody in the register looks like {name}. Say whether it is the same person."
        )
        self.person_ids = person_ids


class EngagedAlready(Conflict):
    """The same engagement is in the register."""

    field = "same"

    def __init__(self, name: str, starts_on: date) -> None:
        super().__init__(
            f"{name} is in the register with this engagement, from {words.day(starts_on)}. "
            "Nothing needs adding."
        )


class WrongScope(Invalid):
    """The duty cannot be held over that."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="over")


class DutyHeld(Conflict):
    """They hold it already."""

    field = "duty"

    def __init__(self, name: str, duty: str) -> None:
        super().__init__(f"{name} already holds the duty of {duty} over that. Nothing to do.")


class DutyNotHeld(Conflict):
    """It was withdrawn before."""

    def __init__(self) -> None:
        super().__init__("That duty was withdrawn already. Nothing to do.")


class LastAdministrator(Conflict):
    """Nobody could give duties any more."""

    def __init__(self) -> None:
        super().__init__(
            "This is the last administrator who can sign in. Give the duty to somebody else "
            "first; then withdraw this one."
        )


class NameTaken(Conflict):
    """Two of one kind cannot have one name."""

    field = "name"

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"There is already {what} called {name}. Enter another name.")


class UrnTaken(Conflict):
    """Two settings cannot have one reference."""

    field = "urn"

    def __init__(self, urn: str, name: str) -> None:
        super().__init__(f"URN {urn} is already that of {name}. Check the number.")


class MovesIntoItself(Conflict):
    """A unit cannot stand below itself."""

    field = "parent"

    def __init__(self) -> None:
        super().__init__("A unit cannot be moved below itself. Choose another place.")


class InGroup(Conflict):
    """They are in the group already."""

    field = "person"

    def __init__(self, name: str, group: str) -> None:
        super().__init__(f"{name} is already in the group {group}. Nothing to do.")


class NotInGroup(Conflict):
    """They are not in the group."""

    def __init__(self, name: str, group: str) -> None:
        super().__init__(f"{name} is not in the group {group} any more. Nothing to do.")


class OneRecord(Invalid):
    """Both records are the same one."""

    def __init__(self) -> None:
        super().__init__(
            "That is the same record twice. Choose another record of the same person.",
            field="other",
        )


class AlreadyMerged(Conflict):
    """A record became part of another meanwhile."""

    def __init__(self, name: str, into: str) -> None:
        super().__init__(
            f"The record of {name} was already merged: it is part of the record of {into} now. "
            "Nothing was changed."
        )


class OwnRecord(NotAllowed):
    """Nobody merges their own record with another: it would bring them what the other may."""

    def __init__(self) -> None:
        super().__init__(
            "One of these records is your own. Ask another HR officer, or an administrator, to "
            "merge it or take it apart."
        )


class ManagerOfOther(Conflict):
    """One is named as the other's line manager, so they are hardly one human."""

    def __init__(self, manager: str, name: str) -> None:
        super().__init__(
            f"{manager} is named as line manager of {name}, and nobody is their own. If they are "
            "one person, name another line manager first."
        )


class AddressOfNeither(Invalid):
    """A merge brings no new address in."""

    def __init__(self, *, field: str) -> None:
        super().__init__(
            "Choose an address that one of the two records has. Enter another afterwards.",
            field=field,
        )


class NotMerged(Conflict):
    """It was taken apart before."""

    def __init__(self) -> None:
        super().__init__("These records were taken apart before. Nothing was changed.")


class LaterMerge(Conflict):
    """Whoever stayed was merged once more since."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The record was merged again since, with that of {name}. Take that one apart first, "
            "then this one."
        )


class NotApart(Conflict):
    """What came later cannot stand beside what would be put back."""

    def __init__(self) -> None:
        super().__init__(
            "These records cannot be taken apart now: a knowledge check or practice is open that "
            "was open in both. Ask them to finish it, then try again. Nothing was changed."
        )

"""Why a register of schools, or a part of it, cannot be brought in."""

from collections.abc import Sequence

from lms.kernel import words
from lms.kernel.errors import Conflict, Invalid

WHERE = (
    "On Get information about schools choose Download, then ‘Establishment fields CSV’, and "
    "unpack what comes."
)


class Unreadable(Invalid):
    """It is no register of schools; the message says what to do about it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


class NotOurs(Invalid):
    """No row of it belongs to the council that was named."""

    def __init__(self, authority: str, named: Sequence[str]) -> None:
        there = words.listed([f"‘{one}’" for one in named]) or "no council"
        super().__init__(
            f"No school of this file belongs to ‘{authority}’. It names {there}. Enter the "
            "council’s name or its code as the file writes it.",
            field="authority",
        )


class AlreadyDone(Conflict):
    """It was brought in or dropped before."""

    def __init__(self, *, accepted: bool) -> None:
        done = "brought in" if accepted else "dropped"
        super().__init__(f"This register was {done} already. To bring in a newer one, upload it.")


class SettingsChanged(Conflict):
    """The settings are no longer what the look was made against."""

    def __init__(self) -> None:
        super().__init__(
            "The settings have changed since you looked, so this file comes to something else. "
            "Nothing was brought in. Look at what it comes to now."
        )


class Settled(Conflict):
    """A row was decided, or brought in, before."""

    def __init__(self) -> None:
        super().__init__("Somebody has decided about this row already. Nothing was changed.")


class NotACandidate(Invalid):
    """The setting is none of those the row might be."""

    def __init__(self) -> None:
        super().__init__("Choose one of the settings that the row might be.", field="same_as")

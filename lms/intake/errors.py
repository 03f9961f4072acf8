"""Why a file, or a row of it, cannot be brought in."""

from collections.abc import Sequence
from datetime import datetime

from lms.kernel import words
from lms.kernel.errors import Conflict, Invalid


class Unreadable(Invalid):
    """It is no list that can be read; the message says what to do about it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


class UnknownColumns(Invalid):
    """Something is needed that no column is known to hold.

    Attributes:
        missing: what is needed, in words.
        unknown: headings of the file that nobody knows.

    """

    def __init__(self, missing: Sequence[str], unknown: Sequence[str]) -> None:
        self.missing, self.unknown = list(missing), list(unknown)
        named = words.listed([f"“{one}”" for one in unknown])
        if unknown:
            verb = "is" if len(unknown) == 1 else "are"
            rest = f"Not known here {verb} {named}: say what each holds, or leave it out."
        else:
            rest = "Every column has another meaning. Add the column to the file."
        super().__init__(
            f"No column of this file is known to hold the {words.listed(list(missing))}. {rest}",
            field="columns",
        )


class AlreadyDone(Conflict):
    """It was accepted or dropped before."""

    def __init__(self, *, accepted: bool, at: datetime) -> None:
        done = "accepted" if accepted else "dropped"
        super().__init__(
            f"This import was {done} on {words.moment(at)}. Nothing to do. "
            "To bring in a newer file, upload it."
        )


class StillAsking(Conflict):
    """Nobody has said yet what some of its columns hold."""

    def __init__(self) -> None:
        super().__init__(
            "Say first what the unknown columns of this file hold. Then it can be accepted."
        )


class NotLookedAt(Conflict):
    """It was sent in by somebody else, and nobody has looked at it."""

    def __init__(self) -> None:
        super().__init__("Look at this list first. Then it can be accepted.")


class RegisterChanged(Conflict):
    """It would come to something else than was shown."""

    def __init__(self) -> None:
        super().__init__(
            "The register has changed since this file was looked at, so it would come to "
            "something else now. Nothing was brought in. Look at it again, then accept it."
        )


class Braked(Conflict):
    """It changes so much at once that somebody must say that it is meant."""

    field = "anyway"

    def __init__(self, said: Sequence[str]) -> None:
        self.said = list(said)
        super().__init__(
            f"{' '.join(said)} Nothing was brought in. If this is meant, say so and bring it in "
            "again."
        )


class NotUndone(Conflict):
    """There is nothing of it that could be undone."""

    def __init__(self, *, undone_at: datetime | None) -> None:
        super().__init__(
            f"This import was undone on {words.moment(undone_at)}. Nothing to do."
            if undone_at is not None
            else "Only a list that was brought in can be undone. This one changed nothing."
        )


class NotAccepted(Conflict):
    """Its import has not been accepted."""

    def __init__(self) -> None:
        super().__init__("Accept the import first; then settle the rows that were held.")


class AlreadyDecided(Conflict):
    """Somebody settled the row before."""

    def __init__(self) -> None:
        super().__init__("This row has been settled already. Nothing to do.")


class NotSettled(Conflict):
    """The row cannot be brought in that way."""

    field = "decision"


class AlreadyTwo(Conflict):
    """Somebody said before that two records are of two people."""

    def __init__(self) -> None:
        super().__init__("Somebody said already that these are two people. Nothing was changed.")

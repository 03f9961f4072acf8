"""Why a requirement, an exemption or a pause may be declined."""

from datetime import date

from lms.kernel import words
from lms.kernel.errors import Conflict


class AlreadyPaused(Conflict):
    """The engagement's clocks stand still already."""

    def __init__(self) -> None:
        super().__init__("This engagement is paused already. Enter the day of return first.")


class AlreadyOver(Conflict):
    """The exemption or the pause ended before."""

    def __init__(self, what: str, on: date) -> None:
        super().__init__(f"This {what} ended on {words.day(on)}. Nothing to do.")


class AlreadyExempt(Conflict):
    """The obligation is released already."""

    field = "obligations"

    def __init__(self, until_on: date) -> None:
        super().__init__(
            f"This is exempt already, until {words.day(until_on)}. End that exemption first."
        )


class NotOwed(Conflict):
    """There is nothing to be released from."""

    field = "obligations"

    def __init__(self) -> None:
        super().__init__("This is no longer owed, so nobody needs to be exempt from it.")


class AlreadyEnded(Conflict):
    """The requirement ended before."""

    def __init__(self) -> None:
        super().__init__("This requirement has already ended.")

"""Why an appointment cannot be as somebody wants it."""

from datetime import date

from lms.kernel import words
from lms.kernel.errors import Conflict, Invalid

ROLE_WORDS = {"dsl": "DSL", "deputy": "deputy"}


class AppointedAlready(Conflict):
    """They hold that role at that setting on one of those days."""

    field = "role"

    def __init__(self, name: str, role: str, setting: str, from_on: date) -> None:
        super().__init__(
            f"{name} is {ROLE_WORDS[role]} at {setting} already, from {words.day(from_on)}. "
            "Nothing needs adding."
        )


class SettingClosed(Invalid):
    """The setting is not open on that day."""

    def __init__(self, setting: str, day: date) -> None:
        super().__init__(
            f"{setting} is not open on {words.day(day)}. Choose another day, or put the setting "
            "right first.",
            field="from_on",
        )


class EndsBeforeItBegins(Invalid):
    """The last day lies before the first."""

    def __init__(self, from_on: date, *, field: str) -> None:
        super().__init__(f"The last day cannot lie before {words.day(from_on)}.", field=field)


class OverAlready(Conflict):
    """The appointment has ended."""

    def __init__(self) -> None:
        super().__init__("This appointment has ended already. Look at the setting again.")


class CannotCover(Invalid):
    """They are neither DSL nor deputy in those days, or it is themselves who are away."""

    def __init__(self) -> None:
        super().__init__(
            "Whoever covers must be a DSL or deputy at this setting or in its trust, and another "
            "person. Appoint them first.",
            field="covered_by",
        )


class AwayAlready(Conflict):
    """They are away on one of those days already."""

    field = "from_on"

    def __init__(self, from_on: date) -> None:
        super().__init__(
            f"An absence from {words.day(from_on)} is entered already. Say first when it ends."
        )


class NotYet(Invalid):
    """It lies in the future, and training was or was not done."""

    def __init__(self) -> None:
        super().__init__(
            "Enter the day on which it was completed, not one to come.", field="done_on"
        )


class NobodyToAsk(Conflict):
    """No setting can be asked."""

    def __init__(self) -> None:
        super().__init__(
            "Every open setting with a mailbox was asked this school year. Nothing was sent."
        )


class CheckOver(Conflict):
    """The yearly question can no longer be answered."""

    def __init__(self) -> None:
        super().__init__(
            "This question can no longer be answered: the time for it is over, or the setting was "
            "closed. Write to the council, who can enter it for you."
        )


class ToldAlready(Conflict):
    """A change was settled before."""

    def __init__(self) -> None:
        super().__init__("Somebody has dealt with this already. Look at the list again.")


class ReasonNeeded(Invalid):
    """What is left out needs a reason."""

    def __init__(self) -> None:
        super().__init__("Say in a few words why it is left out.", field="reason")

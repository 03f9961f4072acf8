"""Why an answer, a report or a code cannot be as somebody wants it."""

from lms.kernel.errors import Conflict, Invalid, NotFound


class QuestionOver(Conflict):
    """The question can no longer be answered."""

    def __init__(self) -> None:
        super().__init__(
            "This question can no longer be answered: its time is over. Answer the newest email, "
            "or sign in and look at your team."
        )


class SettledAlready(Conflict):
    """Somebody decided about a report before."""

    def __init__(self) -> None:
        super().__init__("Somebody has dealt with this already. Look at the list again.")


class ReasonNeeded(Invalid):
    """A no needs a reason."""

    def __init__(self) -> None:
        super().__init__("Say in a few words why not. Whoever told it reads it.", field="reason")


class NoSuchReport(NotFound):
    """There is no such report, or it is none of theirs."""

    def __init__(self) -> None:
        super().__init__("There is nothing of that kind to decide. Look at the list again.")


class NoSuchCode(NotFound):
    """A code is unknown, over, stopped or used up; which of these is told to nobody."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(
            "This code does not work. Look at it again, letter by letter; or ask your manager for "
            "a new one."
        )


class TooManyToday(Conflict):
    """More joined by a code in a day than a team can take."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(
            "More people joined by this code today than a team can take, so it is closed until "
            "tomorrow. Ask your manager to add you."
        )


class CodeOver(Conflict):
    """The code is over already."""

    def __init__(self) -> None:
        super().__init__("This code does not work any more. Make a new one.")

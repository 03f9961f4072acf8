"""What cannot be done about somebody who was nearly missed."""

from lms.kernel.errors import Conflict


class HasStarted(Conflict):
    """Whoever signed in since the first day has started."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has signed in since their first day, so they did start. If they have left, "
            "end the engagement with their last day."
        )


class ChangedSince(Conflict):
    """The engagement was changed after it was marked."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The engagement of {name} was changed after it was marked. Change its last day on "
            "the person’s page instead."
        )


class NobodyToAsk(Conflict):
    """There is no line manager whom a message can reach."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has no line manager with an email address. Name one on the person’s page."
        )

"""Why a requirement, an exemption or a pause may be declined."""

from lms.kernel.errors import Conflict


class AlreadyPaused(Conflict):
    """The engagement's clocks stand still already."""

    def __init__(self) -> None:
        super().__init__("This engagement is paused already. Enter the day of return first.")


class NotPaused(Conflict):
    """There is no pause to return from."""

    def __init__(self) -> None:
        super().__init__("This engagement is not paused, so there is nothing to return from.")


class AlreadyEnded(Conflict):
    """The requirement ended before."""

    def __init__(self) -> None:
        super().__init__("This requirement has already ended.")

"""Why learning may have to wait."""

from datetime import datetime

from lms.kernel import words
from lms.kernel.errors import Conflict, NotFound


class NoSuchModule(NotFound):
    """There is no such module, or none that is given out."""

    def __init__(self) -> None:
        super().__init__("There is no such module, or nobody has approved it yet.")


class NoSuchSection(NotFound):
    """The module has no such section, or not in the edition that this person learns from."""

    def __init__(self) -> None:
        super().__init__(
            "This module has no such section. It may have changed; go to the module's first page."
        )


class ReadFirst(Conflict):
    """Sections are still to be read before the knowledge check."""

    def __init__(self, titles: list[str]) -> None:
        self.titles = titles
        super().__init__(f"Read {words.listed(titles)} first, then take the knowledge check.")


class WaitFirst(Conflict):
    """Two attempts failed: a rest and a second reading come first."""

    def __init__(self, opens_at: datetime) -> None:
        self.opens_at = opens_at
        super().__init__(
            "Take a rest and read the sections again. The check opens at "
            f"{words.moment(opens_at)}."
        )


class TalkFirst(Conflict):
    """Three attempts failed: a talk comes first."""

    def __init__(self) -> None:
        super().__init__(
            "Your manager is asked to talk with you first. They are not told what you answered. "
            "The check opens again once you have talked."
        )


class AttemptOver(Conflict):
    """The attempt was submitted."""

    def __init__(self) -> None:
        super().__init__("You have handed in this attempt already, perhaps in another window.")


class PracticeOver(Conflict):
    """The assessment stands beside the experts' already."""

    def __init__(self) -> None:
        super().__init__("You have compared this assessment already. Try again with a new one.")

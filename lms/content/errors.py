"""What can be wrong with a module's files, and why an approval may be declined."""

from collections.abc import Iterable

from lms.kernel.errors import Conflict
from lms.kernel.tables import Problem

__all__ = ["AlreadyApproved", "BadModule", "NotApproved", "Problem"]


class BadModule(Exception):  # noqa: N818 - named for what it is
    """A module's files cannot be used. Holds every problem, in the order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class AlreadyApproved(Conflict):
    """The edition is approved."""

    def __init__(self, label: str) -> None:
        super().__init__(f"Edition {label} is approved already.")


class NotApproved(Conflict):
    """The edition is not approved, so there is nothing to take back."""

    def __init__(self, label: str) -> None:
        super().__init__(f"Edition {label} is not approved.")

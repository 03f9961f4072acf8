"""What can be wrong with a module's files."""

from collections.abc import Iterable

from lms.kernel.tables import Problem

__all__ = ["BadModule", "Problem"]


class BadModule(Exception):  # noqa: N818 - named for what it is
    """A module's files cannot be used. Holds every problem, in the order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))

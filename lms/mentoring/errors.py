"""Why a set of pairings cannot be proposed."""

from lms.kernel.errors import Invalid


class BadWeights(Invalid):
    """The weights of a score make no score."""

    def __init__(self, message: str, *, part: str = "weights") -> None:
        super().__init__(message, field=part)


class BadCounty(Invalid):
    """A file of a county cannot be used; ``field`` is where, such as ``mentors.3.capacity``."""

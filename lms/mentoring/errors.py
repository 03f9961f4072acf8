"""Why nobody can be proposed, asked, or paired."""

from collections.abc import Sequence

from lms.kernel.errors import Conflict, Invalid


class BadWeights(Invalid):
    """The weights of a score make no score."""

    def __init__(self, message: str, *, part: str = "weights") -> None:
        super().__init__(message, field=part)


class BadCounty(Invalid):
    """A file of a county cannot be used; ``field`` is where, such as ``mentors.3.capacity``."""


class NotDsl(Conflict):
    """Only a DSL or deputy of an open setting mentors or is mentored."""

    def __init__(self) -> None:
        super().__init__(
            "Mentoring is for designated safeguarding leads and their deputies. If you are one, "
            "ask your council to enter you at your setting."
        )


class NotOpen(Conflict):
    """The wait is over."""

    def __init__(self) -> None:
        super().__init__("They wait for a mentor no longer. Look at the list again.")


class HasProposal(Conflict):
    """A proposal to the new DSL stands, or they have a mentor."""

    def __init__(self) -> None:
        super().__init__(
            "A proposal has gone to them already, or they have a mentor. Look at the list again."
        )


class MayNotPair(Conflict):
    """A rule forbids it, or does so now."""

    def __init__(self, blocks: Sequence[str]) -> None:
        super().__init__(
            f"The two may not be paired, as things stand now: {'; '.join(blocks)}. The list below "
            "is worked out anew."
        )


class ReasonNeeded(Invalid):
    """A rule is set aside only with a reason."""

    def __init__(self) -> None:
        super().__init__("Write why you choose otherwise than proposed.", field="reason")


class OfferOver(Conflict):
    """It can be answered no longer."""

    def __init__(self) -> None:
        super().__init__("This can be answered no longer. Your coordinator will write to you.")


class BadTerms(Invalid):
    """Term dates that cannot be."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="terms")

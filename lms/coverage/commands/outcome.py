"""What came of doing the same for several people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from lms.kernel.errors import Refusal
from lms.kernel.work import Work


@dataclass
class Outcome:
    """For how many it was done, and why not for the others."""

    done: int = 0
    refused: list[str] = field(default_factory=list)
    """A sentence each."""


def for_each(work: Work, ids: Iterable[UUID], do: Callable[[UUID], object]) -> Outcome:
    """Do something for each; where it is refused for one, the others are still served."""
    outcome = Outcome()
    for one in dict.fromkeys(ids):
        try:
            with work.session.begin_nested():
                do(one)
        except Refusal as refusal:
            outcome.refused.append(str(refusal))
        else:
            outcome.done += 1
    return outcome

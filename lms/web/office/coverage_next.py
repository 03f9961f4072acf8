"""What may be done next about people who were nearly missed."""

from collections.abc import Iterable, Mapping, Sequence

from lms.coverage import permissions, queries
from lms.coverage.rules import NEXT, Gap, Step
from lms.delivery import kit
from lms.delivery.state import state
from lms.identity import permissions as identity
from lms.kernel.permissions import Permission
from lms.people import permissions as people

NEEDED: Mapping[Step, Permission] = {
    Step.INVITE: identity.INVITE,
    Step.REMIND: identity.INVITE,
    Step.CARD: identity.PRINT_CARD,
    Step.ASK: permissions.ASK,
    Step.NOT_A_STARTER: people.END,
}


FIRST = 100
"""How much more the best step for somebody counts than another that is possible."""


def steps_of(lines: Iterable[queries.Line]) -> list[Step]:
    """Return what may be done about some of these people, what most need first."""
    counts = dict.fromkeys(Step, 0)
    for one in lines:
        for at, step in enumerate(_next(one)):
            counts[step] += 1 if at else FIRST
    return sorted(
        (step for step in Step if counts[step] and _may(step)), key=lambda step: -counts[step]
    )


def _next(line: queries.Line) -> Sequence[Step]:
    """Return what to do about one person; whom a list left out, their manager knows about."""
    steps = NEXT[line.stage]
    if Gap.LEFT_OUT in line.gaps:
        return sorted(steps, key=lambda step: step is not Step.ASK)
    return steps


def _may(step: Step) -> bool:
    return kit.may(NEEDED[step]) and not (step is Step.CARD and state().mounted)

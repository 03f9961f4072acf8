"""The status of an obligation on a day, and where a person stands; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lms.kernel import words
from lms.kernel.days import working_days_after
from lms.kernel.errors import Invalid


class Status(StrEnum):
    """What an obligation is on a day: exactly one of these."""

    DONE = "done"
    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    EXEMPT = "exempt"
    PAUSED = "paused"


OWED = (Status.DONE, Status.NOT_DUE, Status.DUE_SOON, Status.OVERDUE)
"""The statuses that count as owed."""


class Standing(StrEnum):
    """Where a person stands on a day: exactly one of these, the first that fits."""

    NOT_ENROLLED = "not_enrolled"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    UP_TO_DATE = "up_to_date"
    NOT_DUE = "not_due"
    RELEASED = "released"
    """Nothing is owed: paused, exempt, or no requirement holds for them."""


@dataclass(frozen=True, kw_only=True)
class Owing:
    """An obligation on a day, with all that decides its status."""

    due_on: date
    """Last day on time, after any change that holds by then."""

    proven_until: date | None
    """Last day that the latest proof counts; None without any."""

    exempt: bool = False
    paused: bool = False


def check_known_on(known_on: date | None, *, day: date, today: date) -> None:
    """Raise Invalid for a day on which nobody can have known what was so on ``day``."""
    if known_on is None:
        return
    if known_on > today:
        msg = f"{words.day(known_on)} is still to come. Enter today or an earlier day."
        raise Invalid(msg, field="known_on")
    if known_on < day:
        msg = (
            f"What was so on {words.day(day)} cannot have been known on {words.day(known_on)}. "
            "Enter that day or a later one."
        )
        raise Invalid(msg, field="known_on")


def soon_until(day: date, soon_days: int) -> date:
    """Return the last due day that counts as soon on ``day``, ``soon_days`` working days on."""
    return working_days_after(day, soon_days)


def due_of(owing: Owing) -> date:
    """Return the day by which it must be done, or done again."""
    if owing.proven_until is None:
        return owing.due_on
    return max(owing.due_on, owing.proven_until)


def status_of(owing: Owing, day: date, *, soon_days: int) -> Status:
    """Return the one status of an obligation on ``day``.

    Being released comes first, lateness next (an expired proof is late), then what is due
    soon (a proof about to expire too), then what is done.

    Args:
        owing: the obligation.
        day: the council's day asked about.
        soon_days: working days within which something counts as due soon.

    """
    if owing.exempt:
        return Status.EXEMPT
    if owing.paused:
        return Status.PAUSED
    due = due_of(owing)
    if due < day:
        return Status.OVERDUE
    if due <= soon_until(day, soon_days):
        return Status.DUE_SOON
    if owing.proven_until is not None and owing.proven_until >= day:
        return Status.DONE
    return Status.NOT_DUE


def standing_of(statuses: Iterable[Status], *, enrolled: bool) -> Standing:
    """Return where a person stands.

    'Up to date' means that something was done and nothing is overdue; a person who has
    nothing done and nothing due is 'not due yet'.
    """
    held = set(statuses)
    if not enrolled:
        return Standing.NOT_ENROLLED
    for status, standing in (
        (Status.OVERDUE, Standing.OVERDUE),
        (Status.DUE_SOON, Standing.DUE_SOON),
        (Status.DONE, Standing.UP_TO_DATE),
        (Status.NOT_DUE, Standing.NOT_DUE),
    ):
        if status in held:
            return standing
    return Standing.RELEASED

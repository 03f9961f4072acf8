"""What somebody owes, in the words of 'my learning'; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.assignment.rules import FOR_EVER
from lms.compliance.queries import Owed
from lms.compliance.rules import Owing, Status, status_of
from lms.kernel import words

TO_DO = (Status.OVERDUE, Status.DUE_SOON, Status.NOT_DUE)
NOW = (Status.OVERDUE, Status.DUE_SOON)

STARTED = {
    "permanent": "in a permanent post",
    "fixed_term": "on a fixed-term contract",
    "agency": "as an agency worker",
    "temporary": "in a temporary post",
    "casual": "as a casual worker",
    "secondee": "on secondment",
    "volunteer": "as a volunteer",
    "student": "as a student",
    "apprentice": "as an apprentice",
}


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What one module asks of a person now, all their engagements together."""

    owed: Owed
    """The obligation that is the most pressing."""

    status: Status
    """As of today, also where the engagement begins later."""

    @property
    def due_on(self) -> date:
        """Last day on time."""
        return self.owed.due_on

    @property
    def is_again(self) -> bool:
        """Whether it was done before, and that runs out."""
        return self.owed.proven_until is not None


def demands(rows: Iterable[Owed], today: date, *, soon_days: int) -> dict[str, Demand]:
    """Return module → what it asks, in order of the day: one completion meets every obligation."""
    found: dict[str, Demand] = {}
    for row in sorted(rows, key=lambda one: one.due_on):
        one = Demand(owed=row, status=_today(row, today, soon_days))
        held = found.get(row.module_slug)
        if held is None or _rank(one) < _rank(held):
            found[row.module_slug] = one
    return dict(sorted(found.items(), key=lambda pair: pair[1].due_on))


def _today(row: Owed, today: date, soon_days: int) -> Status:
    """Return the status today; an engagement to come was asked about on its first day."""
    if row.status in {Status.EXEMPT, Status.PAUSED}:
        return row.status
    owing = Owing(due_on=row.due_on, proven_until=row.proven_until)
    return status_of(owing, today, soon_days=soon_days)


def _rank(one: Demand) -> int:
    """Return how much one obligation for a module counts over another: to do, done, released."""
    if one.status in TO_DO:
        return 0
    return 1 if one.status == Status.DONE else 2


def heading(found: Sequence[Demand], today: date) -> str:
    """Return what the page answers: how much there is to do, and by when."""
    pressing = [one for one in found if one.status in NOW]
    if pressing:
        return _pressing(pressing, today)
    ahead = [one.due_on for one in found if one.status == Status.NOT_DUE]
    if ahead:
        first = near(min(ahead), today, weekday=True)
        if len(set(ahead)) == 1:
            return f"{_things(len(ahead))} to do by {first}"
        return f"{_things(len(ahead))} to do, the first by {first}"
    statuses = {one.status for one in found}
    if Status.DONE in statuses:
        ends = [one.due_on for one in found if one.status == Status.DONE]
        again = min(ends)
        never = again == FOR_EVER
        return "You are up to date" if never else f"Nothing to do until {words.day(again)}"
    if Status.PAUSED in statuses:
        return "Nothing to do while you are away"
    return "Nothing is asked of you"


def _pressing(found: Sequence[Demand], today: date) -> str:
    late = sum(one.status == Status.OVERDUE for one in found)
    things = _things(len(found))
    if late == len(found):
        return f"{things} {'is' if late == 1 else 'are'} overdue"
    if late:
        return f"{things} to do, {words.spelt(late)} of them overdue"
    days = sorted({one.due_on for one in found})
    if days == [today]:
        return f"{things} to do today"
    if days[-1] <= today + timedelta(days=6 - today.weekday()):
        first = ", the first today" if days[0] == today else ""
        return f"{things} to do this week{first}"
    if days[0] == today:
        return f"{things} to do, the first today"
    first = "" if len(days) == 1 else ", the first"
    return f"{things} to do{first} by {near(days[0], today, weekday=True)}"


def _things(number: int) -> str:
    return f"{words.spelt(number).capitalize()} {'thing' if number == 1 else 'things'}"


def due(one: Demand, today: date) -> str:
    """Return when it is due, in full."""
    day = near(one.due_on, today, weekday=True)
    if one.status == Status.OVERDUE:
        return f"was due on {day}"
    if one.due_on == today:
        return f"due today, {day}"
    if one.due_on == today + timedelta(days=1):
        return f"due tomorrow, {day}"
    return f"due on {day}"


def reason(one: Demand, today: date) -> str:
    """Return why it is asked, as the end of 'You are asked because'."""
    owed = one.owed
    if owed.proven_from is not None and owed.proven_until is not None:
        done, until = near(owed.proven_from, today), near(owed.proven_until, today)
        counts = "counted" if owed.proven_until < today else "counts"
        return f"what you did on {done} {counts} until {until}"
    since = near(owed.begun_on, today)
    if owed.group:
        return f"you have belonged to ‘{owed.group}’ since {since}"
    if owed.begun_on > owed.starts_on:
        return f"it has been part of your work since {since}"
    verb = "start" if owed.starts_on > today else "started"
    return f"you {verb} {STARTED[owed.kind]} on {near(owed.starts_on, today)}"


def near(day: date, today: date, *, weekday: bool = False) -> str:
    """Return a day in words, with its year only where that is another than this one."""
    said = words.weekday(day) if weekday else f"{day.day} {day:%B}"
    return said if day.year == today.year else f"{said} {day.year}"

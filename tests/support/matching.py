"""What matching made of a dirty list, row by row."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select

from lms.intake import commands
from lms.intake.models import ImportLine
from lms.intake.reading import Upload
from lms.kernel.work import Work
from lms.people.models import Engagement, Person
from tests.support.dirt import Made, Row
from tests.support.lists import as_csv


@dataclass
class Figures:
    """How many rows of each dirt came to what."""

    found: Counter[str] = field(default_factory=Counter)
    """Taken for who they are, somebody new included."""

    held: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    """Entered as somebody new who was known."""

    wrong: Counter[str] = field(default_factory=Counter)
    """Taken for somebody else."""

    aside: int = 0
    """Rows of people who were held already when the register was filled."""


def matched(work: Work, made: Made) -> Figures:
    """Fill the register with the clean list, hold the dirty one against it, and look."""
    _bring_in(work, made.clean, "clean.csv", "HR")
    return _held_against(work, made.dirty, "HR")


def matched_elsewhere(work: Work, made: Made, rows: list[Row]) -> Figures:
    """Fill the register with the clean list, hold another source's rows against it, and look."""
    _bring_in(work, made.clean, "clean.csv", "HR")
    return _held_against(work, rows, "Brightside Supply")


def _held_against(work: Work, rows: list[Row], source: str) -> Figures:
    session = work.session
    numbers = select(Engagement.employee_number, Engagement.person_id)
    people = dict(session.execute(numbers).all())
    before = set(session.scalars(select(Person.id)))
    imported = _bring_in(work, [one.cells for one in rows], "dirty.csv", source)
    wanted = select(ImportLine).filter_by(import_id=imported)
    lines = {one.row: one for one in session.scalars(wanted)}
    figures = Figures()
    for at, row in enumerate(rows, 2):
        line = lines.get(at)
        if row.truth is not None and row.truth not in people:
            # By chance a namesake in the same team from the same day: held with the clean list.
            figures.aside += 1
            continue
        truth = people[row.truth] if row.truth is not None else None
        status = "unchanged" if line is None else str(line.status.value)
        kind = row.dirt
        if status == "review":
            figures.held[kind] += 1
        elif status == "rejected":
            figures.rejected[kind] += 1
        elif line is None or line.person_id is None:
            (figures.found if truth is not None else figures.wrong)[kind] += 1
        elif line.person_id == truth or (truth is None and line.person_id not in before):
            figures.found[kind] += 1
        elif line.person_id in before:
            figures.wrong[kind] += 1
        else:
            figures.missed[kind] += 1
    return figures


def _bring_in(work: Work, rows: list[dict[str, str]], name: str, source: str):
    made = commands.bring_in(work, Upload(name, as_csv(*rows)), source=source, anyway=True)
    work.session.flush()
    return made.id


def table(numbers: dict[str, int], figures: Figures) -> str:
    """Return the figures as a table of Markdown."""
    lines = [
        "| Dirt | Rows | Found | Held | Missed | Taken for somebody else |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for kind in sorted(numbers):
        counts = (figures.found, figures.held, figures.missed, figures.wrong)
        cells = " | ".join(f"{one[kind]:,}" for one in counts)
        lines.append(f"| {kind or 'none'} | {numbers[kind]:,} | {cells} |")
    return "\n".join(lines)

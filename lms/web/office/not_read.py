"""Rows that could not be read, as a file to mend and bring in again."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from lms.intake.reading import FIELDS
from lms.kernel.spreadsheets import safe
from lms.people.rules import KINDS

if TYPE_CHECKING:
    from lms.intake.queries import LineShown, Shown
    from lms.kernel.paging import Slice

HEADINGS: Mapping[str, str] = {
    "manager_name": "Line manager",
    "manager_number": "Line manager employee number",
    "manager_email": "Line manager email",
}
"""Where the words of a field are no heading; every heading is one that is known."""

MEANT: Mapping[str, tuple[str, ...]] = {
    "full_name": ("first_name", "last_name"),
    "assignment_start": ("start_date",),
    "leaving_date": ("end_date",),
}
"""What a column comes to, once it is read."""

KEPT: Mapping[str, tuple[str, ...]] = {
    "contract_type": ("kind", "contract_type"),
    "start_date": ("start_date", "assignment_start"),
    "end_date": ("end_date", "leaving_date"),
}
"""Under which names a row keeps it: as read, or as it stood where reading ended early."""


def written(found: "Shown", ask: Callable[[int], "Slice[LineShown]"]) -> Iterator[str]:
    """Yield the file, part by part: each row with what is wrong, under headings known here.

    Args:
        found: the import.
        ask: returns the rows behind a row of that number, the next part of them.

    """
    columns = {one.heading: one.field for one in found.columns if one.field}
    fields = [one for one in FIELDS if one in _fields(columns.values())]
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(["Row", "Comments (what is wrong)", *map(heading, fields)])
    after: int | None = 0
    while after is not None:
        some = ask(after)
        writer.writerows(cells(one, fields, columns) for one in some.rows)
        after = int(some.after) if some.after else None
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def heading(field: str) -> str:
    """Return what a column is called."""
    said = HEADINGS.get(field, FIELDS[field])
    return said[0].upper() + said[1:]


def cells(line: "LineShown", fields: list[str], columns: Mapping[str, str]) -> list[str | int]:
    """Return a row's cells; a value that could not be read stands where it stood."""
    wrong: dict[str, str] = {}
    for fault in line.faults:
        meant = _fields([columns.get(fault.column, "")])
        if len(meant) == 1:
            wrong.setdefault(meant.pop(), fault.value)
    why = " ".join(f"{fault.column}: {fault.reason}".lstrip(": ") for fault in line.faults)
    return [line.row, safe(why), *(safe(wrong.get(one) or _kept(line, one)) for one in fields)]


def _fields(given: Iterable[str]) -> set[str]:
    return {meant for one in given if one for meant in MEANT.get(one, (one,))}


def _kept(line: "LineShown", field: str) -> str:
    ways = KEPT.get(field, (field,))
    said = next((line.fields[one] for one in ways if line.fields.get(one)), "")
    return KINDS.get(said, said) if field == "contract_type" else said

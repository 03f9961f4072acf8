"""Who is trained, as CSV and XLSX, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import xlsxwriter

from lms.kernel.spreadsheets import safe

Chunks = Iterable[Sequence[Any]]
"""Rows, some at a time."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: what its columns are called, how wide they are, and what a row holds."""

    name: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    cells: Callable[[Any], tuple[Any, ...]]


def _line(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a row of ``compliance.queries.every_row``
    return (
        safe(row.person),
        row.kind.value.replace("_", " "),
        safe(row.unit or ""),
        safe(row.agency or ""),
        safe(row.requirement),
        row.starts_on,
        row.due_on,
        row.done_on,
        row.status.replace("_", " "),
    )


def _person(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a line of ``every_person``
    return (
        safe(row.person),
        safe(row.email or ""),
        row.kind.replace("_", " "),
        safe(row.unit),
        safe(row.agency),
        safe(row.manager),
        row.starts_on,
        row.standing.value.replace("_", " "),
    )


def _starter(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a line of ``every_starter``
    return (
        safe(row.person),
        row.kind.replace("_", " "),
        safe(row.unit),
        safe(row.agency),
        row.starts_on,
        "yes" if row.enrolled else "no",
        "yes" if row.signed_in else "no",
        COME[row.come.value],
        row.done_on,
        row.days,
    )


COME = {
    "done": "all done",
    "time": "still has time",
    "late": "overdue",
    "nothing": "nothing owed",
}
"""How far a starter has come, in words."""

LINES = Sheet(
    name="Who is trained",
    headings=(
        "Person",
        "Engagement",
        "Unit",
        "Agency",
        "Training",
        "Started on",
        "Due on",
        "Done on",
        "Status",
    ),
    widths=(28, 14, 26, 22, 44, 12, 12, 12, 12),
    cells=_line,
)
PEOPLE = Sheet(
    name="People",
    headings=(
        "Person",
        "Email",
        "Engagement",
        "Unit",
        "Agency",
        "Line manager",
        "Started on",
        "Where they stand",
    ),
    widths=(28, 34, 14, 26, 22, 28, 12, 18),
    cells=_person,
)
STARTERS = Sheet(
    name="Starters",
    headings=(
        "Person",
        "Engagement",
        "Unit",
        "Agency",
        "Started on",
        "Enrolled",
        "Signed in",
        "How far",
        "All done on",
        "Days from the start",
    ),
    widths=(28, 14, 26, 22, 12, 10, 10, 16, 12, 18),
    cells=_starter,
)


def as_csv(chunks: Chunks, sheet: Sheet = LINES) -> Iterator[str]:
    """Yield the file a thousand rows at a time; a byte-order mark lets Excel see the accents."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(sheet.headings)
    for rows in chunks:
        writer.writerows(map(sheet.cells, rows))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()


def as_xlsx(chunks: Chunks, to: IO[bytes], sheet: Sheet = LINES) -> None:
    """Write the file, row by row, in flat memory. Raises OSError (a full disk)."""
    book = xlsxwriter.Workbook(
        to, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(sheet.name)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d mmm yyyy"})
    page.freeze_panes(1, 0)
    for at, width in enumerate(sheet.widths):
        page.set_column(at, at, width)
    page.write_row(0, 0, sheet.headings, bold)
    at = 0
    for rows in chunks:
        for row in rows:
            at += 1
            _write(page, at, sheet.cells(row), day)
    if at:
        page.autofilter(0, 0, at, len(sheet.headings) - 1)
    book.close()


def _write(page: Any, at: int, cells: tuple[Any, ...], day: Any) -> None:  # noqa: ANN401
    """Write a row: days as days, numbers as numbers, all else as text."""
    for column, cell in enumerate(cells):
        if isinstance(cell, date):
            page.write_datetime(at, column, cell, day)
        elif isinstance(cell, int):
            page.write_number(at, column, cell)
        elif cell is not None:
            page.write_string(at, column, cell)

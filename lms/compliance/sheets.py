"""Who is trained, as CSV and XLSX, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

HEADINGS = (
    "Person",
    "Engagement",
    "Unit",
    "Agency",
    "Training",
    "Started on",
    "Due on",
    "Done on",
    "Status",
)
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula."""


def safe(text: str) -> str:
    """Return text that a spreadsheet shows and never runs."""
    return f"'{text}" if text.startswith(RISKY) else text


def cells(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a row of ``compliance.queries.every_row``
    """Return a row's cells in the order of ``HEADINGS``."""
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


def as_csv(chunks: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the file a thousand rows at a time; a byte-order mark lets Excel see the accents."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(HEADINGS)
    for rows in chunks:
        writer.writerows(map(cells, rows))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()


def as_xlsx(chunks: Iterable[Sequence[Any]], to: IO[bytes]) -> None:
    """Write the file, row by row, in flat memory. Raises OSError (a full disk)."""
    book = xlsxwriter.Workbook(
        to, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Who is trained")
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d mmm yyyy"})
    sheet.freeze_panes(1, 0)
    for at, width in enumerate((28, 14, 26, 22, 44, 12, 12, 12, 12)):
        sheet.set_column(at, at, width)
    sheet.write_row(0, 0, HEADINGS, bold)
    at = 0
    for rows in chunks:
        for row in rows:
            at += 1
            for column, cell in enumerate(cells(row)):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                elif cell is not None:
                    sheet.write_string(at, column, cell)
    if at:
        sheet.autofilter(0, 0, at, len(HEADINGS) - 1)
    book.close()

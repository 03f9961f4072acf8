"""What is kept of a file that waits to be accepted: the columns that may be, and no other."""

import csv
import io
from collections.abc import Collection, Iterator

from lms.intake.reading.listing import Listing, Row
from lms.intake.rules.headings import Column

MORE = "\x1d"
"""Stands at the end of a row that had cells beyond the last heading."""


def keep(listing: Listing, columns: Collection[Column]) -> bytes:
    """Return a list with those columns only, as bytes for the store."""
    raw = io.BytesIO()
    text = io.TextIOWrapper(raw, "utf-8", newline="")
    out = csv.writer(text)
    wanted = [one.at for one in columns]
    out.writerow([int(listing.strict), listing.count, *(one.heading for one in columns)])
    for row, cells in listing.read():
        some = [cells[at] if at < len(cells) else "" for at in wanted]
        more = listing.strict and any(cells[listing.width :])
        out.writerow([row, *some, *([MORE] if more else [])])
    text.flush()
    return raw.getvalue()


def kept(content: bytes) -> Listing:
    """Return the list that ``keep`` made bytes of."""

    def rows() -> Iterator[list[str]]:
        return csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""))

    strict, count, *header = next(rows())

    def read() -> Iterator[Row]:
        some = rows()
        next(some)
        for row, *cells in some:
            yield int(row), cells

    return Listing(tuple(header), read, int(count), strict == "1")

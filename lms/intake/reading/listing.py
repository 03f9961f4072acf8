"""A list as it was read: its headings, and its rows one after the other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lms.intake.errors import Unreadable
from lms.intake.rules.headings import LOOKED_AT, Headings, header_at

Row = tuple[int, Sequence[str]]
"""Number as a spreadsheet counts, and the cells."""

NO_HEADER = (
    "No headings were found in this file. Its first row, or one of the first thirty, must name "
    "the columns: first name, last name, start date, contract type and so on."
)
EMPTY = "This file is empty. Export the list again, and look into the file before you send it."


@dataclass(frozen=True)
class Listing:
    """A list of people."""

    header: tuple[str, ...]
    """Headings as in the file, each on one line; empty where a column has none."""

    read: Callable[[], Iterator[Row]]
    """Reads the rows below the header, as often as asked, in flat memory."""

    count: int
    """Rows below the header that hold anything."""

    strict: bool
    """Whether a cell beyond the last heading means that the row is out of step."""

    @property
    def width(self) -> int:
        """How many columns the header names."""
        return len(self.header)


def listing(
    read: Callable[[], Iterator[Row]], headings: Headings, *, most_rows: int, strict: bool
) -> Listing:
    """Find the headings and count the rows, without holding more than one.

    Raises:
        Unreadable: there are no headings, no rows, or too many.

    """
    first = list(islice(_filled(read()), LOOKED_AT))
    if not first:
        raise Unreadable(EMPTY)
    at = header_at([[_one_line(cell) for cell in cells] for _, cells in first], headings)
    if at is None:
        raise Unreadable(NO_HEADER)
    row, cells = first[at]
    header = [_one_line(cell) for cell in cells]
    while header and not header[-1]:
        header.pop()

    def below() -> Iterator[Row]:
        for number, some in _filled(read()):
            if number > row and list(some[: len(header)]) != cells[: len(header)]:
                yield number, some

    count = _counted(below(), most_rows)
    if not count:
        msg = "There are headings in this file and no rows below them. Export the list again."
        raise Unreadable(msg)
    return Listing(tuple(header), below, count, strict)


def score(read: Callable[[], Iterator[Row]], headings: Headings) -> int:
    """Return how well some row among the first serves as a header; 0 for not at all."""
    first = islice(_filled(read()), LOOKED_AT)
    return max(
        (headings.score([_one_line(cell) for cell in cells]) for _, cells in first), default=0
    )


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    for number, cells in rows:
        if any(cells):
            yield number, cells


def _counted(rows: Iterator[Row], most: int) -> int:
    count = 0
    for count, _ in enumerate(rows, 1):
        if count > most:
            msg = (
                f"This file has more than {most:,} rows, which is the most that is read at once. "
                "Split it into several files."
            )
            raise Unreadable(msg)
    return count


def _one_line(cell: str) -> str:
    return " ".join(cell.split())

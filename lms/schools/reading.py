"""The public register of schools: the 'Establishment fields' of Get information about schools.

Read as a stream: the national file has sixty megabytes and a hundred and thirty-five columns.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from lms.schools.errors import WHERE, Unreadable
from lms.schools.rules import COLUMNS, NEEDED, Fault

PART = 1 << 20
LOOKED_AT = 1 << 16


@dataclass(frozen=True)
class Line:
    """One school as the register writes it: its row as a spreadsheet counts, and our columns."""

    row: int
    cells: Mapping[str, str]
    faults: Sequence[Fault] = ()


def lines(open_again: Callable[[], BinaryIO]) -> Iterator[Line]:
    """Yield the schools of a register, in flat memory.

    Args:
        open_again: opens the file anew, or puts it back to its start.

    Raises:
        Unreadable: it is no register of schools, or it breaks off.

    """
    _refuse_other(open_again().read(LOOKED_AT))
    encoding = _encoding(open_again())
    text = io.TextIOWrapper(open_again(), encoding, errors="replace", newline="")
    try:
        yield from _read(csv.reader(text, strict=True))
    except csv.Error as error:
        msg = (
            f"This file cannot be read to its end: {error}. It may have been cut off on the way; "
            f"download it again. {WHERE}"
        )
        raise Unreadable(msg) from None
    finally:
        text.detach()


def _read(reader: Iterator[list[str]]) -> Iterator[Line]:
    header = [" ".join(cell.split()) for cell in next(reader, [])]
    at = {name: header.index(name) for name in COLUMNS if name in header}
    missing = [name for name in NEEDED if name not in at]
    if missing:
        msg = f"This is not the register of schools: it has no column ‘{missing[0]}’. {WHERE}"
        raise Unreadable(msg)
    if "LA (code)" not in at and "LA (name)" not in at:
        msg = f"The file does not say whose schools these are: no column ‘LA (name)’. {WHERE}"
        raise Unreadable(msg)
    width = len(header)
    for row, cells in enumerate(reader, 2):
        if not any(cells):
            continue
        faults = []
        if len(cells) != width:
            faults.append(Fault("", "", f"The row has {len(cells)} cells instead of {width}."))
        told = {name: cells[i].strip() if i < len(cells) else "" for name, i in at.items()}
        yield Line(row, told, faults)


def _encoding(file: BinaryIO) -> str:
    """Return UTF-8 where all of the file is, else Windows' own, in which the register comes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := file.read(PART):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _refuse_other(start: bytes) -> None:
    if not start.strip():
        msg = f"This file is empty. {WHERE}"
        raise Unreadable(msg)
    if start.startswith(b"PK\x03\x04"):
        msg = "This is a packed archive or a spreadsheet. Unpack it, and send the CSV file in it."
        raise Unreadable(msg)
    if b"\0" in start:
        msg = f"This is not a CSV file. {WHERE}"
        raise Unreadable(msg)

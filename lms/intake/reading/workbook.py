"""XLSX files: looked over first, for what a stranger could have packed into one."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from lms.intake.errors import Unreadable
from lms.intake.reading.listing import EMPTY, Listing, Row, listing, score
from lms.intake.rules.headings import Headings

MOST_INFLATED = 256 * 1024 * 1024
"""Bytes of all its parts unpacked; a hundred thousand rows of thirty columns have half of it."""

MOST_TEXTS = 64 * 1024 * 1024
"""Bytes of the part that holds the texts of cells, all of which is kept in memory."""

MOST_CELLS = 6_000_000
"""Between the first and the last that holds anything, over all sheets."""

BLOCK = 1 << 20
PLACE = re.compile(rb"""\sr=["']([A-Za-z]{0,3})(\d{1,7})["']""")
DAMAGED = "This file is damaged. Open it in a spreadsheet, save it anew as XLSX, and send that."
TOO_LARGE = (
    "Unpacked, this workbook is larger than any list of people. Copy the list into a new "
    "workbook, save that as XLSX, and send it."
)
FAR_CELLS = (
    "This workbook has cells far to the right or far down. Copy only the list into a new "
    "workbook, save that as XLSX, and send it."
)


def read(content: bytes, headings: Headings, *, most_rows: int) -> Listing:
    """Return the list in a workbook: the sheet with the headings, hidden ones last.

    Raises:
        Unreadable: it is damaged, protected, too large, or no sheet of it is a list.

    """
    _look_over(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = _best_sheet(book, headings)
    except PasswordError:
        raise Unreadable(PROTECTED) from None
    except (CalamineError, ValueError, OSError):
        raise Unreadable(DAMAGED) from None
    return listing(rows, headings, most_rows=most_rows, strict=False)


PROTECTED = (
    "This file is protected by a password. Open it, remove the password (File, Info), save it, "
    "and send it again."
)


class _Sheet:
    """The rows of one sheet, turned into text as they are asked for."""

    def __init__(self, book: CalamineWorkbook, name: str) -> None:
        self._sheet = book.get_sheet_by_name(name)

    def __call__(self) -> Iterator[Row]:
        start = self._sheet.start or (0, 0)
        blank = [""] * start[1]
        for number, cells in enumerate(self._sheet.iter_rows(), 1):
            yield number, blank + [text_of(cell) for cell in cells]


def _best_sheet(book: CalamineWorkbook, headings: Headings) -> _Sheet:
    shown = [
        one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible
    ] or book.sheet_names
    best: tuple[int, _Sheet] | None = None
    for name in shown:
        sheet = _Sheet(book, name)
        fits = score(sheet, headings)
        if any(any(cells) for _, cells in sheet()) and (best is None or fits > best[0]):
            best = fits, sheet
    if best is None:
        raise Unreadable(EMPTY)
    return best[1]


def text_of(cell: object) -> str:
    """Return a cell as text: days as ISO 8601, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell)


def _look_over(content: bytes) -> None:
    """Unpack every part once, a block at a time, and refuse what would not fit into memory."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable(DAMAGED) from None
    if any(one.flag_bits & 1 for one in parts):
        raise Unreadable(PROTECTED)
    left, cells = MOST_INFLATED, 0
    for one in parts:
        if not one.filename.lower().endswith((".xml", ".rels")):
            continue
        most = min(left, MOST_TEXTS) if "sharedstrings" in one.filename.lower() else left
        size, area = _measured(content, one, most)
        left, cells = left - size, cells + area
        if cells > MOST_CELLS:
            raise Unreadable(FAR_CELLS)


def _measured(content: bytes, part: zipfile.ZipInfo, most: int) -> tuple[int, int]:
    """Return the bytes of a part, unpacked, and how many cells it spans.

    What the archive says of itself is not believed.
    """
    size = rows = columns = 0
    is_sheet = "worksheets/" in part.filename
    tail = b""
    for block in _unpacked(content, part):
        size += len(block)
        if size > most:
            raise Unreadable(TOO_LARGE)
        if is_sheet:
            text = tail + block
            found = PLACE.findall(text)
            rows = max(rows, *(int(row) for _, row in found), 0)
            columns = max(columns, *(_number(name) for name in {name for name, _ in found}), 0)
            tail = text[-32:]
    if size != part.file_size:
        raise Unreadable(DAMAGED)
    return size, rows * columns


def _unpacked(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    at = part.header_offset
    names = int.from_bytes(content[at + 26 : at + 28], "little")
    extra = int.from_bytes(content[at + 28 : at + 30], "little")
    start = at + 30 + names + extra
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise Unreadable(DAMAGED)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes | memoryview = packed
    try:
        while waiting and not inflate.eof:
            yield inflate.decompress(waiting, BLOCK)
            waiting = inflate.unconsumed_tail
    except zlib.error:
        raise Unreadable(DAMAGED) from None


def _number(column: bytes) -> int:
    """Return the number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - 64
    return number

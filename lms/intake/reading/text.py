"""CSV files, in whatever encoding and with whatever separator they come."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from itertools import count, islice

from charset_normalizer import from_bytes

from lms.intake.errors import Unreadable
from lms.intake.reading.listing import Listing, Row, listing, score
from lms.intake.rules.headings import Headings

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS = (",", ";", "\t", "|", "^", "~")
LOOKED_AT = 64 * 1024
"""Bytes or letters that are looked at to find out."""

HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""A first line by which Excel is told the separator; Excel doesn't count it as a row."""

GUESSED = ["cp1252", "mac_roman", "cp850", "cp1250", "iso8859_14"]
"""One byte a letter: Windows in the west, old Macs, DOS, Windows in middle Europe, Welsh."""

USUAL = frozenset("éèêëáàâäåçñíîïóôöøúûüŵŷłńśźżčšž")
MOST_WORDS = 8192
"""Words with letters beyond ASCII that are looked at to guess an encoding."""

ODD_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
BETWEEN = re.compile(r"[^\W\d_]")
NO_TEXT = (
    "This file is not a list that can be read. Open it in a spreadsheet, save it as CSV or XLSX, "
    "and send that."
)


def read(content: bytes, headings: Headings, *, most_rows: int) -> Listing:
    """Return the list in a CSV file; its rows are read anew, in flat memory, when asked for.

    Raises:
        Unreadable: it is no text, or no list; quotation marks do not close.

    """
    encoding = encoding_of(content)
    start = _decoded(content[:LOOKED_AT], encoding)
    if _is_noise(start):
        raise Unreadable(NO_TEXT)
    hint = HINT.match(start)
    skip = len(hint[0]) if hint else 0
    ways = [hint[1]] if hint else SEPARATORS
    start = start[skip : start.rfind("\n") + 1 or len(start)]
    best = max(ways, key=lambda one: _fit(start, one, headings))
    _check_quotes(content, encoding, best, skip)
    rows = partial(_rows, content, encoding, best, skip)
    return listing(rows, headings, most_rows=most_rows, strict=True)


def encoding_of(content: bytes) -> str:
    """Return the encoding: as its mark says, else UTF-8 where it fits, else the likeliest."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return name
    start = content[:LOOKED_AT]
    if b"\0" in start:
        even, odd = start[::2].count(0), start[1::2].count(0)
        if max(even, odd) > len(start) / 8 and min(even, odd) < max(even, odd) / 20:
            return "utf-16-le" if odd > even else "utf-16-be"
    if content.isascii():
        return "utf-8"
    lost = beyond = 0
    for text in _in_parts(content):
        lost += text.count("\ufffd")
        beyond += len(BEYOND_ASCII.findall(text))
    # A letter or two may have been broken on the way; those rows will say so.
    return "utf-8" if lost == 0 or 4 * lost < beyond else _one_byte(content)


def _in_parts(content: bytes) -> Iterator[str]:
    """Yield a file read as UTF-8, so many letters at a time."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    for at in range(0, len(content), LOOKED_AT):
        yield decoder.decode(content[at : at + LOOKED_AT])
    yield decoder.decode(b"", final=True)


def _one_byte(content: bytes) -> str:
    """Return the likeliest encoding of one byte a letter.

    A few letters are too few to guess by, so Windows' own counts unless it would put signs
    into the middle of words.
    """
    odd = re.sub(rb"[\x00-\x7f]{3,}", b"  ", content[: 4 * LOOKED_AT])
    words = (found[0] for found in ODD_WORD.finditer(content))
    around = b"\n".join(islice(words, MOST_WORDS))[:LOOKED_AT] or odd
    if _reads_well(around, "cp1252"):
        return "cp1252"
    best = from_bytes(around, cp_isolation=GUESSED).best()
    ways = [*([best.encoding] if best else []), *GUESSED]
    fitting = [one for one in ways if _reads_well(around, one)]
    return max(fitting, key=lambda one: _usual(around, one), default="cp1252")


def _usual(words: bytes, encoding: str) -> int:
    """Return how many letters are such as stand in names here."""
    return sum(letter in USUAL for letter in words.decode(encoding))


def _reads_well(words: bytes, encoding: str) -> bool:
    """Tell whether the words are words in that encoding: small letters, no signs inside."""
    try:
        text = words.decode(encoding)
    except UnicodeDecodeError:
        return False
    odd = [
        (text[at - 1 : at], letter)
        for at, letter in enumerate(text)
        if not letter.isascii() and letter not in "‘’“”–—…•£€§©®™ \u00a0"
    ]
    wrong = sum(
        not BETWEEN.match(letter) or (letter.isupper() and before.islower())
        for before, letter in odd
    )
    return wrong * 4 <= len(odd)


def _decoded(content: bytes, encoding: str) -> str:
    return io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="").read()


def _is_noise(text: str) -> bool:
    """Tell whether it is no text: a picture, a program, a page of NULs."""
    strange = sum(not (one.isprintable() or one in "\r\n\t\f") for one in text[:4096])
    return strange * 20 > len(text[:4096])


def _lines(content: bytes, encoding: str, skip: int) -> io.TextIOWrapper:
    text = io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")
    text.read(skip)
    return text


def _rows(content: bytes, encoding: str, separator: str, skip: int) -> Iterator[Row]:
    try:
        yield from enumerate(csv.reader(_lines(content, encoding, skip), delimiter=separator), 1)
    except csv.Error:
        raise Unreadable(NO_TEXT) from None


def _fit(start: str, separator: str, headings: Headings) -> tuple[int, int]:
    """Return how well a separator takes the first rows apart."""

    def rows() -> Iterator[Row]:
        return enumerate(csv.reader(io.StringIO(start, newline=""), delimiter=separator), 1)

    try:
        width = max((len(cells) for _, cells in islice(rows(), 40)), default=0)
        return score(rows, headings), width
    except csv.Error:
        return 0, 0


def _check_quotes(content: bytes, encoding: str, separator: str, skip: int) -> None:
    """Refuse a file in which a quotation mark opens and never closes: rows would vanish in it."""
    reader = csv.reader(_lines(content, encoding, skip), delimiter=separator, strict=True)
    whole = count()
    try:
        for _, _ in zip(whole, reader, strict=False):
            pass
    except csv.Error as error:
        if "unexpected end of data" in str(error) or "field larger" in str(error):
            msg = (
                f"From row {next(whole)} on, a quotation mark opens and never closes. "
                "Remove it there, or save the file as XLSX."
            )
            raise Unreadable(msg) from None

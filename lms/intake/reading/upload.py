"""What was sent: a list, or something that only looks like one."""

import io
import zipfile
from dataclasses import dataclass

from lms.intake.errors import Unreadable
from lms.intake.reading import text, workbook
from lms.intake.reading.listing import EMPTY, Listing
from lms.intake.rules.headings import Headings
from lms.kernel.settings import Settings

SAVE_AS = "Open it in a spreadsheet, save it as XLSX or CSV, and send that."
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Microsoft's older files begin, and newer ones with a password."""

OTHERS = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"RIFF", "a picture or a film"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"Rar!", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"\x1f\x8b", "a packed archive"),
    (b"SQLite format 3", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)

LIKE_TEXT = frozenset({"a picture", "a program"})
"""Whose marks could be the first letters of a list."""


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it."""

    name: str
    content: bytes


def open_list(upload: Upload, headings: Headings, settings: Settings) -> Listing:
    """Return the list in a file.

    Raises:
        Unreadable: it is none; the message says what it is, and what to do.

    """
    content = upload.content
    check_size(len(content), settings)
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Unreadable(EMPTY)
    if content.startswith(b"PK\x03\x04"):
        _refuse_other_archive(content)
        return workbook.read(content, headings, most_rows=settings.import_rows)
    _refuse_other(content)
    return text.read(content, headings, most_rows=settings.import_rows)


def check_size(size: int, settings: Settings) -> None:
    """Refuse a file by its size alone, before it is read. Raises Unreadable."""
    if size > settings.upload_megabytes * 1_000_000:
        msg = (
            f"This file has {size / 1_000_000:,.1f} MB; {settings.upload_megabytes} MB is the "
            "most that is read. Leave out columns that nobody needs here, or split the file."
        )
        raise Unreadable(msg)


def _refuse_other_archive(content: bytes) -> None:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable(workbook.DAMAGED) from None
    if any(one.lower() == "xl/workbook.xml" for one in names):
        return
    what = "a packed archive"
    if "xl/workbook.bin" in names:
        what = "an Excel file of the binary kind (.xlsb)"
    elif "content.xml" in names:
        what = "an OpenDocument file"
    elif any(one.startswith("word/") for one in names):
        what = "a Word document"
    msg = f"This is {what}, not a list that can be read. {SAVE_AS}"
    raise Unreadable(msg)


def _refuse_other(content: bytes) -> None:
    if content.startswith(OLD):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable(workbook.PROTECTED)
        msg = f"This is a file of an old version of Excel or Word. {SAVE_AS}"
        raise Unreadable(msg)
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"mime-version")):
        msg = f"This is a web page or XML with the name of a list. {SAVE_AS}"
        raise Unreadable(msg)
    what = next((what for mark, what in OTHERS if content.startswith(mark)), None)
    if what is not None and (b"\0" in content[:512] or what not in LIKE_TEXT):
        msg = f"This is {what}, not a list of people. Send the list as CSV or XLSX."
        raise Unreadable(msg)

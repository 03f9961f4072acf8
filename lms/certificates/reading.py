"""From a PDF file to the number of the certificate that it says it is."""

import io
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lms.certificates.rules import read_number

NUMBERS = re.compile(r"\b[0-9A-Z]{4}(?:[-\u2010\u2011 ][0-9A-Z]{4}){3}\b")
LARGEST = 5 * 1024 * 1024


def number_in(raw: bytes) -> str | None:
    """Return the number printed on the first page of a PDF, or None where there is none.

    Args:
        raw: any file at all; what is no PDF, or too large for a certificate, has no number.

    """
    if not raw.startswith(b"%PDF") or len(raw) > LARGEST:
        return None
    try:
        text = PdfReader(io.BytesIO(raw)).pages[0].extract_text()
    except (PyPdfError, IndexError, ValueError, KeyError):
        return None
    found = (read_number(one) for one in NUMBERS.findall(text))
    return next((number for number in found if number), None)

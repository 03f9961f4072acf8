"""Files into lists: CSV and XLSX, from people nobody here knows."""

from lms.intake.reading.kept import keep, kept
from lms.intake.reading.listing import Listing
from lms.intake.reading.tables import headings, kinds
from lms.intake.reading.upload import Upload, check_size, open_list
from lms.intake.rules.fields import FIELDS, LEAVE_OUT

__all__ = [
    "FIELDS",
    "LEAVE_OUT",
    "Listing",
    "Upload",
    "check_size",
    "headings",
    "keep",
    "kept",
    "kinds",
    "open_list",
]

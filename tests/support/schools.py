"""Registers of schools to look at: the sample, and ones of a few rows."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True)
class Sample:
    """A register that lies in a file."""

    path: Path

    def open_again(self) -> BinaryIO:
        """Return what is in it, from its start."""
        return io.BytesIO(self.path.read_bytes())


SAMPLE = Sample(Path(__file__).parents[1] / "samples/schools/edubasealldata20261124.csv")
PLAIN = {
    "URN": "990001",
    "LA (code)": "990",
    "LA (name)": "Marlshire",
    "EstablishmentName": "Otterbeck Primary School",
    "EstablishmentStatus (name)": "Open",
    "TypeOfEstablishment (name)": "Community school",
    "PhaseOfEducation (name)": "Primary",
    "OpenDate": "",
    "CloseDate": "",
    "Town": "Otterbeck",
    "Postcode": "MZ3 1AB",
    "Trusts (name)": "",
    "Easting": "301200",
    "Northing": "502300",
}


def register(*rows: dict[str, str], encoding: str = "cp1252") -> Callable[[], BinaryIO]:
    """Return a register of a few schools; each row names what is not as in ``PLAIN``."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(PLAIN))
    writer.writeheader()
    writer.writerows({**PLAIN, **one} for one in rows)
    content = out.getvalue().encode(encoding)
    return lambda: io.BytesIO(content)

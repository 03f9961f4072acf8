"""Lists of people as HR, schools and agencies send them, made in a test."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from lms.intake.reading import Upload

HEADER = (
    "Employee Number",
    "Assignment Number",
    "First Name",
    "Last Name",
    "Work Email",
    "Job Title",
    "Team",
    "Line Manager Employee Number",
    "Start Date",
    "Assignment End Date",
    "Contract Type",
)
ROW = {
    "Employee Number": "008829",
    "Assignment Number": "008829-1",
    "First Name": "Ngozi",
    "Last Name": "Okafor",
    "Work Email": "ngozi.okafor@marlshire.example",
    "Job Title": "Social Worker",
    "Team": "Court Team",
    "Line Manager Employee Number": "",
    "Start Date": "14/09/2026",
    "Assignment End Date": "",
    "Contract Type": "Permanent",
}


def row(n: int = 0, **over: str) -> dict[str, str]:
    """A row of somebody of their own; ``first_name="Bo"`` for the column First Name."""
    own = {
        "Employee Number": f"1{n:05}",
        "Assignment Number": f"1{n:05}-1",
        "First Name": f"Ada{'abcdefghij'[n % 10]}",
        "Last Name": f"Bowen{'klmnopqrst'[n // 10 % 10]}",
        "Work Email": f"row{n}@marlshire.example",
    }
    named = {key.replace("_", " ").title(): value for key, value in over.items()}
    return {**ROW, **own, **named}


def as_csv(*rows: dict[str, str], separator: str = ",", encoding: str = "utf-8") -> bytes:
    header = list(dict.fromkeys([*HEADER, *(key for one in rows for key in one)]))
    text = io.StringIO(newline="")
    out = csv.DictWriter(text, header, delimiter=separator)
    out.writeheader()
    out.writerows(rows)
    return text.getvalue().encode(encoding)


def upload(*rows: dict[str, str], name: str = "starters.csv") -> Upload:
    return Upload(name, as_csv(*rows))


def written(content: str | bytes, name: str = "list.csv") -> Upload:
    return Upload(name, content.encode() if isinstance(content, str) else content)


def as_xlsx(*sheets: Sequence[Sequence[object]], names: Sequence[str] = ()) -> bytes:
    """A workbook; a date is written as a date, a text beginning with '=' as a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "default_date_format": "dd/mm/yyyy", "strings_to_formulas": True}
    )
    for at, cells in enumerate(sheets):
        sheet = book.add_worksheet(names[at] if names else None)
        for row_at, some in enumerate(cells):
            for column, value in enumerate(some):
                if value not in {"", None}:
                    sheet.write(row_at, column, value)
    book.close()
    return file.getvalue()

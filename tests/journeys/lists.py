"""The lists that HR and an agency send, week after week."""

import csv
import io

AGENCY = "Larkfield Agency"


def on_hr_list(
    number: str, first: str, last: str, start: str, *, end: str = "", email: str | None = None
) -> dict[str, str]:
    """Return a row of HR's list: of the Court Team, whom Ines manages."""
    return {
        "Employee Number": number,
        "First Name": first,
        "Last Name": last,
        "Work Email": f"{first}.{last}@marlshire.example".lower() if email is None else email,
        "Team": "Court Team",
        "Line Manager Employee Number": "" if number in {"100", "101", "102"} else "101",
        "Start Date": start,
        "Assignment End Date": end,
        "Contract Type": "Fixed term" if end else "Permanent",
    }


def on_agency_list(reference: str, first: str, last: str, start: str) -> dict[str, str]:
    return {
        "Worker Reference": reference,
        "First Name": first,
        "Last Name": last,
        "Email": f"{first}.{last}@larkfield.example".lower(),
        "Team": "Court Team",
        "Start Date": start,
        "Agency": AGENCY,
        "Contract Type": "Agency",
    }


def as_list(*rows: dict[str, str]) -> bytes:
    """Return rows as a file, under the headings that they name."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    text = io.StringIO(newline="")
    out = csv.DictWriter(text, headings)
    out.writeheader()
    out.writerows(rows)
    return text.getvalue().encode()


STAFF = (
    on_hr_list("100", "Hana", "Reyes", "04/03/2019"),
    on_hr_list("101", "Ines", "Calloway", "02/09/2019"),
    on_hr_list("102", "Ruth", "Alder", "01/02/2016"),
    on_hr_list("103", "Pia", "Novak", "05/01/2026"),
)
TOM = on_hr_list("104", "Tom", "Ashby", "05/01/2026")
ROSA_BEFORE = on_hr_list("105", "Rosa", "Lind", "05/01/2026", end="30/06/2026")
LATE_LIST = (
    *STAFF,
    {**TOM, "Assignment End Date": "26/11/2026"},
    ROSA_BEFORE,
    {**on_hr_list("105", "Rosa", "Lind", "26/11/2026"), "Assignment Number": "105-2"},
    on_hr_list("106", "Ben", "Ito", "23/11/2026"),
    on_hr_list("107", "Noor", "Haddad", "23/11/2026"),
    on_hr_list("108", "Gil", "Marsh", "25/11/2026", email=""),
)
AMY = on_agency_list("L-1", "Amy", "Bold", "23/11/2026")
CAL = on_agency_list("L-2", "Cal", "Dunn", "26/11/2026")
NEXT_LIST = (
    *LATE_LIST,
    on_hr_list("109", "Una", "Kemp", "26/11/2026"),
    on_hr_list("110", "Amanda", "Bold", "30/11/2026", email=AMY["Email"]),
)
"""HR employs Amy, by another first name than the agency's."""

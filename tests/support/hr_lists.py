"""Lists of starters as HR and agencies send them, made in a test."""

import csv
import io

HEADINGS = {
    "number": "Employee Number",
    "assignment": "Assignment Number",
    "first": "First Name",
    "last": "Last Name",
    "email": "Work Email",
    "job": "Job Title",
    "service": "Service",
    "team": "Team",
    "start": "Start Date",
    "end": "Assignment End Date",
    "contract": "Contract Type",
}

STARTER = {
    "number": "081234",
    "assignment": "081234-1",
    "first": "Wren",
    "last": "Ahmed",
    "email": "wren.ahmed@marlshire.example",
    "job": "Social Worker",
    "service": "Early Help",
    "team": "Court Team",
    "start": "07/12/2026",
    "end": "",
    "contract": "Permanent",
}


def starter(number: str = "081234", **others: str) -> dict[str, str]:
    """Return a row; a number alone makes it somebody else."""
    facts = {"number": number, "assignment": f"{number}-1"}
    if number != STARTER["number"]:
        facts |= {
            "first": "Zoë",
            "last": f"Lis{number}",
            "email": f"zoe{number}@marlshire.example",
        }
    return {**STARTER, **facts, **others}


def listed(*rows: dict[str, str], renamed: dict[str, str] | None = None) -> bytes:
    """Return rows as CSV under HR's headings, some of them ``renamed``."""
    headings = {**HEADINGS, **(renamed or {})}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings.values())
    writer.writerows([row.get(key, "") for key in headings] for row in rows)
    return text.getvalue().encode()

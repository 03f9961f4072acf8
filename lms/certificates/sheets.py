"""What lies beside the papers in a bundle: an index for people, and one for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from lms.kernel import words
from lms.kernel.spreadsheets import safe

HEADINGS = ("Person", "Training", "Completed on", "Counts until", "Number", "Check it at", "File")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One certificate of a bundle."""

    person: str
    title: str
    completed_on: date
    expires_on: date | None
    number: str
    verify_url: str
    file: str


def as_csv(entries: Sequence[Entry]) -> str:
    """Return the index as CSV; a byte-order mark lets Excel see the accents."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    out = csv.writer(text)
    out.writerow(HEADINGS)
    for one in entries:
        out.writerow(
            (
                safe(one.person),
                safe(one.title),
                one.completed_on.isoformat(),
                one.expires_on.isoformat() if one.expires_on else "",
                one.number,
                one.verify_url,
                one.file,
            )
        )
    return text.getvalue()


def as_page(entries: Sequence[Entry], *, heading: str, made_on: date) -> str:
    """Return the index as a page that opens from a folder, with a link to each paper."""
    rows = "\n".join(_row(one) for one in entries)
    head = "".join(f'<th scope="col">{one}</th>' for one in HEADINGS[:-1])
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(heading)}</title>
<style>
body {{ font: 1rem/1.5 Arial, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-bottom: 1px solid #b1b4b6; padding: .5rem .75rem .5rem 0; text-align: left; }}
</style></head>
<body>
<h1>{escape(heading)}</h1>
<p>{words.count(len(entries), "certificate")}, as at {words.day(made_on)}. A certificate can be
withdrawn later: check its number at the address beside it.</p>
<table><caption>Each with its paper</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody></table>
</body></html>
"""


def _row(one: Entry) -> str:
    until = words.day(one.expires_on) if one.expires_on else "no end"
    cells = (
        f'<a href="{escape(one.file)}">{escape(one.title)}</a>',
        words.day(one.completed_on),
        until,
        one.number,
        f'<a href="{escape(one.verify_url)}">{escape(one.verify_url)}</a>',
    )
    told = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(one.person)}</th>{told}</tr>'

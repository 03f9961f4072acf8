"""Figures for docs/performance.md: ``script/bench [MEASURE …] [--people N] [--write]``."""

import argparse
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from lms.kernel import words
from lms.kernel.days import council_day
from tests.bench.answering import answering
from tests.bench.bench import LARGE, SMALL, Bench, Line
from tests.bench.certificates import certificates
from tests.bench.covering import covering
from tests.bench.directory import directory
from tests.bench.doubling import doubling
from tests.bench.exporting import exporting
from tests.bench.figures import figures
from tests.bench.importing import again, importing
from tests.bench.matching import matching
from tests.bench.pairing import pairing
from tests.bench.reading import reading

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"

MEASURES: dict[str, Callable[[Bench], list[Line]]] = {
    one.__name__: one
    for one in (
        reading,
        answering,
        figures,
        covering,
        importing,
        again,
        doubling,
        exporting,
        certificates,
        directory,
        matching,
        pairing,
    )
}


def main() -> int:
    """Measure, print, and with ``--write`` put the table into its page."""
    asked = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    asked.add_argument("measures", nargs="*", choices=[[], *MEASURES], help="all without any")
    asked.add_argument("--people", type=int, default=LARGE, help="in the large register")
    asked.add_argument(
        "--keep", type=Path, help="folder in which instances are kept for next time"
    )
    asked.add_argument(
        "--write", action="store_true", help="write the table into docs/performance.md"
    )
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        bench = Bench(given.keep or Path(passing), small=SMALL, large=given.people)
        lines: list[Line] = []
        for name in given.measures or MEASURES:
            begun = time.monotonic()
            found = MEASURES[name](bench)
            for line in found:
                print(f"{line.what}: {line.figure} (asked: {line.asked}; {line.colour})")
            print(f"  {name} took {time.monotonic() - begun:.0f} s", file=sys.stderr)
            lines += found
    if given.write:
        write(lines, anew=not given.measures)
    return 0


def table(rows: list[str]) -> str:
    """Return rows as a table, under the day and the machine."""
    today = words.day(council_day(datetime.now(UTC)))
    said = f"Last measured on {today}, Python {platform.python_version()}, {os.cpu_count()} cores."
    head = ["| What | Figure | Asked for | Absolute, as colour |", "| --- | --- | --- | --- |"]
    return "\n".join([said, "", *head, *rows])


def write(lines: list[Line], *, anew: bool) -> None:
    """Put rows where the page has its marks: all of them anew, or in place of those there are."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    there, _, after = rest.partition(END)
    rows = [f"| {one.what} | **{one.figure}** | {one.asked} | {one.colour} |" for one in lines]
    kept = [] if anew else [one for one in there.splitlines() if one.startswith("| ")][2:]
    body = table(replaced(kept, rows))
    PAGE.write_text(f"{before}{BEGIN}\n{body}\n{END}{after}", encoding="utf-8")


def replaced(kept: list[str], rows: list[str]) -> list[str]:
    """Return kept rows, each replaced by the new one of the same words; other new ones follow.

    Numbers in the words may differ. Of several rows with the same words the first replaces the
    first, for one measure writes them all.
    """
    new: dict[str, list[str]] = {}
    for row in rows:
        new.setdefault(_words(row), []).append(row)
    found = [new[_words(row)].pop(0) if new.get(_words(row)) else row for row in kept]
    return [*found, *(row for some in new.values() for row in some)]


def _words(row: str) -> str:
    return re.sub(r"[\d,]+", "", row.split("|")[1])


if __name__ == "__main__":
    raise SystemExit(main())

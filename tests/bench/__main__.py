"""Figures for docs/performance.md: ``script/bench [MEASURE …] [--people N] [--write]``."""

import argparse
import os
import platform
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
from tests.bench.directory import directory
from tests.bench.exporting import exporting
from tests.bench.figures import figures
from tests.bench.importing import importing
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
        importing,
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
        write(lines)
    return 0


def table(lines: list[Line]) -> str:
    """Return the lines as a table."""
    today = words.day(council_day(datetime.now(UTC)))
    said = f"Measured on {today}, Python {platform.python_version()}, {os.cpu_count()} cores."
    rows = [f"| {one.what} | **{one.figure}** | {one.asked} | {one.colour} |" for one in lines]
    head = ["| What | Figure | Asked for | Absolute, as colour |", "| --- | --- | --- | --- |"]
    return "\n".join([said, "", *head, *rows])


def write(lines: list[Line]) -> None:
    """Put the table where the page has its marks."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table(lines)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())

"""Who is trained, as a file."""

import csv
import io
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from lms.kernel.days import council_day
from tests.bench import serving
from tests.bench.bench import Bench, Line, median_of

EXPORT = """
SELECT p.name, e.kind, u.name, a.name, r.name, e.starts_on, o.due_on, proof.from_on, proof.until_on
FROM lms_obligation o JOIN lms_engagement e ON e.id = o.engagement_id
JOIN lms_person p ON p.id = e.person_id JOIN lms_requirement r ON r.id = o.requirement_id
LEFT JOIN lms_unit u ON u.id = e.unit_id LEFT JOIN lms_agency a ON a.id = e.agency_id
LEFT JOIN (SELECT obligation_id, max(from_on) AS from_on, max(until_on) AS until_on
           FROM lms_proof GROUP BY obligation_id) proof ON proof.obligation_id = o.id
WHERE e.starts_on <= :day AND (e.ends_on IS NULL OR e.ends_on >= :day)
AND o.begun_on <= :day AND (o.ended_on IS NULL OR o.ended_on > :day)
ORDER BY p.sort_name, o.id
"""

MORE = 8
"""Requirements beside the first three, so that there are eleven."""


def exporting(bench: Bench) -> list[Line]:
    """Who is trained, 20,000 people by 11 requirements as CSV, against the bare query."""
    instance = bench.instance(20_000)
    _eleven(instance)
    today = council_day(datetime.now(UTC)).isoformat()
    with serving.our_site(instance) as url:
        officer = serving.Visitor(url).come_in(bench.links(instance, url)["hr"])

        def ours() -> int:
            return officer.get("/compliance/export.csv").count("\n")

        def bare() -> int:
            with sqlite3.connect(instance / "outset.sqlite") as database:
                written = io.StringIO()
                writer = csv.writer(written)
                for row in database.execute(EXPORT, {"day": today}):
                    writer.writerow(row)
                return written.getvalue().count("\n")

        lines, plain = ours() - 1, bare()
        took, yard = median_of(3, ours), median_of(3, bare)
    if lines != plain:
        msg = f"the export has {lines} lines and the query {plain}"
        raise RuntimeError(msg)
    return [
        Line(
            f"CSV of 20,000 people by {MORE + 3} requirements ({lines:,} lines)",
            f"{took / yard:.1f} times the bare query writing the same rows",
            "under 5 times",
            f"{took:.1f} and {yard:.1f} s",
        )
    ]


def _eleven(instance: Path) -> None:
    code = (
        "import sys\n"
        "from lms.site import create_app\n"
        "from lms.delivery import kit\n"
        "from lms.kernel.permissions import System\n"
        "from lms.assignment import commands, queries\n"
        "from lms.operations.seeding import LONG_AGO\n"
        "app = create_app(instance=sys.argv[1])\n"
        "with app.app_context(), kit.work(by=System()) as work:\n"
        "    there = len(queries.requirements(work.session))\n"
        f"    for n in range(there, {MORE + 3}):\n"
        "        commands.begin_requirement(work, name=f'Requirement {n}', "
        "module_slug='safeguarding-induction', due_days={'': 10}, repeat_months=12, "
        "carry_months=12, basis='', position=200 + n, from_on=LONG_AGO, group_id=None)\n"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(instance)],
        env=serving.environment("http://127.0.0.1"),
        cwd=serving.ROOT,
        check=True,
    )

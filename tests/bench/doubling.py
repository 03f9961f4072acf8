"""Two records of one human: finding them in the whole register, and making one of two."""

import json
import sqlite3
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench import serving
from tests.bench.bench import Bench, Line, in_turn

ROUNDS = 3

COLUMNS = """
SELECT p.id, p.first_name, p.last_name, p.email, p.other_email, e.unit_id, e.starts_on
FROM lms_person p LEFT JOIN lms_engagement e ON e.person_id = p.id
WHERE p.merged_into_id IS NULL ORDER BY p.id
"""

OPENED = """
import json, statistics, sys, time
from lms.delivery import kit
from lms.intake import queries
from lms.kernel.errors import Refusal
from lms.kernel.permissions import System
from lms.people import commands
from lms.site import create_app
app = create_app(instance=sys.argv[1])
app.app_context().push()
"""

LOOKED = OPENED + "print(json.dumps(queries.doubles(kit.session())[1]))\n"

MERGED = (
    OPENED
    + """
class Undone(Exception):
    pass

def merge(one, other):
    begun = time.perf_counter()
    try:
        with kit.work(by=System()) as work:
            commands.merge(work, one, other, reason="Measured")
            took.append(time.perf_counter() - begun)
            raise Undone
    except (Undone, Refusal):
        pass

took = []
pairs = [(each.one.id, each.other.id) for each in queries.doubles(kit.session())[0]]
kit.session().rollback()
for pair in pairs[:20]:
    merge(*pair)
    merge(*pair)
print(json.dumps(statistics.median(took[1::2])))
"""
)


def doubling(bench: Bench) -> list[Line]:
    """The page of records that look alike, against reading what it looks at; and a merge."""
    small, large = bench.instance(bench.small), bench.instance(bench.large)
    with serving.our_site(large) as url:
        officer = serving.Visitor(url).come_in(bench.links(large, url)["hr"])
        database = sqlite3.connect(f"file:{large / 'outset.sqlite'}?mode=ro", uri=True)
        database.execute("PRAGMA mmap_size = 268435456")
        people = database.execute("SELECT count(*) FROM lms_person").fetchone()[0]
        jobs = (partial(officer.get, "/people/doubles"), partial(_read, database))
        ours, plain = in_turn(5, *jobs)
    held = {at: serving.memory(LOOKED, str(at))[0] for at in (small, large)}
    took = [[_merge(at) for at in (small, large)] for _ in range(ROUNDS)]
    of_small, of_large = map(median, zip(*took, strict=True))
    return [
        Line(
            f"/people/doubles at {people:,} people",
            f"{ours / plain:.1f} times reading the same columns",
            "a ratio",
            f"{1000 * ours:,.0f} and {1000 * plain:,.0f} ms",
        ),
        Line(
            f"memory of that, {bench.small:,} and {bench.large:,} people",
            f"{held[small]} and {held[large]} MB at the most",
            "flat",
            "what the whole process holds of its own",
        ),
        Line(
            f"one merge, {bench.large:,} people in the register",
            f"{of_large / of_small:.1f} times the same among {bench.small:,}",
            "as quick",
            f"{1000 * of_large:,.0f} and {1000 * of_small:,.0f} ms, before the commit",
        ),
    ]


def _read(database: sqlite3.Connection) -> int:
    return sum(1 for _ in database.execute(COLUMNS))


def _merge(instance: Path) -> float:
    return float(json.loads(serving.memory(MERGED, str(instance))[1]))

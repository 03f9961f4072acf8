"""Importing starters."""

import csv
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import create_engine, insert, select

from lms.kernel.database import prepare
from lms.kernel.model import Model
from lms.operations import schema
from tests.bench import serving
from tests.bench.bench import Bench, Line


def starters(path: Path, rows: int, *, seed: int = 7) -> Path:
    """Write a file of so many starters as HR exports them."""
    chance = random.Random(seed)
    first, last = ("Amara", "Łukasz", "Sinéad", "Dylan"), ("Okafor", "Nowak", "Evans", "D'Souza")
    teams = [f"Team {n}" for n in range(40)]
    kinds = ("Permanent", "Fixed Term", "Temporary", "Casual")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                "Employee Number",
                "Assignment Number",
                "First Name",
                "Last Name",
                "Work Email",
                "Job Title",
                "Directorate",
                "Service",
                "Team",
                "Start Date",
                "Assignment End Date",
                "Contract Type",
            ]
        )
        for n in range(rows):
            number, day = f"{n:06}", f"{chance.randint(1, 28):02}/{chance.randint(1, 11):02}/2026"
            writer.writerow(
                (
                    number,
                    f"{number}-1",
                    chance.choice(first),
                    f"{chance.choice(last)}-{n}",
                    f"p{n}@marlshire.example",
                    "Officer",
                    "Children and Families",
                    "Early Help",
                    chance.choice(teams),
                    day,
                    "",
                    chance.choice(kinds),
                )
            )
    return path


def importing(bench: Bench) -> list[Line]:
    """20,000 starters, against plain bulk inserts of every row the import finally writes."""
    instance = bench.folder / "import"
    shutil.rmtree(instance, ignore_errors=True)
    instance.mkdir(parents=True)
    serving.lms(instance, "people", "list")
    before = _rows(instance)
    small, large = (starters(bench.folder / f"starters-{n}.csv", n) for n in (20_000, 100_000))
    begun = time.perf_counter()
    memory = _import_memory(instance, small)
    ours = time.perf_counter() - begun - _start_time(instance)
    written = {name: count - before.get(name, 0) for name, count in _rows(instance).items()}
    plain = _insert_again(instance, bench.folder / "plain.sqlite")
    total = sum(written.values())
    shutil.rmtree(instance, ignore_errors=True)
    instance.mkdir()
    memory_large = _import_memory(instance, large)
    return [
        Line(
            f"import of 20,000 starters ({total:,} rows in the end)",
            f"{plain / ours:.0%} of the speed of plain bulk inserts",
            "20% at least",
            f"{ours:.1f} and {plain:.1f} s; {20_000 / ours:,.0f} starters a second",
        ),
        Line(
            "memory of an import, 20,000 and 100,000 starters (CSV)",
            f"{memory} and {memory_large} MB at the most",
            "flat for CSV",
            "what the whole process holds of its own",
        ),
    ]


def _import_memory(instance: Path, file: Path) -> int:
    """Import a file in a process of its own and return the most memory it held, in MB.

    Its own memory: pages of the database file that the kernel shows it are not counted.
    """
    code = (
        "import sys, threading\n"
        "from lms.site import main\n"
        "most, done = 0, threading.Event()\n"
        "def watch():\n"
        "    global most\n"
        "    while not done.wait(0.05):\n"
        "        lines = open('/proc/self/status').read().splitlines()\n"
        "        own = next(one for one in lines if one.startswith('RssAnon'))\n"
        "        most = max(most, int(own.split()[1]))\n"
        "watching = threading.Thread(target=watch)\n"
        "watching.start()\n"
        "try:\n    main()\n"
        "finally:\n"
        "    done.set()\n"
        "    watching.join()\n"
        "    print(f'MOST {most}', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            code,
            *("--instance", str(instance), "people", "import", str(file), "--format", "json"),
        ],
        env={**serving.environment("http://127.0.0.1"), "LMS_DEMO": ""},
        cwd=serving.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    most = next(line for line in done.stderr.splitlines() if line.startswith("MOST "))
    return int(most.split()[1]) // 1024


def _start_time(instance: Path) -> float:
    begun = time.perf_counter()
    serving.lms(instance, "modules", "list")
    return time.perf_counter() - begun


def _rows(instance: Path) -> dict[str, int]:
    with sqlite3.connect(instance / "outset.sqlite") as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in names
        }


def _insert_again(instance: Path, target: Path) -> float:
    """Write every row of the instance's database into an empty copy; return the seconds.

    Through SQLAlchemy Core in one transaction, with the indexes there are: the plain way of
    writing so many rows.
    """
    for ending in ("", "-wal", "-shm"):
        Path(f"{target}{ending}").unlink(missing_ok=True)
    source, copy = (
        create_engine(f"sqlite:///{path}") for path in (instance / "outset.sqlite", target)
    )
    prepare(copy)
    schema.upgrade(copy)
    held = []
    with source.connect() as connection:
        for table in Model.metadata.sorted_tables:
            rows = [dict(row._mapping) for row in connection.execute(select(table))]
            held.append((table, rows))
    with copy.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in reversed(Model.metadata.sorted_tables):
            connection.execute(table.delete())
    begun = time.perf_counter()
    with copy.execution_options(lms_writes=True).begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table, rows in held:
            if rows:
                connection.execute(insert(table), rows)
    return time.perf_counter() - begun

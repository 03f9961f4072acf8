"""Importing starters."""

import csv
import random
import shutil
import sqlite3
import time
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import create_engine, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from lms.kernel.database import prepare
from lms.kernel.model import Model
from lms.operations import schema
from lms.people.models import Engagement, Person, Unit
from lms.people.rules import sort_name
from tests.bench import serving
from tests.bench.bench import Bench, Line

ROUNDS = 3


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


def again(bench: Bench) -> list[Line]:
    """A list that comes again next week, against a plain upsert of its rows."""
    memory, took, plain = {}, [], []
    for rows in (20_000, 100_000):
        first = starters(bench.folder / f"starters-{rows}.csv", rows)
        later = next_week(first, bench.folder / f"starters-{rows}-again.csv")
        known = bench.folder / f"known-{rows}"
        if not known.exists():
            known.mkdir()
            _import_memory(known, first)
        for _ in range(ROUNDS if rows == 100_000 else 1):
            instance = _copy(known, bench.folder / "again")
            begun = time.perf_counter()
            memory[rows] = _import_memory(instance, later)
            took.append(time.perf_counter() - begun - _start_time(instance))
            plain.append(_upsert(_copy(known, instance), later))
    ours, yard = median(took[1:]), median(plain[1:])
    return [
        Line(
            "import of 100,000 rows against 100,000 known, 5% changed and 1% new",
            f"{yard / ours:.0%} of the speed of a plain upsert of the same rows",
            "a ratio",
            f"{ours:.1f} and {yard:.1f} s; {100_000 / ours:,.0f} rows a second",
        ),
        Line(
            "memory of that, 20,000 and 100,000 rows against as many known",
            f"{memory[20_000]} and {memory[100_000]} MB at the most",
            "flat",
            "what the whole process holds of its own",
        ),
    ]


def next_week(first: Path, later: Path) -> Path:
    """Write the same list a week later: of a hundred rows five say something new, one is new."""
    with first.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    at = {name: place for place, name in enumerate(head)}
    news = (
        ("Job Title", "Senior Officer"),
        ("Team", "Team 7"),
        ("Last Name", "Married"),
        ("Assignment End Date", "31/12/2026"),
    )
    for n, row in enumerate(rows):
        if n % 100 == 0:
            number = f"{n + len(rows):06}"
            row[at["Employee Number"]], row[at["Assignment Number"]] = number, f"{number}-1"
            row[at["Last Name"]] += "-New"
            row[at["Work Email"]] = f"p{number}@marlshire.example"
        elif n % 20 == 7:
            column, value = news[n // 20 % len(news)]
            row[at[column]] = f"{value}-{n}" if column == "Last Name" else value
    with later.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return later


def _copy(known: Path, instance: Path) -> Path:
    shutil.rmtree(instance, ignore_errors=True)
    shutil.copytree(known, instance)
    return instance


def _upsert(instance: Path, file: Path) -> float:
    """Write a list's rows into people and engagements, new or known; return the seconds.

    Through SQLAlchemy Core in one transaction, a thousand rows at a time, with the indexes there
    are; nobody is looked for and nothing is said of what changed.
    """
    engine = create_engine(f"sqlite:///{instance / 'outset.sqlite'}")
    prepare(engine)
    begun = time.perf_counter()
    with engine.execution_options(lms_writes=True).begin() as connection:
        units = {row.name: row.id for row in connection.execute(select(Unit.name, Unit.id))}
        with file.open(encoding="utf-8", newline="") as lines:
            told = csv.DictReader(lines)
            while some := list(islice(told, 1000)):
                for table, key, rows in (
                    (Person, [Person.email], [_person(one) for one in some]),
                    (
                        Engagement,
                        [Engagement.source, Engagement.reference],
                        [_engagement(one, units) for one in some],
                    ),
                ):
                    new = upsert(table.__table__)
                    of_old = rows[0].keys() - {"id", "person_id", "created_at"}
                    values = {column: new.excluded[column] for column in of_old}
                    stated = new.on_conflict_do_update(index_elements=key, set_=values)
                    connection.execute(stated, rows)
    return time.perf_counter() - begun


def _person(row: dict[str, str]) -> dict[str, object]:
    first, last = row["First Name"], row["Last Name"]
    return {
        "id": _id(row),
        "name": f"{first} {last}",
        "first_name": first,
        "last_name": last,
        "sort_name": sort_name(first, last),
        "email": row["Work Email"],
        "created_at": datetime.now(UTC),
    }


def _engagement(row: dict[str, str], units: dict[str, UUID]) -> dict[str, object]:
    return {
        "id": _id(row),
        "person_id": _id(row),
        "kind": row["Contract Type"].lower().replace(" ", "_"),
        "source": "HR",
        "reference": row["Assignment Number"],
        "employee_number": row["Employee Number"],
        "job_title": row["Job Title"],
        "unit_id": units.get(row["Team"]),
        "starts_on": _day(row["Start Date"]),
        "ends_on": _day(row["Assignment End Date"]),
        "created_at": datetime.now(UTC),
    }


def _id(row: dict[str, str]) -> UUID:
    return uuid5(NAMESPACE_URL, row["Employee Number"])


def _day(text: str) -> date | None:
    day, _, rest = text.partition("/")
    month, _, year = rest.partition("/")
    return date(int(year), int(month), int(day)) if text else None


def _import_memory(instance: Path, file: Path) -> int:
    """Import a file in a process of its own and return the most memory it held, in MB."""
    arguments = ("--instance", str(instance), "people", "import", str(file), "--format", "json")
    most, _ = serving.memory("from lms.site import main\nmain()\n", *arguments)
    return most


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

"""How often matching is right, on a register with dirt; the tables of docs/matching.md."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from lms import consequences
from lms.kernel.database import prepare
from lms.kernel.permissions import System
from lms.kernel.settings import Settings
from lms.kernel.store import Store
from lms.kernel.work import Work
from lms.operations import schema
from tests.bench.bench import Bench, Line
from tests.support.dirt import Made, elsewhere, made
from tests.support.matching import Figures, matched, matched_elsewhere, table

PEOPLE, SEEDS = 20_000, (1, 2, 3, 4)


def matching(bench: Bench) -> list[Line]:
    """Print who was found, held and missed by kind of dirt; the sums are returned."""
    return [*(_matching(bench, seed) for seed in SEEDS), _elsewhere(bench, SEEDS[0])]


def _matching(bench: Bench, seed: int) -> Line:
    register = made(PEOPLE, seed=seed)
    with _work(bench, f"matching-{seed}") as work:
        figures = matched(work, register)
    print(f"\nSeed {seed}\n\n{table(register.numbers, figures)}\n")
    return _line(f"matching, {PEOPLE:,} rows with dirt, seed {seed}", figures)


def _elsewhere(bench: Bench, seed: int) -> Line:
    register: Made = made(PEOPLE, seed=seed)
    rows = elsewhere(register.clean, seed=seed)
    with _work(bench, "matching-elsewhere") as work:
        figures = matched_elsewhere(work, register, rows)
    numbers = Counter(one.dirt for one in rows)
    print(f"\nAnother list, seed {seed}\n\n{table(numbers, figures)}\n")
    return _line(f"matching, {len(rows):,} rows of another list, seed {seed}", figures)


def _line(what: str, figures: Figures) -> Line:
    return Line(
        what,
        f"{figures.wrong.total():,} taken for somebody else",
        "0",
        f"{figures.found.total():,} found, {figures.held.total():,} held, "
        f"{figures.missed.total():,} missed",
    )


@contextmanager
def _work(bench: Bench, name: str) -> Iterator[Work]:
    """Yield work on an empty register."""
    folder = bench.folder / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "register.sqlite").unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{folder / 'register.sqlite'}")
    prepare(engine)
    schema.upgrade(engine)
    with Session(engine) as session:
        yield Work(
            session=session,
            actor=System(),
            now=datetime(2026, 11, 24, 12, tzinfo=UTC),
            settings=Settings(),
            store=Store(folder / "store"),
            recorder=consequences.follow,
        )
    engine.dispose()

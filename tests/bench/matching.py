"""How often matching is right, on a register with dirt; the tables of docs/matching.md."""

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
from tests.support.dirt import made
from tests.support.matching import matched, table

PEOPLE, SEEDS = 20_000, (1, 2, 3, 4)


def matching(bench: Bench) -> list[Line]:
    """Print who was found, held and missed by kind of dirt, for each seed; a sum is returned."""
    return [_matching(bench, seed) for seed in SEEDS]


def _matching(bench: Bench, seed: int) -> Line:
    folder = bench.folder / f"matching-{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "register.sqlite").unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{folder / 'register.sqlite'}")
    prepare(engine)
    schema.upgrade(engine)
    register = made(PEOPLE, seed=seed)
    with Session(engine) as session:
        work = Work(
            session=session,
            actor=System(),
            now=datetime(2026, 11, 24, 12, tzinfo=UTC),
            settings=Settings(),
            store=Store(folder / "store"),
            recorder=consequences.follow,
        )
        figures = matched(work, register)
    engine.dispose()
    print(f"\nSeed {seed}\n\n{table(register, figures)}\n")
    return Line(
        f"matching, {PEOPLE:,} rows with dirt, seed {seed}",
        f"{figures.wrong.total():,} taken for somebody else",
        "0",
        f"{figures.found.total():,} found, {figures.held.total():,} held, "
        f"{figures.missed.total():,} missed",
    )

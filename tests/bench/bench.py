"""What every measure needs: the instances they share, a line of the table, a median."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench import serving

SMALL, LARGE = 1_000, 100_000


@dataclass(frozen=True)
class Line:
    """One line of the table: what, its figure as a ratio, what is asked, and absolute times."""

    what: str
    figure: str
    asked: str
    colour: str


class Bench:
    """Holds the instances that several measures share."""

    def __init__(self, folder: Path, *, small: int = SMALL, large: int = LARGE) -> None:
        self.folder, self.small, self.large = folder, small, large

    def instance(self, people: int) -> Path:
        folder = self.folder / f"marlshire-{people}"
        folder.mkdir(parents=True, exist_ok=True)
        return serving.demo(folder, people)

    def links(self, instance: Path, url: str) -> dict[str, str]:
        return serving.lms(instance, "demo", url=url)["links"]


def in_turn(times: int, *jobs: Callable[[], object]) -> list[float]:
    """Return the median seconds of each of some jobs that take turns, after one turn each that
    does not count: what else the machine does meets all of them."""
    took: list[list[float]] = [[] for _ in jobs]
    for _ in range(times + 1):
        for job, kept in zip(jobs, took, strict=True):
            begun = time.perf_counter()
            job()
            kept.append(time.perf_counter() - begun)
    return [statistics.median(kept[1:]) for kept in took]


def median_of(times: int, job: Callable[[], object]) -> float:
    """Return the median seconds of so many runs, after one that does not count."""
    job()
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        job()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)

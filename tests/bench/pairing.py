"""Mentor matching: how fast, how much memory, and against greedy and an independent solver."""

import resource
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np
from scipy.optimize import linear_sum_assignment

from lms.mentoring.rules import best
from lms.mentoring.rules.facts import County
from lms.mentoring.rules.scoring import Table, table
from tests.bench.bench import Bench, Line
from tests.support.counties import by_solver, county, first_come, worth

SIZES = (100, 1000, 3000)
COUNTIES = ((8, 10), (25, 40), (60, 60), (40, 90), (150, 260))
SEEDS = (1, 2, 3)


def pairing(bench: Bench) -> list[Line]:
    """Solving and scoring by size; then a table of counties, printed."""
    print(_comparison())
    return [line for size in SIZES for line in _of_size(size)]


def large(size: int) -> County:
    """Return so many new DSLs and as many mentors of capacity 2, with every rule in play."""
    made = county(size, size, seed=size)
    return replace(made, mentors=[replace(one, capacity=2, current=0) for one in made.mentors])


def _of_size(size: int) -> list[Line]:
    told = large(size)
    scoring, solving, plain = [], [], []
    for _ in range(3):
        scoring.append(_seconds(partial(table, told)))
        held = table(told)
        matrix = _expanded(held)
        plain.append(_seconds(partial(linear_sum_assignment, matrix, maximize=True)))
        solving.append(_seconds(partial(best.best_set, held)))
    yardstick = median(plain)
    pairs = f"{size:,} new DSLs and {size:,} mentors of capacity 2"
    absolute = f"{median(solving) * 1000:,.0f} and {yardstick * 1000:,.0f} ms"
    return [
        Line(
            f"best set, {pairs}",
            f"{median(solving) / yardstick:.1f} times SciPy's assignment on the same matrix",
            "3 times at most",
            f"{absolute}; {_memory(size)} MB at the most",
        ),
        Line(
            f"scoring {size * size:,} pairs",
            f"{median(scoring) / yardstick:.1f} times the same",
            "20 times at most",
            f"{median(scoring) * 1000:,.0f} ms",
        ),
    ]


def _expanded(held: Table) -> np.ndarray:
    columns = best._columns([one.places for one in held.mentors], len(held.mentees))
    return best._weights(held, list(range(len(held.mentees))), columns)


def _seconds(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _memory(size: int) -> int:
    """Return the most memory that a process holds which does only this, in MB."""
    code = f"from tests.bench.pairing import alone; alone({size})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


def alone(size: int) -> None:
    """Score and solve once; print the most memory held, in MB."""
    best.best_set(table(large(size)))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _comparison() -> str:
    lines = [
        "| Mentors | New DSLs | Seed | Best set | Greedy, first come | HiGHS, in three steps |",
        "| ---: | ---: | ---: | --- | --- | --- |",
    ]
    for mentors, mentees in COUNTIES:
        for seed in SEEDS:
            held = table(county(mentors, mentees, seed=seed))
            found = worth(held, [(one.mentee, one.mentor) for one in best.best_set(held)])
            said = [
                " / ".join(f"{one:,}" for one in each)
                for each in (found, worth(held, first_come(held)), by_solver(held))
            ]
            lines.append(f"| {mentors} | {mentees} | {seed} | {' | '.join(said)} |")
    return "\n".join(lines)

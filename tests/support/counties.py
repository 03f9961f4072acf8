"""Invented counties for mentor matching, by a seed; and two other ways to pair them."""

import random
from datetime import date, timedelta

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from lms.mentoring.rules.facts import County, Mentee, Mentor, Place
from lms.mentoring.rules.scoring import Table

AS_AT = date(2026, 11, 23)
PHASES = ("early_years", "primary", "primary", "primary", "secondary", "special", "alternative")
CONTEXTS = ("rural_small", "boarding", "resourced_provision", "faith", "eal")
DAYS = ("mon", "tue", "wed", "thu", "fri")


def county(mentors: int, mentees: int, *, seed: int) -> County:
    """Return a county of so many, with some mentors of every kind who may not be paired."""
    chance = random.Random(seed)  # noqa: S311 - a county is no secret
    places = [
        Place(
            id=f"9{n:05}",
            name=f"Setting {n}",
            phase=chance.choice(PHASES),
            trust=chance.choice((None, None, "Severn Trust", "Marl Trust")),
            east=round(chance.uniform(0, 60), 1),
            north=round(chance.uniform(0, 60), 1),
        )
        for n in range(max((mentors + mentees) * 2 // 3, 1))
    ]
    return County(
        as_at=AS_AT,
        mentors=[_mentor(chance, n, places, mentees) for n in range(mentors)],
        mentees=[_mentee(chance, n, places, mentors) for n in range(mentees)],
    )


def _mentor(chance: random.Random, n: int, places: list[Place], mentees: int) -> Mentor:
    capacity = chance.choice((1, 2, 2, 2, 3))
    return Mentor(
        id=f"m{n}",
        name=f"Mentor {n}",
        setting=chance.choice(places),
        phases=frozenset(chance.sample(PHASES, chance.randint(1, 3))),
        dsl_since=AS_AT - timedelta(days=chance.randrange(200, 4000)),
        role_training_on=AS_AT - timedelta(days=chance.randrange(10, 780)),
        annual_refresh_on=AS_AT - timedelta(days=chance.randrange(10, 390)),
        capacity=capacity,
        current=chance.choice((0, 0, 0, 1, capacity)),
        online=chance.random() < 0.4,
        travel_km=chance.choice((0, 5, 10, 20, 40)),
        contexts=frozenset(chance.sample(CONTEXTS, chance.randint(0, 2))),
        days=frozenset(chance.sample(DAYS, chance.randint(0, 3))),
        conflicts=frozenset({f"e{chance.randrange(mentees)}"} if mentees else ()),
        suspended=chance.random() < 0.05,
    )


def _mentee(chance: random.Random, n: int, places: list[Place], mentors: int) -> Mentee:
    return Mentee(
        id=f"e{n}",
        name=f"Mentee {n}",
        setting=chance.choice(places),
        notified_on=AS_AT - timedelta(days=chance.randrange(0, 60)),
        online=chance.random() < 0.4,
        contexts=frozenset(chance.sample(CONTEXTS, chance.randint(0, 2))),
        days=frozenset(chance.sample(DAYS, chance.randint(1, 3))),
        declined=frozenset({f"m{chance.randrange(mentors)}"} if mentors else ()),
    )


Worth = tuple[int, int, int]
"""How many are paired, days they waited, points."""


def worth(table: Table, pairs: list[tuple[int, int]]) -> Worth:
    """Return what a set of mentee and mentor is worth, in the order in which it counts."""
    waited = sum(table.mentees[mentee].waited(table.as_at) for mentee, _ in pairs)
    return len(pairs), waited, sum(int(table.score[pair]) for pair in pairs)


def first_come(table: Table) -> list[tuple[int, int]]:
    """Pair whoever has waited longest with the best mentor who has a place, one after another."""
    free = [one.places for one in table.mentors]
    order = sorted(range(len(table.mentees)), key=lambda at: (table.mentees[at].notified_on, at))
    pairs = []
    for mentee in order:
        open_to = [
            at for at in range(len(table.mentors)) if free[at] and table.allowed[mentee, at]
        ]
        if open_to:
            best = max(open_to, key=lambda at: (int(table.score[mentee, at]), -at))
            free[best] -= 1
            pairs.append((mentee, best))
    return pairs


def by_solver(table: Table) -> Worth:
    """Return what the best set is worth by a solver of mixed-integer programs, in three steps.

    HiGHS, which knows nothing of assignments or matroids: first the most pairs; of those the
    most days; of those the most points.
    """
    pairs = np.argwhere(table.allowed)
    if not len(pairs):
        return 0, 0, 0
    number = np.arange(len(pairs))
    mentees, mentors = (np.zeros((side, len(pairs))) for side in table.allowed.shape)
    mentees[pairs[:, 0], number] = 1
    mentors[pairs[:, 1], number] = 1
    limits = [
        LinearConstraint(mentees, ub=1),
        LinearConstraint(mentors, ub=[one.places for one in table.mentors]),
    ]
    waited = np.array([table.mentees[row].waited(table.as_at) for row, _ in pairs])
    points = table.score[pairs[:, 0], pairs[:, 1]]
    found: list[int] = []
    for goal in (np.ones(len(pairs)), waited.astype(float), points.astype(float)):
        done = milp(
            -goal, constraints=limits, integrality=np.ones(len(pairs)), bounds=Bounds(0, 1)
        )
        assert done.success, done.message
        found.append(round(-done.fun))
        limits.append(LinearConstraint(goal.reshape(1, -1), lb=found[-1] - 0.5))
    return found[0], found[1], found[2]

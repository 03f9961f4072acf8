"""The best whole set of pairings: exact, and the same for the same facts in any order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from lms.mentoring.rules.scoring import Table


@dataclass(frozen=True)
class Chosen:
    """A pair of the best set, by their rows and columns in the table."""

    mentee: int
    mentor: int
    sent: bool = False
    """Whether it was proposed before and stands."""


def best_set(table: Table, sent: Sequence[tuple[str, str]] = ()) -> list[Chosen]:
    """Return the pairings that are best as a whole.

    No set that keeps to the rules and to what was sent pairs more mentees; of those that pair
    as many, none pairs mentees who have waited longer in all; of those, none has more points.

    How it is exact. Which sets of mentees can be paired at once are the independent sets of a
    (transversal) matroid. A set that is heaviest by weights greater than nought is therefore
    largest too, and which sets are heaviest depends only on the order of the weights. So days
    waited may be replaced by their rank, from 1, and rank times more than all points together,
    plus points, is one number for each pair; all of them small and whole, so that floating point
    holds them and their sums exactly. An assignment of mentees to places does the rest.

    Args:
        table: everybody held against everybody.
        sent: mentor and mentee of proposals that stand. They take their places first.

    Returns:
        In the order of the mentees' ids.

    """
    fixed = _sent(table, sent)
    free = [max(one.places, 0) for one in table.mentors]
    for one in fixed:
        free[one.mentor] = max(free[one.mentor] - 1, 0)
    taken = {one.mentee for one in fixed}
    rows = [at for at in range(len(table.mentees)) if at not in taken]
    columns = _columns(free, len(rows))
    if not rows or not len(columns):
        return fixed
    weights = _weights(table, rows, columns)
    left, right = linear_sum_assignment(weights, maximize=True)
    found = [
        Chosen(rows[row], int(columns[column]))
        for row, column in zip(left.tolist(), right.tolist(), strict=True)
        if weights[row, column] > 0
    ]
    return sorted([*fixed, *found], key=lambda one: one.mentee)


def _columns(free: Sequence[int], most: int) -> npt.NDArray[np.int64]:
    """Return a mentor's column for each of their places; nobody fills more than there are."""
    counts = np.minimum(np.array(free, dtype=np.int64), most)
    return np.repeat(np.arange(len(free), dtype=np.int64), counts)


def _weights(
    table: Table, rows: list[int], columns: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return what each mentee is worth at each place; nought where the two may not be paired."""
    waited = np.array([table.mentees[row].waited(table.as_at) for row in rows], dtype=np.int64)
    _, rank = np.unique(waited, return_inverse=True)
    score, allowed = (one[rows][:, columns] for one in (table.score, table.allowed))
    more = int(score.max()) * min(score.shape) + 1
    worth = (rank.reshape(-1, 1) + 1) * more + score
    found: npt.NDArray[np.float64] = np.where(allowed, worth, 0).astype(np.float64)
    return found


def _sent(table: Table, sent: Sequence[tuple[str, str]]) -> list[Chosen]:
    mentors = {one.id: at for at, one in enumerate(table.mentors)}
    mentees = {one.id: at for at, one in enumerate(table.mentees)}
    return [
        Chosen(mentees[mentee], mentors[mentor], sent=True)
        for mentor, mentee in sent
        if mentor in mentors and mentee in mentees
    ]

"""Matching held against a register with dirt; all of it by ``script/bench matching``."""

import pytest

from tests.support.dirt import DIRT, elsewhere, made
from tests.support.matching import matched, matched_elsewhere


@pytest.mark.parametrize("seed", [1, 2])
def test_takes_nobody_for_somebody_else_and_finds_or_holds_the_true_ones(work, seed):
    register = made(1500, seed=seed)

    figures = matched(work, register)

    assert figures.wrong.total() == 0, dict(figures.wrong)
    true = sum(one.truth is not None for one in register.dirty)
    assert figures.missed.total() <= true * 0.02, dict(figures.missed)
    assert (
        figures.found.total() + figures.held.total() + figures.missed.total()
        == 1500 - figures.aside
    )
    assert figures.rejected.total() == 0


def test_asks_about_names_of_another_list_and_takes_nobody_by_them(work):
    register = made(600, seed=4)
    rows = elsewhere(register.clean, seed=4)

    figures = matched_elsewhere(work, register, rows)

    assert figures.wrong.total() == 0, dict(figures.wrong)
    true = sum(one.truth is not None for one in rows)
    assert figures.missed.total() <= true * 0.02, dict(figures.missed)
    assert figures.held["somebody new"] <= 1


def test_clean_rows_come_to_nothing(work):
    register = made(200, seed=3)
    register.dirty = [one for one in register.dirty if not one.dirt]

    figures = matched(work, register)

    assert figures.found.total() == len(register.dirty)
    assert figures.held.total() == 0


def test_the_same_seed_makes_the_same_register():
    one, other = made(300, seed=5), made(300, seed=5)

    assert [row.cells for row in one.dirty] == [row.cells for row in other.dirty]
    assert set(one.numbers) - {""} <= set(DIRT)

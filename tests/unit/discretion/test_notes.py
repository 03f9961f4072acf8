"""How often the check misses and cries wolf. docs/discretion.md has the figures: change both."""

import pytest

from lms.discretion import rules
from tests.support.notes import PAIR, notes

MISSED = {"harmful": 0, "harmful_held_back": 1, "harmful_hard": 3, "harmful_last": 6}
FALSE_ALARMS = {"harmless": 0, "harmless_held_back": 1, "harmless_hard": 0, "harmless_last": 0}


@pytest.mark.parametrize("name", MISSED)
def test_misses_no_more_than_it_did(name):
    missed = [note for note in notes(name) if not rules.found(note, PAIR)]

    assert len(missed) <= MISSED[name], missed


@pytest.mark.parametrize("name", FALSE_ALARMS)
def test_cries_wolf_no_more_often_than_it_did(name):
    alarms = [note for note in notes(name) if rules.found(note, PAIR)]

    assert len(alarms) <= FALSE_ALARMS[name], alarms


def test_misses_and_cries_wolf_in_three_of_a_hundred_at_most():
    harmful = notes("harmful") + notes("harmful_held_back")
    harmless = notes("harmless") + notes("harmless_held_back")

    assert len(set(harmful)) == len(set(harmless)) == 200
    assert sum(not rules.found(note, PAIR) for note in harmful) <= 6
    assert sum(bool(rules.found(note, PAIR)) for note in harmless) <= 6

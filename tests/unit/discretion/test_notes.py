"""How often the check misses and cries wolf. docs/discretion.md has the figures: change both."""

import pytest

from lms.discretion import rules
from tests.support.notes import PAIR, notes

MISSED = {"harmful": 0, "harmful_held_back": 0}
FALSE_ALARMS = {"harmless": 0, "harmless_held_back": 0}


def asked(name: str) -> list[str]:
    return [note for note in notes(name) if rules.found(note, PAIR)]


@pytest.mark.parametrize("name", MISSED)
def test_misses_no_more_than_it_did(name):
    missed = [note for note in notes(name) if not rules.found(note, PAIR)]

    assert len(missed) <= MISSED[name], missed


@pytest.mark.parametrize("name", FALSE_ALARMS)
def test_cries_wolf_no_more_often_than_it_did(name):
    alarms = asked(name)

    assert len(alarms) <= FALSE_ALARMS[name], alarms


@pytest.mark.parametrize(("name", "many"), [("harmful", 150), ("harmful_held_back", 50)])
def test_has_as_many_notes_of_both_sorts(name, many):
    assert len(set(notes(name))) == many
    assert len(set(notes(name.replace("harmful", "harmless")))) == many

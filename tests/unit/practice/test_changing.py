from lms.practice.rules import Assessment, changed, compare
from tests.unit.practice.test_rules import GOOD, scenario


def compared(*chosen):
    return compare(scenario(), Assessment(chosen=chosen))


def ids(told):
    return [one.id for one in told]


class TestChanged:
    def test_names_what_was_seen_and_mended(self):
        found = changed(compared("f1", "c-bad", "c-no"), compared("f1", "h1"))

        assert ids(found.seen) == ["h1"]
        assert ids(found.mended) == ["c-bad", "c-no"]
        assert not found.lost
        assert not found.new_faults

    def test_names_what_was_lost_and_what_went_wrong(self):
        found = changed(compared("f1", "h1"), compared("f1", "c-bad"))

        assert ids(found.lost) == ["h1"]
        assert ids(found.new_faults) == ["c-bad"]

    def test_does_not_hold_what_experts_dispute_against_anybody(self):
        assert not changed(compared("c3"), compared()).lost

    def test_tells_when_nothing_changed(self):
        assert changed(compared(*GOOD), compared(*GOOD)).is_same
        assert not changed(compared(*GOOD), compared()).is_same


class TestAssessment:
    def test_changes_one_step_and_leaves_the_others(self):
        whole = scenario()
        kept = Assessment(chosen=("f1", "h1"))

        made = kept.choosing(whole.hazards, ["h2", "nobody-knows-this"])

        assert made.chosen == ("f1", "h2")

import pytest

from lms.kernel.errors import Invalid, NotFound
from lms.learning import commands, queries
from lms.policy import PersonActor
from lms.practice.rules import Assessment
from tests.support.factories import EngagementFactory


def choose(*ids):
    return lambda kept: Assessment(chosen=(*kept.chosen, *ids))


class TestBeginPractice:
    def test_begins_empty_at_the_first_part(self, work, module, learner):
        go = commands.begin_practice(work, "doors", "corridor")

        assert go.chosen == {}
        assert go.step == "first"

    def test_may_begin_where_an_earlier_go_ended(self, work, module, learner):
        earlier = commands.begin_practice(work, "doors", "corridor")
        commands.save_practice(work, earlier.id, choose("h-corner"), step="hazards")
        commands.finish_practice(work, earlier.id)

        later = commands.begin_practice(work, "doors", "corridor", like=earlier.id)

        assert later is not earlier
        assert later.chosen["chosen"] == ["h-corner"]
        assert earlier.finished_at is not None

    def test_takes_nothing_from_somebody_elses(self, work, module, learner):
        theirs = commands.begin_practice(work, "doors", "corridor")
        work.actor = PersonActor(id=EngagementFactory().person_id)

        with pytest.raises(NotFound):
            commands.begin_practice(work, "doors", "corridor", like=theirs.id)

    def test_refuses_a_scenario_there_is_not(self, work, module, learner):
        with pytest.raises(NotFound, match="no such practice scenario"):
            commands.begin_practice(work, "doors", "stairs")


class TestSavePractice:
    def test_hands_on_what_another_window_saved(self, work, module, learner):
        go = commands.begin_practice(work, "doors", "corridor")

        commands.save_practice(work, go.id, choose("h-corner"), step="controls")
        commands.save_practice(work, go.id, choose("c-light"), step="owners")

        assert go.chosen["chosen"] == ["h-corner", "c-light"]
        assert go.step == "owners"

    def test_refuses_a_part_there_is_not(self, work, module, learner):
        go = commands.begin_practice(work, "doors", "corridor")

        with pytest.raises(Invalid):
            commands.save_practice(work, go.id, choose(), step="elsewhere")

    def test_keeps_one_go_under_way_a_person(self, work, module, learner):
        first = commands.begin_practice(work, "doors", "corridor")
        commands.finish_practice(work, first.id)
        commands.begin_practice(work, "doors", "corridor")

        goes = queries.practices(work.session, learner.id, "doors", "corridor")
        assert [one.finished_at is None for one in goes].count(True) == 1

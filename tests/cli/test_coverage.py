from datetime import date

import pytest

from tests.support.factories import (
    EngagementFactory,
    KnockFactory,
    PersonFactory,
    UnitFactory,
)
from tests.support.factories.proof import InvitationFactory


@pytest.fixture
def register():
    """Somebody invited, somebody of the same team whom nothing reached."""
    team = UnitFactory(name="Court Team")
    reached = EngagementFactory(unit=team, source="HR")
    InvitationFactory(person=reached.person)
    missed = EngagementFactory(
        unit=team, source="Manager", person=PersonFactory(first_name="Ada", last_name="Oyelaran")
    )
    return reached, missed


def test_says_how_far_everybody_was_reached(lms, register):
    document = lms("coverage", "report", "--by", "unit", "--format", "json").document

    assert (document["as_at"], document["known"]) == ("2026-11-24", 2)
    assert document["enrolled"] + document["missed"] == sum(document["stages"].values()) == 2
    assert document["stages"]["never_invited"] == 1
    assert document["gaps"]["no_list"] == 1
    (group,) = document["groups"]
    assert (group["name"], group["known"], group["missed"]) == ("Court Team", 2, 1)


def test_lists_the_people_behind_a_figure(lms, register):
    rows = lms("coverage", "list", "--stage", "never_invited", "--format", "json").document

    (row,) = rows
    assert (row["person"]["name"], row["stage"]) == ("Ada Oyelaran", "never_invited")
    assert row["gaps"] == ["no_list"]
    assert row["engagements"][0]["unit"] == "Court Team"
    assert lms("coverage", "list", "--gap", "no_list", "--format", "json").document == rows


def test_says_how_many_came_whom_nobody_has_named(lms, register, clock):
    KnockFactory(first_at=clock(), last_at=clock())

    document = lms("coverage", "report", "--format", "json").document
    before = lms("coverage", "report", "--as-at", "2026-11-23", "--format", "json").document

    assert (document["known"], document["unknown"], before["unknown"]) == (2, 1, 0)
    assert "nobody has named them: 1 person." in lms("coverage", "report").out


def test_says_it_in_a_table(lms, register):
    answer = lms("coverage", "report", "--by", "kind")

    assert answer.out.startswith("2 known on 2026-11-24: 1 enrolled, 1 missed.")


def test_answers_for_a_past_day(lms, register):
    EngagementFactory(starts_on=date(2026, 11, 24))

    document = lms("coverage", "report", "--as-at", "2026-11-23", "--format", "json").document

    assert document["known"] == 2


def test_refuses_a_day_to_come(lms, register):
    answer = lms("coverage", "report", "--as-at", "2026-12-24", "--format", "json")

    assert answer.status == 1
    assert "still to come" in answer.document["error"]


def test_of_an_empty_register_is_empty(lms, session):
    assert lms("coverage", "list", "--format", "json").document == []

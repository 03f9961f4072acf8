"""A week of Marlshire is played once, and what was said of it each evening is asked again."""

import pytest

from tests.journeys.council import Council
from tests.journeys.happenings import MONDAY
from tests.journeys.marlshire import DAYS, play, told


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    council = Council(tmp_path_factory.mktemp("marlshire"))
    yield council
    council.close()


@pytest.fixture(scope="module")
def evenings(council):
    return list(play(council))


def test_each_evening_coverage_says_what_came_of_the_day(evenings):
    said = {evening.day.on: evening.coverage for evening in evenings}

    assert said == {evening.day.on: evening.expected for evening in evenings}


def test_what_was_said_of_a_day_is_said_again_whatever_came_late(council, evenings):
    for evening in evenings:
        day = evening.day.on.isoformat()
        again = council.lms("compliance", "report", "--as-at", day, "--known-on", day)

        assert again == {**evening.compliance, "known_on": day}


def test_of_monday_more_is_known_by_the_end_of_the_week(council, evenings):
    later = council.lms("coverage", "report", "--as-at", MONDAY.isoformat())

    by_then = evenings[1].coverage["known"]
    assert evenings[1].day.on == MONDAY
    assert later["known"] == by_then + 3  # Noor, Ben and Olu had begun, and nobody had said so


def test_everybody_is_in_the_register_once(council, evenings):
    names = sorted(one["name"].partition(" ")[0] for one in council.lms("people", "list"))

    staff = ["Hana", "Ines", "Pia", "Rosa", "Ruth", "Tom"]
    of_the_week = ["Amanda", "Ben", "Cal", "Dee", "Gil", "Noor", "Olu", "Una"]
    assert names == sorted([*staff, *of_the_week])


def test_the_record_of_the_week_is_whole(council, evenings):
    assert council.lms("audit", "verify")["intact"] is True


def test_reads_as_a_diary(evenings):
    diary = "\n".join(map(told, evenings))

    for day in DAYS:
        assert f"{day.on:%A} {day.on.day} November 2026" in diary
        assert all(one.said in diary for one in day.events)

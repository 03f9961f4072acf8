"""``lms mentoring propose --from``: the best set of an invented county."""

import json
from pathlib import Path

import pytest

from tests.support.mentoring import mentor, waiting

SAMPLES = Path(__file__).parents[1] / "samples" / "mentoring"
PARTS = {"phase", "travel", "experience", "context", "capacity", "preferences"}


@pytest.fixture
def propose(lms):
    def propose(file, *options, status=0):
        told = ("mentoring", "propose", "--from", file, *options, "--format", "json")
        answer = lms(*told)
        assert answer.status == status, answer
        return answer.document

    return propose


def test_proposes_the_best_set_and_says_why(propose):
    found = propose(SAMPLES / "market-town.json")

    assert (found["paired"], found["waited_days"]) == (8, 124)
    for one in found["pairings"]:
        assert one["score"] == sum(one["parts"].values())
        assert one["parts"].keys() == one["why"].keys() == PARTS
    assert [one["mentee"] for one in found["unpaired"]] == ["e3", "e7"]
    assert "pairs" not in found


def test_tells_every_pair_where_asked(propose):
    found = propose(SAMPLES / "market-town.json", "--matrix")

    assert len(found["pairs"]) == 8 * 10
    allowed = {
        (one["mentor"], one["mentee"]): one["score"]
        for one in found["pairs"]
        if not one["blocked_by"]
    }
    chosen = {(one["mentor"], one["mentee"]): one["score"] for one in found["pairings"]}
    assert chosen.items() <= allowed.items()
    full = next(one for one in found["pairs"] if one["mentor"] == "m3")
    assert "capacity" in full["blocked_by"]


def test_without_mentors_says_so_and_ends_well(propose):
    found = propose(SAMPLES / "no-mentors.json")

    assert found["pairings"] == []
    assert {one["reason"] for one in found["unpaired"]} == {"There are no mentors."}
    assert found["gaps"][0]["pairs"] == 3


def test_takes_another_day(propose):
    found = propose(SAMPLES / "market-town.json", "--as-at", "2030-01-01")

    assert found["as_at"] == "2030-01-01"
    assert found["pairings"] == []
    assert "role training not in the last 24 months" in found["unpaired"][0]["reason"]


@pytest.mark.parametrize("text", ["", "[]", json.dumps({"as_at": "2026-11-23"})])
def test_refuses_what_is_no_county(propose, tmp_path, text):
    file = tmp_path / "county.json"
    file.write_text(text, encoding="utf-8")

    found = propose(file, status=1)

    assert found["field"]
    assert found["error"].endswith(".")


def test_says_it_in_words_too(lms):
    said = lms("mentoring", "propose", "--from", SAMPLES / "market-town.json").out

    assert said.startswith("8 of 10 new DSLs could be paired on 2026-11-23.")
    assert "Marek Thomas is not paired. 1 mentor could help" in said


def test_proposes_from_the_register(lms, work):
    need, profile = waiting(work), mentor(work)

    found = lms("mentoring", "propose", "--format", "json").document

    (one,) = found["pairings"]
    assert one["mentee"] == {"id": str(need.person_id), "name": "Dylan Rahman"}
    assert one["mentor"] == {"id": str(profile.person_id), "name": "Verity Quinn"}
    assert "Dylan Rahman with Verity Quinn" in lms("mentoring", "propose").out


def test_proposes_nobody_where_nobody_waits(lms):
    found = lms("mentoring", "propose", "--format", "json").document

    assert (found["pairings"], found["unpaired"], found["gaps"]) == ([], [], [])

"""A county from a file: read, or refused with where and why."""

import json
from datetime import date

import pytest

from lms.mentoring.errors import BadCounty
from lms.mentoring.reading import read_county

COUNTY = {
    "as_at": "2026-11-23",
    "settings": [{"urn": "1", "phase": "primary", "km_east": 1, "km_north": 2.5}, {"urn": "2"}],
    "mentors": [{"id": "m1", "name": "Bo", "setting": "1", "capacity": 3, "days": ["mon"]}],
    "mentees": [{"id": "e1", "setting": "2", "notified_on": "2026-11-01", "declined": ["m1"]}],
}


def county(**over):
    return json.dumps({**COUNTY, **over})


def test_reads_what_is_known_and_takes_the_rest_as_the_programme_has_it():
    found = read_county(county(settings=[*COUNTY["settings"], {"urn": "3", "more": 1}]))

    (mentor,), (mentee,) = found.mentors, found.mentees
    assert (mentor.capacity, mentor.current, mentor.setting.north) == (3, 0, 2.5)
    assert (mentee.name, mentee.setting.phase, mentee.declined) == ("e1", "", {"m1"})
    assert found.as_at == date(2026, 11, 23)


def test_takes_another_day_where_one_is_given():
    assert read_county(county(), as_at=date(2027, 1, 1)).as_at == date(2027, 1, 1)


def test_reads_what_was_sent():
    found = read_county(county(sent=[{"mentor": "m1", "mentee": "e1"}]))

    assert found.sent == (("m1", "e1"),)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"as_at": "soon"}, "as_at"),
        ({"mentors": 3}, "mentors"),
        ({"mentors": [{"id": "", "setting": "1"}]}, "mentors.0.id"),
        ({"mentors": [{"id": "m", "setting": "9"}]}, "mentors.0.setting"),
        ({"mentors": [{"id": "m", "setting": "1", "capacity": -1}]}, "mentors.0.capacity"),
        ({"mentors": [{"id": "m", "setting": "1", "travel_km": -1}]}, "mentors.0.travel_km"),
        ({"mentors": [{"id": "m", "setting": "1"}] * 2}, "mentors.1.id"),
        ({"mentees": [{"id": "e", "setting": "1"}]}, "mentees.0.notified_on"),
        ({"settings": [{"urn": "1"}, {"urn": "2"}, {"urn": "1"}]}, "settings.2.urn"),
        ({"sent": [{"mentor": "x", "mentee": "e1"}]}, "sent.0.mentor"),
        ({"sent": [{"mentor": "m1", "mentee": "e1"}] * 2}, "sent.1.mentee"),
    ],
)
def test_says_where_it_is_wrong(over, field):
    with pytest.raises(BadCounty) as refused:
        read_county(county(**over))

    assert refused.value.field == field
    assert str(refused.value).startswith(field)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, b"\xff\xfe\x00", '"a"', "{}", "NaN"])
def test_refuses_what_is_no_county(text):
    with pytest.raises(BadCounty) as refused:
        read_county(text)

    assert refused.value.field
    assert str(refused.value).endswith(".")

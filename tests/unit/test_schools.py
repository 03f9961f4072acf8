import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.schools import reading, rules
from lms.schools.errors import Unreadable
from tests.support.schools import SAMPLE, register

TODAY = date(2026, 11, 24)


def cells(**given):
    told = {
        "URN": "990001",
        "EstablishmentName": "Otterbeck Primary School",
        "EstablishmentStatus (name)": "Open",
        "LA (code)": "990",
        "LA (name)": "Marlshire",
        "PhaseOfEducation (name)": "Primary",
        "Postcode": "mz31ab",
    }
    named = {"status": "EstablishmentStatus (name)", "kind": "TypeOfEstablishment (name)"}
    return {**told, **{named.get(key, key): value for key, value in given.items()}}


class TestRead:
    def test_says_a_school_in_our_words(self):
        school = rules.read(cells(Town="Otterbeck", Easting="301200"), today=TODAY)

        assert (school.urn, school.postcode, school.locality) == ("990001", "MZ3 1AB", "Otterbeck")
        assert (school.phase, school.easting, school.northing) == ("primary", 301200, None)

    def test_takes_the_village_or_ward_where_there_is_no_town(self):
        assert rules.read(cells(Locality="Heron Green"), today=TODAY).locality == "Heron Green"
        ward = {"AdministrativeWard (name)": "Tarnside"}
        assert rules.read({**cells(), **ward}, today=TODAY).locality == "Tarnside"

    def test_closes_from_today_where_the_register_does_not_say_when(self):
        assert rules.read(cells(status="Closed"), today=TODAY).closed_on == TODAY
        closed = rules.read(cells(status="Closed", CloseDate="31-08-2019"), today=TODAY)
        assert closed.closed_on == date(2019, 8, 31)

    def test_knows_of_a_closure_to_come(self):
        status = "Open, but proposed to close"
        school = rules.read(cells(status=status, CloseDate="31-08-2027"), today=TODAY)

        assert school.closed_on == date(2027, 8, 31)

    @pytest.mark.parametrize(
        ("column", "value", "said"),
        [
            ("URN", "12", "six digits"),
            ("URN", "", "Without a URN"),
            ("EstablishmentName", " ", "Enter the name"),
            ("EstablishmentName", "Caf\ufffd", "broken on the way"),
            ("OpenDate", "31-02-2020", "no day"),
            ("Easting", "north", "national grid"),
            ("Postcode", "nowhere", "no postcode"),
            ("EstablishmentStatus (name)", "Perhaps", "not known here"),
        ],
    )
    def test_names_each_fault_with_its_column(self, column, value, said):
        (fault,) = rules.read({**cells(), column: value}, today=TODAY)

        assert (fault.column, fault.value) == (column, value)
        assert said in fault.reason

    @pytest.mark.parametrize(
        ("kind", "phase", "ages", "ours"),
        [
            ("Community school", "Middle deemed secondary", "", "secondary"),
            ("Academy special converter", "Primary", "", "special"),
            ("Pupil referral unit", "Not applicable", "", "alternative"),
            ("Further education", "Not applicable", "", "post_16"),
            ("Children's centre", "Not applicable", "", "early_years"),
            ("Other independent school", "Not applicable", "3 11", "primary"),
            ("Other independent school", "Not applicable", "11 18", "secondary"),
            ("Other independent school", "Not applicable", "2 18", "all_through"),
            ("Something new", "Not applicable", "", "other"),
        ],
    )
    def test_phases(self, kind, phase, ages, ours):
        low, _, high = ages.partition(" ")
        told = {"PhaseOfEducation (name)": phase, "StatutoryLowAge": low, "StatutoryHighAge": high}

        assert rules.phase_of({"TypeOfEstablishment (name)": kind, **told}) == ours


class TestOurs:
    @pytest.mark.parametrize("named", ["990", "Marlshire", "marlshire", " 990 "])
    def test_by_code_or_name(self, named):
        assert rules.is_ours(cells(), named)

    def test_by_name_without_what_kind_of_council_it_is(self):
        told = {"LA (code)": "1", "LA (name)": "Marlshire County Council"}
        assert rules.is_ours(told, "Marlshire")

    @pytest.mark.parametrize("named", ["", "99", "North Marlshire", "Council"])
    def test_and_no_other(self, named):
        assert not rules.is_ours(cells(), named)


class TestLookAlike:
    def test_asks_about_the_same_name_or_the_same_place_with_a_like_name(self):
        school = rules.read(cells(), today=TODAY)

        assert rules.look_alike(school, name="Otterbeck primary school", postcode="")
        assert rules.look_alike(school, name="Otterbeck C of E School", postcode="MZ3 1AB")
        assert not rules.look_alike(school, name="Beckside School", postcode="MZ3 1AB")
        assert not rules.look_alike(school, name="Otterbeck Nursery", postcode="MZ9 9ZZ")


class TestChanges:
    def test_a_blank_takes_nothing_away_but_a_trust_or_a_closure(self):
        school = rules.read(cells(), today=TODAY)
        was = {key: getattr(school, key) for key in rules.TOLD}
        was |= {"locality": "Otterbeck", "trust": "Marl Trust", "closed_on": date(2026, 1, 1)}

        assert rules.changes(school, was) == ["trust", "closed_on"]


class TestLines:
    def test_reads_the_sample_in_windows_letters(self):
        names = [one.cells["EstablishmentName"] for one in reading.lines(SAMPLE.open_again)]

        assert len(names) == 40
        assert "Café Lane Free School" in names
        assert "St Brónach’s Catholic Primary School" in names

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_reads_either_encoding(self, encoding):
        told = register({"EstablishmentName": "Café Lane"}, encoding=encoding)
        assert [one.cells["EstablishmentName"] for one in reading.lines(told)] == ["Café Lane"]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "empty"),
            (b"PK\x03\x04...", "Unpack it"),
            (b"\0\0\0", "not a CSV"),
            (b"Name,Town\nA,B\n", "no column ‘URN’"),
            (b"URN,EstablishmentName,EstablishmentStatus (name)\n1,A,Open\n", "whose schools"),
            (b'URN,EstablishmentName,LA (name),EstablishmentStatus (name)\n1,"A,B,C', "cut off"),
        ],
    )
    def test_says_what_is_no_register(self, content, said):
        with pytest.raises(Unreadable, match=said):
            list(reading.lines(lambda: io.BytesIO(content)))

    def test_says_of_a_row_that_is_out_of_step(self):
        told = b"URN,EstablishmentName,LA (name),EstablishmentStatus (name)\n1,A,B\n"
        (line,) = reading.lines(lambda: io.BytesIO(told))
        assert "3 cells instead of 4" in line.faults[0].reason

    @given(st.lists(st.text(max_size=20), min_size=4, max_size=4))
    def test_hands_on_whatever_stands_in_a_cell(self, texts):
        kept = [" ".join(one.replace("\0", "").split()) or "x" for one in texts]
        out = io.StringIO(newline="")
        names = ["URN", "EstablishmentName", "LA (name)", "EstablishmentStatus (name)"]
        csv.writer(out).writerows([names, kept])
        content = out.getvalue().encode("utf-8", errors="replace")
        (line,) = reading.lines(lambda: io.BytesIO(content))
        assert [line.cells[name] for name in names] == [
            one.encode("utf-8", errors="replace").decode().strip() for one in kept
        ]

from datetime import date
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from lms.intake.rules.fields import Fault, Line
from lms.intake.rules.handed import MOST_FAULTS, Worker, beside
from lms.people.rules import sort_name

NAMES = st.sampled_from(["Ash", "Birch", "Cedar"])
NUMBERS = st.sampled_from([None, "1", "0002", "W-3"])
DAYS = st.sampled_from([date(2026, 11, 2), date(2026, 11, 9)])
ADDRESSES = st.sampled_from([None, "ash@staff.example", "birch@staff.example"])


@st.composite
def lines(draw):
    line = Line(draw(st.integers(2, 99)))
    line.first_name, line.last_name = "Nell", draw(NAMES)
    line.starts_on, line.email, line.number = draw(DAYS), draw(ADDRESSES), draw(NUMBERS)
    line.reference = line.number
    if draw(st.booleans()):
        line.faults.append(Fault("Team", "", "Enter the team."))
    return line


@st.composite
def workers(draw):
    address, number = draw(ADDRESSES), draw(NUMBERS)
    return Worker(
        engagement_id=uuid4(),
        sort_name=sort_name("Nell", draw(NAMES)),
        addresses=frozenset([address] if address else []),
        numbers=frozenset([number.lower().lstrip("0")] if number else []),
        starts_on=draw(DAYS),
    )


class TestBeside:
    @given(st.lists(lines(), max_size=8), st.lists(workers(), max_size=5))
    def test_counts_every_row_once_and_loses_no_worker(self, rows, known):
        found = beside(rows, known)

        assert found.rows == len(rows) == found.here + found.new + found.unread
        assert set(found.gone) <= {str(one.engagement_id) for one in known}
        assert beside([], known).gone == [str(one.engagement_id) for one in known]

    @given(lines(), workers())
    def test_says_of_nobody_known_that_every_row_is_new(self, row, somebody):
        found = beside([row], [])

        assert found.here == 0
        assert found.new + found.unread == 1

    def test_keeps_the_first_faults_and_counts_all(self):
        rows = []
        for number in range(MOST_FAULTS + 5):
            line = Line(number)
            line.faults.append(Fault("Team", "", "Enter the team."))
            rows.append(line)

        found = beside(rows, [])

        assert (found.unread, len(found.faults)) == (MOST_FAULTS + 5, MOST_FAULTS)

    def test_finds_a_number_without_its_zeros(self):
        line = Line(2)
        line.first_name, line.last_name, line.starts_on = "N", "Ash", date(2026, 11, 2)
        line.number = line.reference = "0042"
        known = Worker(
            engagement_id=uuid4(),
            sort_name="ash nell",
            addresses=frozenset(),
            numbers=frozenset(["42"]),
            starts_on=date(2026, 1, 1),
        )

        assert beside([line], [known]).here == 1

"""What holds for any files, in any order."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.intake import commands, queries
from lms.intake.commands import passing
from lms.intake.models import ImportLine
from lms.intake.rules.deciding import TWICE
from lms.people.models import Person
from tests.support.lists import row, upload

VALUES = {
    "employee_number": ["", "1", "01", "2", "3"],
    "assignment_number": ["", "1-1", "1-2", "2-1"],
    "first_name": ["Ada", "Bo", "", "Ada Mae"],
    "last_name": ["Lee", "Ng"],
    "work_email": ["", "a@x.example", "b@x.example", "no"],
    "job_title": ["", "Cook", "Chef"],
    "team": ["", "North", "South"],
    "line_manager_employee_number": ["", "1", "2", "9"],
    "start_date": ["01/09/2026", "14/09/2026", "01/09/2024", "31/02/2026"],
    "assignment_end_date": ["", "30/09/2024", "31/12/2026", "31/12/9999"],
    "contract_type": ["Perm", "Casual", "Zero hours??"],
}
ROWS = st.lists(
    st.tuples(*(st.integers(0, len(some) - 1) for some in VALUES.values())), min_size=1, max_size=8
)
"""Of each row, which of the values."""


def written(picked):
    chosen = zip(VALUES.items(), picked, strict=True)
    return row(0, **{name: some[at] for (name, some), at in chosen})


class TestLaws:
    @pytest.mark.slow
    @pytest.mark.parametrize("together", [2, passing.CHUNK])
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(files=st.lists(ROWS, min_size=1, max_size=3))
    def test_hold_for_any_files(self, work, monkeypatch, together, files):
        """What was shown is done, every row is counted, and the same file again changes nothing.

        Rows that contradict each other may be taken otherwise the second time.
        """
        monkeypatch.setattr(passing, "CHUNK", together)
        begun = work.now
        with work.session.begin_nested() as savepoint:
            for at, picked in enumerate(files):
                work.now = begun + timedelta(days=at)
                rows = [written(one) for one in picked]
                looked = commands.look(work, upload(*rows))
                commands.accept(work, looked.id)
                work.now += timedelta(minutes=1)
                again = commands.bring_in(work, upload(*rows))
                for made in (looked, again):
                    assert_counted(queries.shown(work.session, made.id).counts, len(rows))
                    assert_held_rows_are_about_known_people(work, made.id)
                counts = queries.shown(work.session, again.id).counts
                if not contradicts_itself(work, looked.id):
                    assert (counts.added, counts.updated) == (0, 0)
            savepoint.rollback()
        work.session.expunge_all()
        work.now = begun


def assert_counted(counts, rows):
    each = (counts.added, counts.updated, counts.unchanged, counts.held, counts.rejected)
    assert counts.rows == sum(each) == rows


def assert_held_rows_are_about_known_people(work, import_id):
    known = set(work.session.scalars(select(Person.id)))
    for line in queries.lines(work.session, import_id, status="review").rows:
        assert line.candidates
        assert {one.id for one in line.candidates} <= known


def contradicts_itself(work, import_id):
    notes = work.session.scalars(select(ImportLine.notes).where(ImportLine.import_id == import_id))
    return any(TWICE in some for some in notes)

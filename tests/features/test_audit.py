from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

import pytest
from sqlalchemy import text

from lms.audit import commands, queries
from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    tag: ClassVar[str] = "test.happened"
    what: str


class TestCheck:
    @pytest.fixture(autouse=True)
    def three_events(self, work):
        self.person = uuid4()
        for what in ("one", "two", "three"):
            commands.record(
                work, Happened(subject_id=self.person, person_id=self.person, what=what)
            )
        work.session.commit()

    def test_finds_an_untouched_record_intact(self, session):
        assert queries.check(session) == queries.Checked(events=3, first_broken=None)

    def test_names_the_first_row_that_was_changed(self, session):
        session.execute(text("UPDATE lms_audit SET tag = 'other' WHERE serial = 2"))
        session.expire_all()

        assert queries.check(session).first_broken == 2

    def test_sees_a_row_that_is_gone(self, session):
        session.execute(text("DELETE FROM lms_audit WHERE serial = 2"))
        session.expire_all()

        assert queries.check(session).first_broken == 3

    def test_tells_a_persons_history_newest_first(self, session):
        assert [row.data["what"] for row in queries.history(session, self.person)] == [
            "three",
            "two",
            "one",
        ]

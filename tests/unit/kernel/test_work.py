"""A transaction that will write says so at its start, and is begun once."""

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

from lms.kernel import work
from lms.kernel.database import prepare


@pytest.fixture
def engine(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/work.sqlite")
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def begun(engine):
    """What was said to the database at the start of each transaction."""
    said = []
    event.listen(
        engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_rest: said.append(statement),
    )
    return lambda: [one for one in said if one.startswith("BEGIN")]


class TestBegin:
    def test_ends_what_was_only_read(self, engine, begun):
        with Session(engine) as session:
            session.execute(text("SELECT 1"))
            work.begin(session)

        assert begun() == ["BEGIN", "BEGIN IMMEDIATE"]

    def test_leaves_a_transaction_that_writes_already(self, engine, begun):
        with Session(engine) as session:
            work.begin(session)
            session.execute(text("SELECT 1"))
            work.begin(session)

        assert begun() == ["BEGIN IMMEDIATE"]

    def test_begins_anew_after_a_commit(self, engine, begun):
        with Session(engine) as session:
            work.begin(session)
            session.commit()
            work.begin(session)

        assert begun() == ["BEGIN IMMEDIATE", "BEGIN IMMEDIATE"]

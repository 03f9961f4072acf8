import pytest
from sqlalchemy.exc import OperationalError

from lms.cli import run


class TestDoctor:
    def test_ends_with_1_where_something_is_missing(self, lms):
        answer = lms("doctor", "--format", "json")

        assert answer.status == 1
        assert {"name", "ok", "advice"} == set(answer.document["checks"][0])

    def test_reads_well(self, lms):
        assert "MISSING  contacts" in lms("doctor").out

    def test_tells_of_a_database_that_cannot_be_opened(self, capsys):
        def create_app(**_):
            raise OperationalError("SELECT 1", {}, Exception("connection refused\nmore"))

        with pytest.raises(SystemExit) as end:
            run(create_app, ["doctor"])

        assert end.value.code == 1
        assert "connection refused. Check DATABASE_URL" in capsys.readouterr().out

import pytest
from sqlalchemy import create_engine, text

from lms.kernel.database import prepare
from lms.operations import schema


class TestUpgrade:
    @pytest.fixture
    def fresh(self, tmp_path):
        engine = create_engine(f"sqlite:///{tmp_path / 'outset.sqlite'}")
        prepare(engine)
        yield engine
        engine.dispose()

    def test_has_nothing_to_do_a_second_time(self, fresh):
        assert schema.upgrade(fresh) is True
        assert schema.upgrade(fresh) is False

    def test_refuses_a_database_that_a_later_release_changed(self, fresh):
        schema.upgrade(fresh)
        with fresh.begin() as connection:
            connection.execute(text("UPDATE lms_alembic_version SET version_num = '9999'"))

        with pytest.raises(schema.NewerDatabase, match="later release"):
            schema.upgrade(fresh)

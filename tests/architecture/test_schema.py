from lms.operations import schema


class TestMigrations:
    def test_make_the_tables_that_the_models_say(self, session):
        assert schema.drift(session.connection()) == []

import runpy

import pytest

from lms.kernel.settings import Settings
from lms.people import commands as people
from lms.people import queries
from tests.support.factories import EngagementFactory
from tests.support.modules import ModuleFolder


class TestDemo:
    def test_prints_a_link_for_each_role(self, lms):
        document = lms("demo", "--people", "100", "--format", "json").document

        assert document["people"] == 100
        assert list(document["links"]) == [
            "learner",
            "agency",
            "manager",
            "hr",
            "author",
            "approver",
            "coordinator",
            "auditor",
            "administrator",
        ]
        assert all(
            one.startswith("https://training.marlshire.example/sign-in/link/")
            for one in document["links"].values()
        )

    def test_keeps_what_people_entered_the_second_time(self, lms, work):
        first = lms("demo", "--people", "100", "--format", "json").document
        people.join(work, first_name="Ada", last_name="Bowen", email="ada@marlshire.example")
        work.session.commit()

        second = lms("demo", "--people", "300", "--format", "json").document

        assert second == {"people": 101, "links": first["links"]}
        assert queries.person_by_address(work.session, "ada@marlshire.example")

    def test_reads_well(self, lms):
        answer = lms("demo", "--people", "100")

        assert "Kofi Mensah       line manager of a social work team\n    https://" in answer.out
        assert "100 people of Marlshire" in answer.err

    def test_makes_the_instance_a_demonstration(self, lms, app):
        lms("demo", "--people", "100")

        written = runpy.run_path(str(app.extensions["lms"].instance / "config.py"))
        settings = Settings.read({key: value for key, value in written.items() if key[0] == "L"})
        assert settings.demo is True
        assert settings.council_name == "Marlshire Council"

    def test_refuses_an_instance_with_people_of_its_own(self, lms):
        EngagementFactory()

        answer = lms("demo", "--format", "json")

        assert answer.status == 1
        assert "NEW-FOLDER" in answer.document["error"]

    def test_refuses_an_instance_with_settings_of_its_own(self, lms, app):
        (app.extensions["lms"].instance / "config.py").write_text("LMS_DEMO = False\n")

        answer = lms("demo")

        assert (answer.status, "LMS_DEMO = True" in answer.err) == (1, True)

    def test_refuses_fewer_than_the_cases_need(self, lms):
        assert lms("demo", "--people", "20").status == 2


class TestBrokenModules:
    @pytest.fixture
    def config(self, config, tmp_path):
        module = ModuleFolder.made(tmp_path / "modules")
        module.write("questions.toml", "questions = [")
        return {**config, "LMS_MODULES": str(module.path.parent)}

    def test_are_named_before_anybody_is_entered(self, lms, session):
        answer = lms("demo", "--format", "json")

        assert (answer.status, "questions.toml:1:" in answer.document["error"]) == (1, True)
        assert queries.person_by_address(session, "kofi.mensah@marlshire.example") is None

import json

import pytest

from lms.content import commands, queries
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import PersonFactory
from tests.support.modules import ModuleFolder


@pytest.fixture
def module(tmp_path):
    return ModuleFolder.made(tmp_path / "modules")


class TestCheck:
    def test_finds_nothing_wrong_with_a_sound_module(self, lms, module):
        answer = lms("modules", "check", module.path, "--format", "json")

        assert answer.status == 0
        assert answer.document == {"faults": []}

    def test_names_each_fault_and_its_line(self, lms, module):
        module.change("module.toml", "title =", "titel =")
        line = module.line("module.toml", "titel =")

        answer = lms("modules", "check", module.path, "--format", "json")

        assert answer.status == 1
        assert {
            "file": str(module.path / "module.toml"),
            "line": line,
            "message": "titel is not a key known here; is it misspelt?",
        } in answer.document["faults"]

    def test_says_faults_as_editors_read_them(self, lms, module):
        module.change("module.toml", "title =", "titel =")

        answer = lms("modules", "check", module.path)

        assert (
            f"{module.path / 'module.toml'}:{module.line('module.toml', 'titel')}: " in answer.out
        )

    def test_checks_every_module_of_a_folder(self, lms, module):
        other = ModuleFolder.made(module.path.parent, slug="gates")
        other.write("questions.toml", "questions = [")

        answer = lms("modules", "check", module.path.parent, "--format", "json")

        assert {one["file"] for one in answer.document["faults"]} == {
            str(other.path / "questions.toml")
        }

    def test_finds_those_that_ship_sound(self, lms):
        assert lms("modules", "check").status == 0

    def test_says_where_there_is_no_module(self, lms, tmp_path):
        empty = tmp_path / "empty"
        empty.mkdir()

        assert lms("modules", "check", tmp_path / "nowhere").status == 1
        assert "module.toml" in lms("modules", "check", empty).out


class TestTry:
    def asked(self, lms, module, *more):
        return lms("modules", "try", module.path, *more, "--format", "json").document

    def test_never_tells_the_key(self, lms, module):
        document = self.asked(lms, module)

        assert [sorted(one) for one in document["questions"]] == [
            ["id", "kind", "options", "text"]
        ] * len(document["questions"])
        assert {
            key for one in document["questions"] for each in one["options"] for key in each
        } == {
            "id",
            "text",
        }
        (scenario,) = document["scenarios"]
        assert {key for one in scenario["choices"] for key in one} == {"id", "text", "about"}

    def test_draws_the_same_again(self, lms, module):
        assert self.asked(lms, module, "--seed", "7") == self.asked(lms, module, "--seed", "7")

    def test_tells_what_a_learner_would_be_told(self, lms, module, tmp_path):
        right = {"one": ["a"], "many": ["a", "b"], "order": ["a", "b", "c", "d"]}
        document = self.asked(lms, module, "--seed", "7")
        answers = tmp_path / "answers.json"
        answers.write_text(
            json.dumps(
                {
                    "questions": {one["id"]: right[one["kind"]] for one in document["questions"]},
                    "scenarios": {"corridor": ["h-corner", "c-leave", "c-monitor"]},
                }
            )
        )

        told = self.asked(lms, module, "--seed", "7", "--answers", answers)

        asked = len(document["questions"])
        assert (told["passed"], told["right"], told["of"]) == (True, asked, asked)
        assert told["must_missed"] == []
        scenario = told["scenarios"]["corridor"]
        assert scenario["good"] is False
        assert scenario["matched"] == ["h-corner"]
        assert "c-light" in scenario["missed"]
        assert scenario["useless"] == ["c-monitor"]

    def test_takes_no_answer_as_wrong(self, lms, module, tmp_path):
        answers = tmp_path / "answers.json"
        answers.write_text("{}")

        told = self.asked(lms, module, "--answers", answers)

        assert (told["passed"], told["right"]) == (False, 0)
        assert told["must_missed"]

    def test_reads_well_as_text(self, lms, module, tmp_path):
        answers = tmp_path / "answers.json"
        answers.write_text('{"scenarios": {"corridor": ["c-monitor"]}}')

        assert "Scenario corridor" in lms("modules", "try", module.path).out
        said = lms("modules", "try", module.path, "--answers", answers).out
        assert said.startswith("Not passed: 0 of")
        assert "useless: c-monitor" in said

    @pytest.mark.parametrize(
        "content", ["not JSON", "[1]", '{"question": {}}', '{"questions": {"q1": "a"}}', "\x00"]
    )
    def test_refuses_answers_of_another_shape(self, lms, module, tmp_path, content):
        answers = tmp_path / "answers.json"
        answers.write_text(content)

        answer = lms("modules", "try", module.path, "--answers", answers, "--format", "json")

        assert answer.status == 1
        assert answer.document["field"] == "answers"

    def test_refuses_a_file_that_is_not_there(self, lms, module, tmp_path):
        answer = lms("modules", "try", module.path, "--answers", tmp_path / "none.json")

        assert (answer.status, "none.json" in answer.err) == (1, True)

    def test_names_the_modules_there_are(self, lms):
        answer = lms("modules", "try", "nothing")

        assert answer.status == 1
        assert "safeguarding-induction" in answer.err

    def test_says_the_faults_of_a_broken_module(self, lms, module):
        module.change("module.toml", "title =", "titel =")

        answer = lms("modules", "try", module.path)

        assert answer.status == 1
        assert "titel is not a key" in answer.err


class TestList:
    @pytest.fixture
    def config(self, config, module):
        return {**config, "LMS_MODULES": str(module.path.parent)}

    def test_reads_the_files_first(self, lms, module):
        (row,) = lms("modules", "list", "--format", "json").document

        assert row == {
            "slug": "doors",
            "title": module.read().title,
            "edition": "2026-1",
            "approved_by": None,
            "minutes": module.read().minutes,
        }

    def test_names_who_approved_the_newest_edition(self, lms, module, work):
        lms("modules", "list")
        (edition,) = queries.editions(work.session)
        work.actor = PersonActor(
            id=PersonFactory(name="Ruth Amadi").id, duties=frozenset({HeldDuty("approver")})
        )
        commands.approve(work, edition.id, name="Ruth Amadi", role="education safeguarding lead")

        assert "Ruth Amadi, education safeguarding lead" in lms("modules", "list").out

        module.change("01-places.md", "the", "this")
        assert "nobody yet" in lms("modules", "list").out

    def test_says_what_is_wrong_with_the_files_and_goes_on(self, lms, module):
        lms("modules", "list")
        module.write("questions.toml", "questions = [")

        answer = lms("modules", "list", "--format", "json")

        assert [one["slug"] for one in answer.document] == ["doors"]
        assert "questions.toml:1:" in answer.err

import json
import re

import pytest

from lms.content import reading
from lms.content.errors import BadModule, Problem
from lms.content.reading.sections import WORDS_A_MINUTE
from tests.support.modules import ModuleFolder


@pytest.fixture
def module(tmp_path):
    return ModuleFolder.made(tmp_path)


class TestReadModule:
    def test_reads_a_faultless_folder(self, module):
        content = module.read()

        assert content.slug == "doors"
        assert content.check.ask == 2
        assert [one.id for one in content.sections] == ["01-places", "02-acting"]
        assert content.section("01-places").pause_options == 2
        assert content.section("02-acting").scenario == "corridor"
        assert content.section("01-places").words == pytest.approx(3 * WORDS_A_MINUTE, rel=0.25)
        assert [one.id for one in content.questions] == ["q0", "q1", "q2", "q3", "q4", "q5"]
        assert content.question("q3").outcome == "act"
        assert content.scenario("corridor").title == "The link corridor"
        assert list(content.media) == ["plan.svg"]
        assert re.fullmatch("[0-9a-f]{64}", content.hash)

    @pytest.mark.parametrize("ask", ["section", "scenario", "question"])
    def test_knows_no_other_parts(self, module, ask):
        with pytest.raises(KeyError):
            getattr(module.read(), ask)("zzz")

    def test_tells_every_problem_at_once_by_file_and_line(self, module):
        module.change("module.toml", "minutes = 7", "minutes = 8")
        module.change("01-places.md", "[[sight line]]", "[[sightline]]")
        module.change("questions.toml", 'kind = "one"', 'kind = "two"')
        module.change("scenarios/corridor.toml", 'rung = "place"', 'rung = "x"')

        files = [file for file, _, _ in module.faults()]

        assert files == [
            "01-places.md",
            "module.toml",
            "questions.toml",
            "scenarios/corridor.toml",
        ]

    def test_writes_a_problem_as_an_editor_reads_it(self, module):
        module.change("module.toml", "minutes = 7", 'minutes = "7"')

        with pytest.raises(BadModule) as caught:
            module.read()

        path = module.path.as_posix()
        assert str(caught.value) == (
            f"{path}/module.toml:3: minutes must be a whole number from 1 to 600."
        )

    def test_refuses_a_folder_that_is_not_there(self, tmp_path):
        with pytest.raises(BadModule, match="there is no such folder") as caught:
            reading.read_module(tmp_path / "nowhere")

        assert caught.value.problems == [
            Problem((tmp_path / "nowhere").as_posix(), 1, "there is no such folder.")
        ]

    def test_refuses_a_name_that_cannot_be_an_address(self, tmp_path):
        module = ModuleFolder.made(tmp_path, "Doors and so on")

        assert "small letters, digits and single hyphens" in module.only_fault()[2]


class TestModuleToml:
    @pytest.mark.parametrize(
        ("old", "new", "at", "said"),
        [
            ('title = "Doors and corridors"', 'titel = "x"', "titel", "titel is not a key known"),
            ('owner = "Education safeguarding lead"\n', "", None, "owner is missing."),
            ("minutes = 7", "minutes = 8", "minutes = 8", "the sections and the check make 7"),
            ("last_reviewed = 2026-11-20", 'last_reviewed = "May"', "May", "must be a date"),
            ("2027-09-01", "2026-09-01", "next_review", "must come after last_reviewed"),
            ("pass_percent = 80", "pass_percent = 0", "pass_percent", "from 1 to 100"),
            ("must_ask = 1", "must_ask = 3", "must_ask", "cannot be more than ask"),
            ('id = "act"', 'id = "notice"', "notice", "is there already"),
            ('id = "act"', 'id = "Act"', 'id = "Act"', "must be small letters"),
            ('outcomes = ["act"]', 'outcomes = ["fly"]', '["fly"]', "no such outcome"),
            ('outcomes = ["act"]', 'outcomes = ["notice"]', 'id = "act"', "no section names"),
            ('"02-acting.md"', '"01-places.md"', "01-places.md", "is there already, on line"),
            ('"02-acting.md"', '"../02-acting.md"', "../02", "lie in the module's folder"),
            ('"02-acting.md"', '"03-other.md"', "03-other", 'no file "03-other.md"'),
            ('"corridor"', '"stairs"', "stairs", 'no file "scenarios/stairs.toml"'),
            ("https://www", "http://www", "http://www", "must begin with https://"),
            ("[check]", "[chek]", "[chek]", "chek is not a key known here"),
            ("[[glossary]]", "[glossary]", "[glossary]", "must be a list of tables"),
        ],
    )
    def test_is_checked_key_by_key(self, module, old, new, at, said):
        module.change("module.toml", old, new)

        found = [one for one in module.faults() if said in one[2]]

        assert found, module.faults()
        assert found[0][0] == "module.toml"
        lines = module.text("module.toml").split("\n")
        assert at is None or at in lines[found[0][1] - 1]

    def test_may_be_broken_toml(self, module):
        module.change("module.toml", "minutes = 7", "minutes = ")

        assert module.only_fault()[:2] == ("module.toml", 3)

    @pytest.mark.parametrize("name", ["module.toml", "questions.toml"])
    def test_is_missed(self, module, name):
        (module.path / name).unlink()

        assert module.only_fault() == (name, 1, "the file is missing; every module has one.")

    def test_names_a_term_once(self, module):
        module.change(
            "module.toml",
            "[[sources]]",
            '[[glossary]]\nterm = "Sight  Line"\nmeaning = "Again."\n\n[[sources]]',
        )

        assert "is there already, on line" in module.only_fault()[2]


class TestQuestionBank:
    def test_must_be_three_times_what_is_asked(self, module):
        module.change("module.toml", "ask = 2", "ask = 3")

        assert "has 6 questions; 3 are asked, so it needs 9" in module.only_fault()[2]

    def test_must_hold_enough_that_must_be_right(self, module):
        module.change("module.toml", "must_ask = 1", "must_ask = 2")

        assert "has 3 questions with must = true; 2 are asked" in module.only_fault()[2]

    def test_must_hold_enough_that_need_not_be_right(self, module):
        text = module.text("questions.toml").replace("must = false", "must = true")
        module.write("questions.toml", text)

        assert "has 0 questions without must; 1 are asked" in module.only_fault()[2]

    def test_must_ask_for_each_outcome_three_times(self, module):
        module.change("questions.toml", 'outcome = "act"', 'outcome = "notice"')

        assert 'the outcome "act" has 2 questions' in module.only_fault()[2]

    def test_must_not_give_the_right_one_away_by_its_length(self, module):
        text = module.text("questions.toml").replace(
            "Tell the lead now.", "Tell the lead now, and write down when you told them."
        )
        module.write("questions.toml", text)

        message = module.only_fault()[2]
        assert (
            "the right option is the longest in 2 questions, more than the fair share" in message
        )
        assert "q0, q3" in message

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("What do you do next", "What <br> do you do", "raw HTML is not used"),
            ("Wait until Friday.", "See [it](http://a.example).", "must begin with https://"),
            ("Wait until Friday.", "The [[sight line]].", "explained in sections only"),
        ],
    )
    def test_has_its_texts_checked(self, module, old, new, said):
        module.change("questions.toml", old, new)

        file, line, message = module.only_fault()

        assert said in message
        assert (file, line) == ("questions.toml", module.line("questions.toml", new.split("]")[0]))


class TestFiles:
    def test_must_be_utf8(self, module):
        module.write("01-places.md", b"One\nTwo \xe9\n")

        assert module.only_fault()[:2] == ("01-places.md", 2)
        assert "not UTF-8" in module.only_fault()[2]

    def test_must_hold_nothing_that_cannot_be_shown(self, module):
        module.change("01-places.md", "## What", "## \x07What")

        assert module.only_fault()[:2] == ("01-places.md", module.line("01-places.md", "## "))

    def test_must_not_be_too_big(self, module):
        module.write("01-places.md", "x" * 400_000)

        assert module.only_fault()[2] == "the file has 400,000 bytes; the most is 300,000."

    @pytest.mark.parametrize(
        ("name", "target"),
        [("01-places.md", "secret.md"), ("media/plan.svg", "secret.md"), ("scenarios", "outside")],
    )
    def test_must_not_lead_elsewhere(self, module, tmp_path, name, target):
        (tmp_path / "secret.md").write_text("secret")
        (tmp_path / "outside").mkdir()
        path = module.path / name
        if path.is_dir():
            path.rename(tmp_path / "taken")
        else:
            path.unlink()
        path.symlink_to(tmp_path / target)

        faults = module.faults()

        assert (name, 1, "this is a link to somewhere else; put the file itself here.") in faults
        assert "secret" not in str(faults)

    def test_may_lie_where_nobody_may_look(self, module, monkeypatch):
        def refuse(_path):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("pathlib.Path.iterdir", refuse)

        assert (".", 1, "the folder cannot be read: Permission denied.") in module.faults()

    def test_must_belong_to_the_module(self, module):
        module.write("notes.txt", "Ask Ruth.")
        module.write("scenarios/stairs.toml", "")
        module.write("media/old.png", "")
        module.write("drafts/01.md", "")
        module.write(".editor", "")

        assert [(file, message.split(";")[0]) for file, _, message in module.faults()] == [
            ("drafts", "a module has no such folder"),
            ("media/old.png", "nothing in the module names this file"),
            ("notes.txt", "nothing in the module names this file"),
            ("scenarios/stairs.toml", "nothing in the module names this file"),
        ]

    @pytest.mark.parametrize(
        "drawing",
        [
            "<svg><script>alert(1)</script></svg>",
            '<svg onload="alert(1)"></svg>',
            '<svg><image href="https://a.example/x.png"/></svg>',
            "<svg><style>@import 'x'</style></svg>",
            '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
            "GIF89a",
        ],
    )
    def test_must_be_pictures_and_nothing_more(self, module, drawing):
        module.write("media/plan.svg", drawing)

        assert module.only_fault()[:2] == ("media/plan.svg", 1)

    def test_may_end_their_lines_either_way(self, module):
        before = module.read()
        for name in ("module.toml", "01-places.md", "questions.toml", "scenarios/corridor.toml"):
            module.write(name, module.text(name).replace("\n", "\r\n"))

        assert module.read() == before


class TestHash:
    def test_stays_the_same(self, module, tmp_path):
        other = ModuleFolder.made(tmp_path / "elsewhere")

        assert module.read().hash == other.read().hash

    @pytest.mark.parametrize(
        ("name", "old", "new"),
        [
            ("module.toml", "Everyone.", "Everybody."),
            ("01-places.md", "The bell", "A bell"),
            ("questions.toml", "Because of", "From"),
            ("scenarios/corridor.toml", "Dr Amadi", "Dr Amadi-Roe"),
            ("media/plan.svg", "Plan", "Map"),
        ],
    )
    def test_changes_with_every_file(self, module, name, old, new):
        before = module.read().hash

        module.change(name, old, new)

        assert module.read().hash != before


class TestPlain:
    def test_loses_nothing(self, module):
        content = module.read()

        kept = json.loads(json.dumps(reading.to_plain(content)))

        assert reading.from_plain(kept) == content

    def test_gives_what_came_later_its_default(self, module):
        kept = reading.to_plain(module.read())
        del kept["sections"][0]["sensitive"]
        kept["sections"][0]["unheard_of"] = 1

        assert reading.from_plain(kept).sections[0].sensitive == ""

    def test_refuses_another_format(self, module):
        kept = {**reading.to_plain(module.read()), "format": 99}

        with pytest.raises(ValueError, match="kept in format 99"):
            reading.from_plain(kept)

    def test_refuses_what_is_no_module(self):
        with pytest.raises(ValueError, match="ModuleContent has no slug"):
            reading.from_plain({"format": 1})


class TestModuleFolders:
    def test_passes_over_other_files(self, tmp_path):
        for slug in ("b", "a"):
            ModuleFolder.made(tmp_path, slug)
        (tmp_path / "README.md").write_text("How to write a module")
        (tmp_path / ".git").mkdir()

        assert [one.name for one in reading.module_folders(tmp_path)] == ["a", "b"]

    def test_finds_none_in_no_folder(self, tmp_path):
        assert reading.module_folders(tmp_path / "nowhere") == []

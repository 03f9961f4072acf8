import os
from dataclasses import replace

from lms.content import queries
from lms.operations import editions
from tests.support.modules import ModuleFolder


class TestLook:
    def test_keeps_what_is_new(self, work, tmp_path):
        module = ModuleFolder.made(tmp_path / "modules")
        work.settings = replace(work.settings, modules=str(module.path.parent))

        assert editions.look(work) == []
        assert editions.look(work) == []
        assert [one.module_slug for one in queries.editions(work.session)] == ["doors"]

    def test_says_what_is_wrong_and_keeps_nothing(self, work, tmp_path):
        module = ModuleFolder.made(tmp_path / "modules")
        module.write("questions.toml", "questions = [")
        work.settings = replace(work.settings, modules=str(module.path.parent))

        (problem,) = editions.look(work)

        assert problem.file.endswith("questions.toml")
        assert queries.editions(work.session) == []


class TestChangedAt:
    def test_moves_with_a_file(self, tmp_path):
        module = ModuleFolder.made(tmp_path)
        before = editions.changed_at(tmp_path)

        path = module.path / "module.toml"
        stamp = path.stat().st_mtime + 10
        os.utime(path, (stamp, stamp))

        assert editions.changed_at(tmp_path) > before

    def test_of_no_folder_is_nothing(self, tmp_path):
        assert editions.changed_at(tmp_path / "none") == 0

"""The author's manual names every key there is, and its examples are true."""

import re
import tomllib
from pathlib import Path

import pytest

from lms.content.rules import BLOCKS, CONTACT_KINDS
from lms.kernel.tables import Table
from lms.practice.rules import RUNGS
from tests.support.modules import ModuleFolder

MANUAL = (Path(__file__).parents[2] / "modules" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", MANUAL, re.DOTALL)


@pytest.fixture
def keys(tmp_path, monkeypatch):
    """Every key that is asked for while a module with everything in it is read."""
    asked = set()
    take = Table._take

    def note(self, key, *, needed):
        if self.place[-1:] != ("says",):
            asked.add(key)
        return take(self, key, needed=needed)

    monkeypatch.setattr(Table, "_take", note)
    ModuleFolder.made(tmp_path).read()
    return asked


class TestManual:
    def test_shows_every_key_in_an_example(self, keys):
        shown = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", MANUAL, re.DOTALL))

        assert len(keys) > 40
        assert not [key for key in keys if not re.search(rf"\b{key}\b", shown)]

    def test_names_every_block_contact_and_rung(self):
        assert not [block for block in BLOCKS if f"`::: {block}" not in MANUAL]
        assert not [
            one for one in (*CONTACT_KINDS, *RUNGS) if not re.search(rf"\b{one}\b", MANUAL)
        ]

    @pytest.mark.parametrize("example", EXAMPLES)
    def test_has_examples_that_are_toml(self, example):
        assert tomllib.loads(example)

    def test_has_examples_that_can_be_used(self, tmp_path):
        module = ModuleFolder.made(tmp_path)
        question = next(one for one in EXAMPLES if one.startswith("[[questions]]"))
        module.write("questions.toml", module.text("questions.toml") + question)
        pause = re.search(r"^::: pause\n.*?^:::$", MANUAL, re.DOTALL | re.MULTILINE)
        module.change("02-acting.md", "::: pause", f"{pause[0]}\n\n::: example")

        assert module.read().section("02-acting").pause_options == 3
        assert module.read().question("q01").must

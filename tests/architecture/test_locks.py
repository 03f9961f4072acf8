"""The lock files hold everything the project asks for, with hashes and no registry's address."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASKED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FILES = sorted(ROOT.glob("requirements*.txt"))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()


def locked(file: str) -> set[str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    return {plain(name) for name in re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[.*\])?==", text, re.M)}


def test_hold_what_running_needs():
    missing = {plain(one) for one in ASKED["dependencies"]} - locked("requirements.txt")

    assert not missing, f"run script/lock: {missing}"


def test_hold_what_testing_needs():
    wanted = [*ASKED["dependencies"], *ASKED["optional-dependencies"]["test"]]
    missing = {plain(one) for one in wanted} - locked("requirements-test.txt")

    assert not missing, f"run script/lock: {missing}"


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_name_no_registry_and_hash_everything(file):
    text = file.read_text(encoding="utf-8")

    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        if "==" in block.splitlines()[0]:
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_front_end_names_no_registry_either():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert all("resolved" not in one for one in packages.values())
    assert all("integrity" in one for path, one in packages.items() if path)

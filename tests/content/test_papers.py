"""Every certificate template that ships is sound, by the checkers of accessible PDF there are."""

import subprocess
import tomllib
from pathlib import Path

import outloud
import pdfua
import pytest

from lms.certificates import paper

HOME = Path(__file__).parents[2] / "certificates"
TEMPLATES = sorted(path.parent for path in HOME.glob("*/template.toml"))


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.name)
def printed(request, tmp_path) -> Path:
    facts = tomllib.loads((request.param / "sample.toml").read_text(encoding="utf-8"))
    path = tmp_path / "certificate.pdf"
    path.write_bytes(paper.render(request.param, paper.Facts(**facts)))
    return path


def test_there_are_templates():
    assert TEMPLATES


def test_pass_what_a_machine_can_check_of_pdf_ua(printed):
    report = pdfua.validate(str(printed))

    assert not report.findings


def test_say_the_right_things_out_loud(printed):
    found = outloud.check(str(printed))

    assert found.verdict == "pass", found.to_dict()


@pytest.mark.slow
def test_are_tagged_as_poppler_sees_it(printed):
    said = subprocess.run(
        ["pdfinfo", str(printed)], capture_output=True, text=True, check=True
    ).stdout

    assert "Tagged:          yes" in said
    assert "Pages:           1" in said

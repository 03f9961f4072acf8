"""The command line, as somebody at a shell has it."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from lms.cli import run


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str

    @property
    def document(self):
        return json.loads(self.out)


@pytest.fixture
def lms(app: Flask, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """``lms("people", "list", "--format", "json").document``."""

    def call(*arguments: str) -> Answer:
        status = 0
        try:
            run(lambda **_: app, [str(one) for one in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        said = capsys.readouterr()
        return Answer(status, said.out, said.err)

    return call

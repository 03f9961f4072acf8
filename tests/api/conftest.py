"""Programs at the door: a client with a token."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from lms.identity import commands
from lms.kernel.work import Work


@pytest.fixture
def token(work: Work) -> Callable[..., str]:
    """``token("people:read")``: the secret of a new token of these scopes."""
    number = iter(range(1, 100))

    def give(*scopes: str, name: str = "", **others: Any) -> str:
        called = name or f"Roster {next(number)}"
        _, secret = commands.add_token(work, name=called, scopes=scopes, **others)
        work.session.commit()
        return secret

    return give


class Program:
    """Another system: sends JSON with its token, and gets JSON."""

    def __init__(self, app: Flask, secret: str) -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {secret}"}

    def ask(self, method: str, url: str, *, headers: dict[str, str] | None = None, **sent: Any):
        return self.client.open(
            url, method=method, headers={**self.headers, **(headers or {})}, **sent
        )

    def get(self, url: str, **others: Any):
        return self.ask("GET", url, **others)

    def post(self, url: str, **others: Any):
        return self.ask("POST", url, **others)


@pytest.fixture
def program(app: Flask, token: Callable[..., str]) -> Callable[..., Program]:
    """``program("people:read").get("/api/v1/people")``."""

    def made(*scopes: str, **others: Any) -> Program:
        return Program(app, token(*scopes, **others))

    return made

"""Addresses, compiled once a run and not once a test: every test has an app of its own."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

compile_builder = Rule._compile_builder
COMPILED: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


def remember_compiled_addresses() -> None:
    """Let rules that are written alike share what builds their addresses.

    What is compiled asks the rule itself for its converters, so it serves any other as well.
    """
    Rule._compile_builder = _compiled  # type: ignore[method-assign]


def _compiled(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    defaults: dict[str, Any] = dict(self.defaults or {})
    key = (tuple(self._trace), tuple(sorted(defaults.items())), append_unknown)
    if key not in COMPILED:
        COMPILED[key] = compile_builder(self, append_unknown)
    return COMPILED[key]

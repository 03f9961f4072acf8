"""A module as JSON keeps it, and back: an edition is stored this way for ever."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from lms.content.rules.module import ModuleContent

FORMAT = 1
"""Raised when a later version can no longer read what this one writes."""

Made = TypeVar("Made")


def to_plain(content: ModuleContent) -> dict[str, Any]:
    """Return the module as JSON can keep it, nothing lost."""
    return {"format": FORMAT, **_plain(content)}


def from_plain(kept: Mapping[str, Any]) -> ModuleContent:
    """Return the module that ``to_plain`` wrote.

    What later versions added takes its default, and what they no longer know is left out.

    Raises:
        ValueError: it was written by a later version, or it is not a module.

    """
    if kept.get("format") != FORMAT:
        msg = f"this edition is kept in format {kept.get('format')}, and {FORMAT} is known here"
        raise ValueError(msg)
    return _made(ModuleContent, kept)


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _made(kind: type[Made], kept: Mapping[str, Any]) -> Made:
    values: dict[str, Any] = {}
    shape: Any = kind
    for one, hint in _hints(shape):
        if one.name in kept:
            values[one.name] = _value(hint, kept[one.name])
        elif one.default is MISSING and one.default_factory is MISSING:
            msg = f"{kind.__name__} has no {one.name}"
            raise ValueError(msg)
    return kind(**values)


def _value(hint: Any, kept: Any) -> Any:  # noqa: ANN401 - JSON
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return None if kept is None else _value(inner[0], kept)
    if origin is tuple:
        return tuple(_value(inner[0], one) for one in kept)
    if origin is Mapping:
        return {key: _value(inner[1], one) for key, one in kept.items()}
    if is_dataclass(hint):
        return _made(hint, kept)  # type: ignore[arg-type]  # a class here, never an instance
    return date.fromisoformat(kept) if hint is date else kept


@cache
def _hints(kind: Any) -> tuple[tuple[Field[Any], Any], ...]:  # noqa: ANN401 - a dataclass
    hints = get_type_hints(kind)
    return tuple((one, hints[one.name]) for one in fields(kind))

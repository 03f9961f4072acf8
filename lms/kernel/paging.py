"""One page of a list, and where the next begins."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE = 50
"""Rows a page."""


@dataclass(frozen=True)
class Slice(Generic[T]):
    """Rows of one page; ``after`` is the key that the next page starts behind, or None.

    Pages are found by key, not by offset, so that the last costs what the first costs.
    """

    rows: list[T]
    after: str | None = None

"""What every command shares: the operator's work, answers in two forms, refusals."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ParamSpec

import click

from lms.delivery import kit
from lms.kernel.permissions import System
from lms.kernel.work import Work

P = ParamSpec("P")
SYSTEM = System()


def as_json() -> bool:
    """Tell whether ``--format json`` was asked for."""
    return bool(click.get_current_context().find_root().meta.get("json"))


def answer(document: object, text: str) -> None:
    """Print the document where JSON was asked for, else the text for people."""
    if as_json():
        click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))
    elif text:
        click.echo(text)


def say(text: str) -> None:
    """Print progress or a remark on standard error, where it disturbs no program."""
    click.echo(text, err=True)


def no() -> None:
    """End with status 1: the answer is no. What there was to say has been said."""
    sys.exit(1)


@contextmanager
def work(*, dry_run: bool = False) -> Iterator[Work]:
    """Open a piece of work for the operator; a dry run is undone at the end."""
    with suppress(_Undone), kit.work(by=SYSTEM) as piece:
        yield piece
        _undo_if(dry_run)


class _Undone(Exception):  # noqa: N818 - a way out, not a fault
    pass


def _undo_if(wanted: bool) -> None:  # noqa: FBT001 - the only thing it is told
    if wanted:
        raise _Undone


def table(rows: list[dict[str, Any]], columns: dict[str, Callable[[Any], str] | str]) -> str:
    """Return rows as lined-up text.

    Args:
        rows: what to print.
        columns: heading → key of the row, or a function of the row.

    """
    if not rows:
        return ""
    cells = [list(columns)]
    for row in rows:
        picked = [pick(row) if callable(pick) else row.get(pick) for pick in columns.values()]
        cells.append(["" if one is None else str(one) for one in picked])
    widths = [max(len(line[at]) for line in cells) for at in range(len(columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )

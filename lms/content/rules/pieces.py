"""A section's text cut into its blocks: what stands between ``::: kind`` and ``:::``."""

import re
from dataclasses import dataclass

BLOCKS = ("key", "care", "example", "compare", "contacts", "source", "pause")
CONTACT_KINDS = ("dsl", "mash", "edt", "police", "lado", "whistleblowing", "support")

FENCE = re.compile(r"^:::[ \t]*(?P<kind>\S*)[ \t]*(?P<rest>.*?)[ \t]*$")
INDENTED_FENCE = re.compile(r"^[ \t]+:::")
CODE_FENCE = re.compile(r"^ {0,3}(```|~~~)")
PARTING = re.compile(r"^---[ \t]*$")
BULLET = re.compile(r"^[-*][ \t]+")
OURS = re.compile(r"^Ours:\s*")


@dataclass(frozen=True)
class Fault:
    """Something to put right in a text, on a line counted from 1."""

    line: int
    message: str


@dataclass(frozen=True)
class Part:
    """Markdown, and the line on which it begins."""

    text: str
    line: int


@dataclass(frozen=True)
class Piece:
    """A block of a section, or the plain text between two blocks (kind ``html``)."""

    kind: str
    heading: str
    body: Part
    line: int
    """Where ``:::`` opens it."""

    @property
    def halves(self) -> tuple[Part, ...]:
        """The parts between lines ``---``; two in a compare and in a pause."""
        parts: list[Part] = []
        kept: list[str] = []
        begins = self.body.line
        for at, line in enumerate(self.body.text.split("\n"), self.body.line):
            if PARTING.match(line):
                parts.append(Part("\n".join(kept), begins))
                kept, begins = [], at + 1
            else:
                kept.append(line)
        return (*parts, Part("\n".join(kept), begins))


@dataclass(frozen=True)
class Pause:
    """Where a section stops and asks."""

    prompt: Part
    options: tuple[Part, ...]
    ours: Part


def cut(text: str) -> tuple[tuple[Piece, ...], tuple[Fault, ...]]:
    """Return the pieces of a section in their order, and what is wrong with the fences."""
    cutter = _Cutter()
    for number, line in enumerate(text.split("\n"), 1):
        cutter.read(number, line)
    cutter.end()
    return tuple(cutter.pieces), tuple(cutter.faults)


def pause_of(piece: Piece) -> Pause | None:
    """Return what a pause holds, or None where it is not of a pause's form."""
    if len(piece.halves) != 2:
        return None
    question, answer = piece.halves
    lines = question.text.rstrip().split("\n")
    begins = _last_list(lines)
    ours = answer.text.strip()
    if begins is None or not OURS.match(ours):
        return None
    return Pause(
        prompt=Part("\n".join(lines[:begins]).strip(), question.line),
        options=_entries(lines[begins:], question.line + begins),
        ours=Part(OURS.sub("", ours), answer.line),
    )


class _Cutter:
    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.faults: list[Fault] = []
        self.kept: list[str] = []
        self.begins = 1
        self.opened: tuple[str, str, int] | None = None
        self.in_code = False

    def read(self, number: int, line: str) -> None:
        if CODE_FENCE.match(line):
            self.in_code = not self.in_code
        fence = None if self.in_code else FENCE.match(line)
        if fence is None:
            if not self.in_code and INDENTED_FENCE.match(line):
                self.faults.append(Fault(number, "::: must stand at the very start of its line."))
            self.kept.append(line)
        elif fence["kind"]:
            self._open(number, fence["kind"], fence["rest"])
        else:
            self._close(number)

    def end(self) -> None:
        if self.opened:
            kind, _, line = self.opened
            self.faults.append(
                Fault(line, f"this {kind} block is never closed: write ::: on a line of its own.")
            )
        self._keep()

    def _open(self, number: int, kind: str, rest: str) -> None:
        if self.opened:
            inside, _, line = self.opened
            self.faults.append(
                Fault(
                    number,
                    f"a {kind} block opens inside the {inside} block of line {line}; close that "
                    "one first with ::: on a line of its own.",
                )
            )
        self._keep()
        self.opened = (kind, rest, number)
        self.begins = number + 1

    def _close(self, number: int) -> None:
        if not self.opened:
            self.faults.append(Fault(number, "::: closes a block, and none is open here."))
        self._keep()
        self.opened = None
        self.begins = number + 1

    def _keep(self) -> None:
        body = Part("\n".join(self.kept), self.begins)
        if self.opened:
            kind, rest, line = self.opened
            self.pieces.append(Piece(kind, rest, body, line))
        elif body.text.strip():
            self.pieces.append(Piece("html", "", body, self.begins))
        self.kept = []


def _last_list(lines: list[str]) -> int | None:
    """Return where the bullet list begins that ends ``lines``; None if no list ends them."""
    begins = None
    for at, line in enumerate(lines):
        if BULLET.match(line):
            begins = at if begins is None else begins
        elif line.strip() and not line.startswith(" "):
            # Text at the margin goes on with the bullet above it, unless a blank line parts them.
            begins = begins if begins is not None and lines[at - 1].strip() else None
    return begins


def _entries(lines: list[str], number: int) -> tuple[Part, ...]:
    entries: list[tuple[int, list[str]]] = []
    for at, line in enumerate(lines, number):
        if BULLET.match(line):
            entries.append((at, [BULLET.sub("", line)]))
        else:
            entries[-1][1].append(line.strip())
    return tuple(Part("\n".join(words).strip(), at) for at, words in entries)

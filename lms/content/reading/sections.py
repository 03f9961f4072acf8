"""Checking one section's file: its blocks, its pause, and how long it takes to read."""

from collections.abc import Callable

from lms.content.errors import Problem
from lms.content.reading.texts import Texts
from lms.content.rules import markdown
from lms.content.rules.pieces import (
    BLOCKS,
    CONTACT_KINDS,
    OURS,
    Part,
    Pause,
    Piece,
    cut,
    pause_of,
)

WORDS_A_MINUTE = 120
LEEWAY = 0.25
SHORT_MINUTES = 2
"""A section of so many minutes may do without a pause."""

PAUSE_OPTIONS = (2, 4)


class SectionCheck:
    """Checks one section. ``words`` and ``pause_options`` are known afterwards."""

    def __init__(self, text: str, file: str, texts: Texts) -> None:
        self.file = file
        self.texts = texts
        self.words = 0
        self.pause_options = 0
        self.pauses: list[Piece] = []
        self.pieces, self.faults = cut(text)

    def run(self, *, minutes: int | None, practice: bool) -> None:
        """Note everything wrong.

        Args:
            minutes: how long the section is said to take; None where that cannot be read.
            practice: whether it ends in a practice scenario, which takes most of its time.

        """
        for fault in self.faults:
            self.bad(fault.line, fault.message)
        for piece in self.pieces:
            check = CHECKS.get(piece.kind)
            if check is None:
                self.bad(
                    piece.line,
                    f'"{piece.kind}" is not a block known here; there are {", ".join(BLOCKS)}.',
                )
            else:
                check(self, piece)
        self._check_headings()
        self._check_pauses()
        if minutes is not None:
            self._check_minutes(minutes, practice=practice)

    def bad(self, line: int, message: str) -> None:
        """Note a problem on a line of the section."""
        self.texts.problems.append(Problem(self.file, line, message))

    def plain(self, piece: Piece) -> None:
        """Check a block that is one text."""
        if not piece.body.text.strip():
            self.bad(piece.line, f"this {piece.kind} block is empty.")
        self.words += markdown.words(piece.heading)
        self._read(piece.body)

    def compare(self, piece: Piece) -> None:
        """Check a weaker and a better way."""
        self.words += markdown.words(piece.heading)
        halves = piece.halves
        if len(halves) != 2 or not all(half.text.strip() for half in halves):
            self.bad(
                piece.line,
                "a compare block has two halves, parted by one line ---: the weaker way first, "
                "the better way second.",
            )
        for half in halves:
            self._read(half)

    def contacts(self, piece: Piece) -> None:
        """Check which contacts are asked for."""
        for kind in piece.heading.split():
            if kind not in CONTACT_KINDS:
                self.bad(
                    piece.line,
                    f'"{kind}" is not a kind of contact; there are {", ".join(CONTACT_KINDS)}.',
                )
        if piece.body.text.strip():
            self.bad(
                piece.body.line,
                "a contacts block is empty: the council's own contacts are put there.",
            )

    def pause(self, piece: Piece) -> None:
        """Check a pause: a prompt, two to four answers, and ours."""
        self.pauses.append(piece)
        self.words += markdown.words(piece.heading)
        for half in piece.halves:
            self._read(half)
        held = pause_of(piece)
        if held is None:
            self.bad(piece.line, _why_no_pause(piece))
            return
        self.pause_options = len(held.options)
        self._check_pause(piece, held)

    def _check_pause(self, piece: Piece, held: Pause) -> None:
        least, most = PAUSE_OPTIONS
        if not held.prompt.text:
            self.bad(piece.line, "this pause asks nothing: write the prompt before the answers.")
        if not least <= len(held.options) <= most:
            self.bad(
                held.options[0].line,
                f"this pause offers {len(held.options)} answers; offer {least} to {most}.",
            )
        for option in held.options:
            if not option.text:
                self.bad(option.line, "this answer is empty.")
        if not held.ours.text:
            self.bad(held.ours.line, "write our honest answer after Ours:")

    def _check_headings(self) -> None:
        level = 1
        for piece in self.pieces:
            for token in markdown.tokens(piece.body.text) if piece.kind == "html" else ():
                if token.type == "heading_open" and token.map:
                    now = int(token.tag.removeprefix("h"))
                    if now > level + 1 and now <= 4:
                        self.bad(
                            piece.body.line + token.map[0],
                            f"{'#' * now} follows {'#' * level}; use {'#' * (level + 1)} first."
                            if level > 1
                            else "the first heading of a section is ##.",
                        )
                    level = now

    def _check_pauses(self) -> None:
        if len(self.pauses) > 1:
            first, second, *_ = self.pauses
            self.bad(
                second.line,
                f"there is a pause already, on line {first.line}; a section has one.",
            )

    def _check_minutes(self, minutes: int, *, practice: bool) -> None:
        if not self.pauses and minutes > SHORT_MINUTES:
            self.bad(1, f"a section of {minutes} minutes needs a ::: pause block.")
        least = 0 if practice else round(minutes * WORDS_A_MINUTE * (1 - LEEWAY))
        most = round(minutes * WORDS_A_MINUTE * (1 + LEEWAY))
        if not least <= self.words <= most:
            self.bad(
                1,
                f"{self.words:,} words take about {self.words / WORDS_A_MINUTE:.0f} minutes to "
                f"read, and module.toml says {minutes}: write {least:,} to {most:,} words, or "
                "change the minutes.",
            )

    def _read(self, part: Part) -> None:
        self.words += markdown.words(OURS.sub("", part.text.strip()))
        self.texts.check(part, self.file)


CHECKS: dict[str, Callable[[SectionCheck, Piece], None]] = {
    "html": SectionCheck.plain,
    "key": SectionCheck.plain,
    "care": SectionCheck.plain,
    "example": SectionCheck.plain,
    "source": SectionCheck.plain,
    "compare": SectionCheck.compare,
    "contacts": SectionCheck.contacts,
    "pause": SectionCheck.pause,
}


def _why_no_pause(piece: Piece) -> str:
    if len(piece.halves) != 2:
        return "a pause has two halves, parted by one line ---: prompt and answers, then Ours: …"
    if not OURS.match(piece.halves[1].text.strip()):
        return "after the line --- in a pause stands our answer: Ours: …"
    return "before the line --- a pause ends with a bullet list of two to four answers."

"""Where each value of a TOML text stands. The standard reader tells values, not lines."""

import re
from bisect import bisect_right

Place = tuple[str | int, ...]
"""The way to a value: ``("questions", 3, "options", 0, "text")``."""

STRING = re.compile(
    r'"""(?:\\[\s\S]|[^\\])*?"""(?:"{0,2})'
    r"|'''[\s\S]*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
)
SCALAR = re.compile(r"[^,\]}\n#]+")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
SPACE = re.compile(r"[ \t]*")
NOTHING = re.compile(r"(?:\s|#[^\n]*|,)*")
"""Blanks, comments and commas: what may stand between two values."""


def lines_of(text: str) -> dict[Place, int]:
    """Return the line, from 1, of each table, key and list entry of ``text``.

    Args:
        text: TOML that ``tomllib`` has read without complaint, without carriage returns.

    """
    scan = _Scan(text)
    scan.document()
    return scan.lines


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Place, int] = {(): 1}
        self.breaks = [found.start() for found in re.finditer("\n", text)]
        self.counts: dict[Place, int] = {}
        """Arrays of tables, and the number of their latest entry."""

    def document(self) -> None:
        table: Place = ()
        self._skip(NOTHING)
        while self.at < len(self.text):
            if self.text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)
            self._skip(NOTHING)

    def _header(self) -> Place:
        line = self._line()
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *parents, last = self._keys()
        self.at += 2 if many else 1
        place: Place = ()
        for key in parents:
            place = self._inside((*place, key))
            self.lines.setdefault(place, line)
        place = (*place, last)
        if not many:
            self.lines.setdefault(place, line)
            return place
        self.counts[place] = self.counts.get(place, -1) + 1
        self.lines.setdefault(place, line)
        place = self._inside(place)
        self.lines[place] = line
        return place

    def _inside(self, place: Place) -> Place:
        return (*place, self.counts[place]) if place in self.counts else place

    def _pair(self, table: Place) -> None:
        line = self._line()
        place = table
        for key in self._keys():
            place = (*place, key)
            self.lines.setdefault(place, line)
        self.at += 1
        self._skip(SPACE)
        self._value(place)

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._skip(SPACE)
            quoted = STRING.match(self.text, self.at)
            found = quoted or BARE_KEY.match(self.text, self.at)
            if found is None:
                msg = f"no key at character {self.at}"
                raise ValueError(msg)
            keys.append(found[0][1:-1] if quoted else found[0])
            self.at = found.end()
            self._skip(SPACE)
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def _value(self, place: Place) -> None:
        if self.text.startswith("[", self.at):
            self._list(place)
        elif self.text.startswith("{", self.at):
            self._inline_table(place)
        else:
            self._skip(STRING if self.text[self.at : self.at + 1] in {"'", '"'} else SCALAR)

    def _list(self, place: Place) -> None:
        self.at += 1
        self._skip(NOTHING)
        entry = 0
        while not self.text.startswith("]", self.at):
            self.lines[(*place, entry)] = self._line()
            self._value((*place, entry))
            self._skip(NOTHING)
            entry += 1
        self.at += 1

    def _inline_table(self, place: Place) -> None:
        self.at += 1
        self._skip(NOTHING)
        while not self.text.startswith("}", self.at):
            self._pair(place)
            self._skip(NOTHING)
        self.at += 1

    def _skip(self, what: re.Pattern[str]) -> None:
        found = what.match(self.text, self.at)
        if found is not None:
            self.at = found.end()

    def _line(self) -> int:
        return bisect_right(self.breaks, self.at) + 1

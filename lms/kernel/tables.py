"""Reading TOML that strangers wrote: every problem at once, each with its line.

Content modules, question banks, scenarios and paper templates are read through here. A value
that does not fit is noted and an empty one stands in, so that reading can go on; whoever opened
the file throws away what was read where there was a problem.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from lms.kernel.lines import Place, lines_of

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""Ids are small letters, digits and single hyphens: ``h-waiting``."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that no page shows and no database keeps."""

MISSING: Any = object()


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right, and where."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass
class Table:
    """One table of a TOML file, read key by key. ``done()`` says which keys nobody asked for."""

    values: Mapping[str, Any]
    file: str
    problems: list[Problem]
    lines: Mapping[Place, int]
    place: Place = ()
    used: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, text: str, file: str, problems: list[Problem]) -> Self | None:
        """Return the outermost table of ``text``, or note why it is not TOML and return None."""
        text = text.replace("\r\n", "\n")
        try:
            values = tomllib.loads(text)
            lines = lines_of(text)
        except RecursionError:
            problems.append(Problem(file, 1, "lists are nested too deeply; write it flatter."))
            return None
        except ValueError as fault:
            problems.append(_syntax_problem(fault, text, file))
            return None
        return cls(values, file, problems, lines)

    def line(self, key: str | int | None = None) -> int:
        """Return the line of ``key``, or of this table where the key is not there."""
        own = self.lines.get(self.place, 1)
        return own if key is None else self.lines.get((*self.place, key), own)

    def bad(self, message: str, key: str | int | None = None) -> None:
        """Note a problem at ``key``, or at the table itself."""
        self.problems.append(Problem(self.file, self.line(key), message))

    def text(
        self, key: str, *, longest: int = 300, needed: bool = True, lines: bool = False
    ) -> str:
        """Return a text of 1 to ``longest`` characters, trimmed; '' where it may be left out."""
        value = self._take(key, needed=needed)
        if value is MISSING:
            return ""
        if not isinstance(value, str):
            self.bad(f'{key} must be text in quotation marks: {key} = "…".', key)
            return ""
        words: str = value.strip()
        if not words and needed:
            self.bad(f"{key} is empty; write it.", key)
        elif len(words) > longest:
            self.bad(f"{key} is {len(words):,} characters long; the most is {longest:,}.", key)
        elif not lines and "\n" in words:
            self.bad(f"{key} must stand on one line.", key)
        elif CONTROL.search(words):
            self.bad(f"{key} holds a character that cannot be shown; type it again.", key)
        return words

    def identity(self, key: str = "id") -> str:
        """Return an id: small letters, digits, single hyphens, at most 60 characters."""
        value = self.text(key, longest=60)
        if value and not ID.fullmatch(value):
            self.bad(
                f'{key} "{value}" must be small letters, digits and single hyphens, '
                'such as "h-waiting".',
                key,
            )
        return value

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """Return a text that is one of ``allowed``, or '' where it is not."""
        value = self.text(key)
        if value in allowed:
            return value
        if value:
            self.bad(f'{key} "{value}" must be one of: {", ".join(allowed)}.', key)
        return ""

    def reference(self, key: str, known: Collection[str], *, what: str) -> str:
        """Return an id that must be in ``known``."""
        value = self.text(key, longest=60)
        if value and value not in known:
            self.bad(f'{key} names "{value}", and there is no such {what}.', key)
        return value

    def number(self, key: str, *, least: int, most: int) -> int:
        """Return a whole number between ``least`` and ``most``; ``least`` where it is no such."""
        value = self._take(key, needed=True)
        if value is MISSING:
            return least
        if not _whole(value) or not least <= value <= most:
            self.bad(f"{key} must be a whole number from {least} to {most}.", key)
            return least
        return int(value)

    def span(self, key: str, *, least: int, most: int) -> tuple[int, int]:
        """Return a pair such as ``[2, 4]``: lowest and highest."""
        value = self._take(key, needed=True)
        if value is MISSING:
            return least, least
        fits = (
            isinstance(value, list)
            and len(value) == 2
            and all(_whole(one) and least <= one <= most for one in value)
            and value[0] <= value[1]
        )
        if not fits:
            self.bad(
                f"{key} must be the lowest and the highest, such as [{least}, {most}]: two whole "
                f"numbers from {least} to {most}.",
                key,
            )
            return least, least
        return value[0], value[1]

    def flag(self, key: str) -> bool:
        """Return true or false; false where it is left out."""
        value = self._take(key, needed=False)
        if value is MISSING:
            return False
        if not isinstance(value, bool):
            self.bad(f"{key} must be true or false, without quotation marks.", key)
            return False
        return value

    def day(self, key: str) -> date:
        """Return a date written as 2026-11-20, without quotation marks."""
        value = self._take(key, needed=True)
        if value is MISSING:
            return date.min
        if not isinstance(value, date) or isinstance(value, datetime):
            self.bad(f"{key} must be a date without quotation marks: {key} = 2026-11-20.", key)
            return date.min
        return value

    def texts(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """Return a list of texts, none empty, none twice."""
        value = self._take(key, needed=needed)
        if value is MISSING:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            self.bad(f'{key} must be a list of texts: {key} = ["…", "…"].', key)
            return ()
        if len(set(value)) < len(value):
            self.bad(f"{key} names something twice.", key)
        return tuple(value)

    def references(
        self, key: str, known: Collection[str], *, what: str, needed: bool = True
    ) -> tuple[str, ...]:
        """Return a list of ids, each of which must be in ``known``."""
        named = self.texts(key, needed=needed)
        for one in named:
            if one not in known:
                self.bad(f'{key} names "{one}", and there is no such {what}.', key)
        return named

    def pairs(self, key: str) -> dict[str, str]:
        """Return a table of texts, such as ``says = { amadi = "…" }``; empty if left out."""
        value = self._take(key, needed=False)
        if value is MISSING:
            return {}
        if not isinstance(value, dict):
            self.bad(f'{key} must be a table of texts: {key} = {{ name = "…" }}.', key)
            return {}
        inner = self._inner(value, key)
        return {name: inner.text(name, longest=600) for name in value}

    def table(self, key: str) -> "Table":
        """Return the table ``[key]``."""
        value = self._take(key, needed=True)
        if isinstance(value, dict):
            return self._inner(value, key)
        if value is not MISSING:
            self.bad(f"{key} must be a table: [{key}] on a line of its own.", key)
        # One problem is said already; what its keys lack would only repeat it.
        return Table({}, self.file, [], self.lines)

    def tables(self, key: str, *, needed: bool = True) -> list["Table"]:
        """Return the tables ``[[key]]``, in their order."""
        value = self._take(key, needed=needed)
        if value is MISSING:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.bad(f"{key} must be a list of tables: [[{key}]] before each.", key)
            return []
        return [self._inner(one, key, entry) for entry, one in enumerate(value)]

    def done(self) -> None:
        """Complain of keys that nobody asked for: they are misspelt, or stand too low."""
        for key in self.values:
            if key not in self.used:
                self.bad(f"{key} is not a key known here; is it misspelt?", key)

    def _inner(self, values: Mapping[str, Any], *way: str | int) -> "Table":
        return Table(values, self.file, self.problems, self.lines, (*self.place, *way))

    def _take(self, key: str, *, needed: bool) -> Any:  # noqa: ANN401 - TOML holds anything
        self.used.add(key)
        value = self.values.get(key, MISSING)
        if value is MISSING and needed:
            self.bad(f"{key} is missing.")
        return value


def once(tables: Collection[Table], ids: Collection[str], *, what: str) -> None:
    """Complain of each id that an earlier table has already; the two run side by side."""
    seen: dict[str, int] = {}
    for table, one in zip(tables, ids, strict=True):
        if one in seen:
            table.bad(f'{what} "{one}" is there already, on line {seen[one]}.', "id")
        elif one:
            seen[one] = table.line("id")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _syntax_problem(fault: ValueError, text: str, file: str) -> Problem:
    said = str(fault)
    found = re.search(r"\(at line (\d+), column (\d+)\)", said)
    line = int(found[1]) if found else text.count("\n") + 1
    said = re.sub(r"\s*\(at .*\)$", "", said)
    return Problem(file, line, f"this is not TOML that can be read: {said}.")

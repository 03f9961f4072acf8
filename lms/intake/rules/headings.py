"""What the headings of a list mean, and which of its rows the headings are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lms.intake.rules.fields import FIELDS, LEAVE_OUT

WHOSE = frozenset(
    [
        "employee",
        "employees",
        "worker",
        "workers",
        "staff",
        "person",
        "persons",
        "candidate",
        "contractor",
        "colleague",
        "starter",
        "new",
        "assignee",
        "temp",
        "hr",
        "current",
        "primary",
        "main",
    ]
)
"""Words before a heading that only say whose it is."""

LOOKED_AT = 30
"""Rows among which the headings are looked for; titles and empty lines stand above them."""

WIDEST = 300
"""Columns."""


@dataclass(frozen=True)
class Column:
    """A column of a list."""

    at: int
    """Its place, from 0."""

    heading: str
    """As in the file, on one line."""

    field: str | None
    """What it holds, of ``FIELDS``; empty where it is left out; None where nobody knows."""


class Headings:
    """The table of headings: what ships, what a council adds, what people have answered."""

    def __init__(self, shipped: Mapping[str, Sequence[str]], *added: Mapping[str, str]) -> None:
        """Later tables count before earlier ones.

        Args:
            shipped: field → headings, the preferred first; ``""`` → those left out.
            added: heading → field.

        """
        self._field: dict[str, str] = {}
        self._place: dict[str, int] = {}
        for field, headings in shipped.items():
            for place, heading in enumerate(headings):
                self._field.setdefault(fold(heading), field)
                self._place.setdefault(fold(heading), place)
        for table in added:
            self._add(table)

    def _add(self, table: Mapping[str, str]) -> None:
        for heading, field in table.items():
            self._field[fold(heading)] = field
            self._place[fold(heading)] = -1

    def with_more(self, table: Mapping[str, str]) -> "Headings":
        """Return the same with another table, which counts before the others."""
        more = Headings({})
        more._field, more._place = dict(self._field), dict(self._place)
        more._add(table)
        return more

    def field(self, heading: str) -> str | None:
        """Return what a column holds; empty for one left out, None where nobody knows."""
        return next((self._field[one] for one in _ways(heading) if one in self._field), None)

    def columns(self, header: Sequence[str]) -> list[Column]:
        """Return the columns of a list with this header; those without a heading are left out."""
        return [
            Column(at, heading, self.field(heading))
            for at, heading in enumerate(header[:WIDEST])
            if heading
        ]

    def by_field(self, columns: Iterable[Column]) -> dict[str, list[Column]]:
        """Return field → its columns, the preferred first."""
        found: dict[str, list[Column]] = {}
        for one in columns:
            if one.field:
                found.setdefault(one.field, []).append(one)
        for some in found.values():
            some.sort(key=lambda one: self._preference(one.heading))
        return _told_apart(found)

    def _preference(self, heading: str) -> int:
        return next((self._place[one] for one in _ways(heading) if one in self._place), 0)

    def score(self, row: Sequence[str]) -> int:
        """Return how many different things the cells of a row are headings for."""
        fields = [self.field(one) for one in row[:WIDEST] if one and len(one) < 80]
        read = {one for one in fields if one}
        return 3 * len(read) + min(sum(one == LEAVE_OUT for one in fields), 20)


def _told_apart(found: dict[str, list[Column]]) -> dict[str, list[Column]]:
    """Take 'Name' beside 'Surname' for the first name."""
    if "full_name" in found and "last_name" in found and "first_name" not in found:
        found["first_name"] = found.pop("full_name")
    return found


def header_at(rows: Sequence[Sequence[str]], headings: Headings) -> int | None:
    """Return which of the first rows holds the headings; None where none can.

    It is the one with most headings known here; where hardly any is known, the first row of
    three or more different words, none of which is a number.
    """
    scores = [headings.score(row) for row in rows[:LOOKED_AT]]
    best = max(scores, default=0)
    if best >= 6:
        return scores.index(best)
    could = (at for at, row in enumerate(rows[:LOOKED_AT]) if _could_be(row))
    return next(could, scores.index(best) if best >= 3 else None)


def _could_be(row: Sequence[str]) -> bool:
    said = [one for one in row if one]
    words = [one for one in said if re.search(r"[^\W\d]", one) and "@" not in one]
    return len(said) >= 3 and len(set(said)) == len(said) == len(words)


@lru_cache(maxsize=4096)
def fold(heading: str) -> str:
    """Return a heading for comparing: ``E-mail_Address*`` and ``EmailAddress`` are the same."""
    text = re.sub(r"\(s\)|['’‘]", "", heading)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    text = text.casefold().replace("#", " no ").replace("&", " and ")
    text = " ".join(re.sub(r"[\W_]+", " ", text).split())
    text = re.sub(r"\be mail\b", "email", text)
    return re.sub(r"\be ?mails\b", "email", text)


def _ways(heading: str) -> Iterable[str]:
    """Yield how a heading may be meant, the fullest first."""
    whole = fold(heading)
    yield whole
    bare = fold(re.sub(r"[(\[{].*?[)\]}]", " ", heading))
    yield bare
    for text in (whole, bare):
        first, _, rest = text.partition(" ")
        if first in WHOSE and rest:
            yield rest
        rest, _, last = text.rpartition(" ")
        if last in {"text", "description", "desc", "value", "dd", "yyyy"} and rest:
            yield rest


def missing(fields: Iterable[str], *, needs_kind: bool) -> list[str]:
    """Return what is needed and no column holds, by field.

    Args:
        fields: what the columns hold.
        needs_kind: whether only a column can say what kind of engagement it is.

    """
    held = set(fields)
    lacks: list[str] = []
    if "full_name" not in held:
        lacks += [one for one in ("first_name", "last_name") if one not in held]
    if not held & {"start_date", "assignment_start"}:
        lacks.append("start_date")
    if needs_kind and "contract_type" not in held:
        lacks.append("contract_type")
    return lacks


def meant(said: str) -> str | None:
    """Return the field that somebody names, in its words or as it is written; None for none.

    'leave out' and a blank say that a column is not read.
    """
    wanted = fold(said)
    if wanted in {"", "leave out", "leave it out", "left out", "none", "ignore"}:
        return LEAVE_OUT
    named = {fold(key): key for key in FIELDS} | {
        fold(words): key for key, words in FIELDS.items()
    }
    return named.get(wanted)

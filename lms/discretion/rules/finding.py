"""Reads a text word by word and finds what points at a child.

The script frontend/js/discretion.js does the same on a person's own device, out of what
``plain`` gives; a test holds the two together. Change one and change the other.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from lms.discretion.rules import names, signs, words

_LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
_SPACES = " \t\r\u00a0\u2009\u202f\u3000"
_WORD = f"[{_LETTERS}0-9]+(?:['’][{_LETTERS}]+)*|[^{_SPACES}{_LETTERS}0-9]"
_SPACE = re.compile(f"[{_SPACES}\n]+")
_LETTER = re.compile(f"[{_LETTERS}]")
_MARK = re.compile("[\u0300-\u036f]")
_TWO_CAPITALS = re.compile("[A-Z]{2}")
_NAMED = re.compile(r"<(\^?)([a-z|]*)>")
_BEFORE_A_SENTENCE = ("", "stop", "colon", "quote", "other")
"""Classes after which a word has a capital whatever it is."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Something in a text that may point at a child."""

    start: int
    end: int
    """Where it stands: ``text[start:end]``."""

    kind: str
    """One of ``KINDS``."""

    words: str
    """What stands there, on one line."""


@dataclass
class _Word:
    start: int
    end: int
    text: str
    folded: str
    kind: str = ""


def found(text: str, allowed: Iterable[str] = ()) -> list[Hit]:
    """Return what in a text may point at a child, in the order of the text.

    Args:
        text: a few sentences; twice as many take twice as long.
        allowed: names that may stand there, of the two people of a pair and their settings.
            Each word of them may stand alone, as ``Tom`` of ``Tom Hadley``.

    """
    read = _read(text, allowed)
    row = "".join(_letters()[word.kind] for word in read)
    for mask in _masks():
        row = mask.sub(_masked, row)
    taken = [False] * len(read)
    hits = []
    for kind, pattern in _signs():
        for match in pattern.finditer(row):
            first, last = match.span(1 if match.lastindex else 0)
            if first == last or any(taken[first:last]):
                continue
            taken[first:last] = [True] * (last - first)
            start, end = read[first].start, read[last - 1].end
            seen = _SPACE.sub(" ", text[start:end])
            hits.append(Hit(start=start, end=end, kind=kind, words=seen))
    return sorted(hits, key=lambda hit: hit.start)


def sentence(hits: Sequence[Hit]) -> str:
    """Return the question that is asked about them; none asks none."""
    if not hits:
        return ""
    seen = dict.fromkeys(f"‘{hit.words}’ ({signs.KINDS[hit.kind]})" for hit in hits)
    return f"{ASKS}{', '.join(seen)}. {DO}"


ASKS = "This may point at a child: "
DO = "Take it out, or say that it points at nobody."


def plain() -> dict[str, Any]:
    """Return all that the script needs to find the same, as JSON keeps it."""
    return {
        "asks": ASKS,
        "do": DO,
        "kinds": dict(signs.KINDS),
        "classes": _letters(),
        "marks": dict(signs.MARKS),
        "words": _meanings(),
        "exact": _exact(),
        "phrases": {
            first: [[list(rest), kind] for rest, kind in found]
            for first, found in _phrases().items()
        },
        "shapes": [list(one) for one in signs.SHAPES],
        "given": sorted(names.GIVEN),
        "capitals": [[kind, sorted(some)] for kind, some in _CAPITALS],
        "begins": list(_BEFORE_A_SENTENCE),
        "letters": _LETTERS,
        "spaces": _SPACES,
        "masks": [compiled.pattern for compiled in _masks()],
        "signs": [[kind, compiled.pattern] for kind, compiled in _signs()],
    }


def _read(text: str, allowed: Iterable[str]) -> list[_Word]:
    """Return the words of a text, each with its class; phrases are one word."""
    may: set[str] = set()
    for name in allowed:
        parts = [word.folded for word in _split(name)]
        may.update(parts)
        if len(parts) > 1:
            may.add("".join(part[0] for part in parts))
    read = _joined(_split(text))
    before = ""
    for word in read:
        begins = before in _BEFORE_A_SENTENCE
        word.kind = word.kind or _kind(word, may, begins=begins)
        before = word.kind
    return read


def _split(text: str) -> list[_Word]:
    """Return words and signs; ``Kim's`` is two of them."""
    read = []
    for match in re.finditer(_WORD, text):
        start, end = match.span()
        folded = _folded(match[0])
        stem = end - 2 if end - start > 2 and folded.endswith("'s") else end
        read.append(_Word(start, stem, text[start:stem], folded[:-2] if stem < end else folded))
        if stem < end:
            read.append(_Word(stem, end, text[stem:end], "'s", "pos"))
    return read


def _joined(read: list[_Word]) -> list[_Word]:
    """Return the words with every phrase made one; the longest that fits comes first."""
    made = []
    at = 0
    while at < len(read):
        word = read[at]
        for rest, kind in _phrases().get(word.folded, ()):
            after = read[at + 1 : at + 1 + len(rest)]
            if tuple(one.folded for one in after) == rest:
                word.end, word.kind = after[-1].end, kind
                at += len(rest)
                break
        made.append(word)
        at += 1
    return made


def _kind(word: _Word, may: set[str], *, begins: bool) -> str:
    """Return the class of one word; ``begins``: it is the first of a sentence."""
    if word.text in signs.MARKS:
        return signs.MARKS[word.text]
    meaning = _exact().get(word.text)
    if not meaning and not _is_initials(word.text, begins=begins):
        meaning = _meanings().get(word.folded)
    if meaning:
        return meaning
    if word.folded in may:
        return "allowed"
    for kind, shape in _shapes():
        if shape.fullmatch(word.folded):
            return kind
    return _named(word, begins=begins)


def _named(word: _Word, *, begins: bool) -> str:
    """Return the class of a word that has no meaning of its own."""
    if word.folded in names.GIVEN:
        return "given"
    capital = word.text[0] != word.text[0].lower()
    if not capital:
        return _small(word)
    for kind, some in _CAPITALS:
        if word.folded in some:
            return kind
    if len(word.text) <= 3 and word.text == word.text.upper():
        return "init" if len(word.text) == 1 else "inits"
    if len(word.text) > 3 and word.text == word.text.upper():
        return "known"
    return "first" if begins else "cap"


_CAPITALS = (
    ("given", names.WHEN_CAPITAL),
    ("either", names.WORDS_TOO),
    ("verbish", names.VERBS_TOO),
    ("known", words.KNOWN),
)


def _small(word: _Word) -> str:
    """Return the class of a word without a capital, or of a sign."""
    if word.folded in names.WHEN_CAPITAL:
        return "small"
    return "plain" if _LETTER.match(word.text) else "other"


def _is_initials(text: str, *, begins: bool) -> bool:
    """Tell whether it is written as initials are; AM is then no small word, nor A inside."""
    return bool(_TWO_CAPITALS.fullmatch(text)) or (text == "A" and not begins)


def _folded(text: str) -> str:
    """Return a word in small letters, without accents, with a straight apostrophe."""
    return _MARK.sub("", unicodedata.normalize("NFD", text)).lower().replace("’", "'")


def _masked(match: re.Match[str]) -> str:
    """Return the words of a mask as plain ones; where it has a group, only that."""
    first, last = match.span(1 if match.lastindex else 0)
    before, after = first - match.start(), last - match.start()
    return match[0][:before] + _letters()["plain"] * (last - first) + match[0][after:]


@cache
def _letters() -> dict[str, str]:
    """Return one letter for each class, of those that mean nothing in a pattern."""
    kinds = (
        *words.CLASSES,
        *words.CAPITAL_CLASSES,
        *(kind for kind, _ in signs.SHAPES),
        *signs.MARKS.values(),
        *words.PHRASES.values(),
        *signs.OTHER_CLASSES,
    )
    return {kind: chr(0x100 + at) for at, kind in enumerate(dict.fromkeys(kinds))}


@cache
def _meanings() -> dict[str, str]:
    """Return word → class; the first class that names a word has it."""
    found: dict[str, str] = {}
    for kind, some in words.CLASSES.items():
        for word in some.split():
            found.setdefault(word, kind)
    return found


@cache
def _exact() -> dict[str, str]:
    """Return word → class of words that count only as they are written."""
    found = dict.fromkeys(sorted(words.ACRONYMS), "org")
    found.update(dict.fromkeys(sorted(words.AGENCIES), "agency"))
    for kind, some in words.CAPITAL_CLASSES.items():
        found.update(dict.fromkeys(some.split(), kind))
    return found


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return first word → (the others, class) of each phrase, the longest first."""
    made: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, kind in sorted(words.PHRASES.items(), key=lambda one: -len(one[0].split())):
        first, *rest = phrase.split()
        made.setdefault(first, []).append((tuple(rest), kind))
    return made


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(shape)) for kind, shape in signs.SHAPES)


@cache
def _masks() -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled(mask) for mask in signs.MASKS)


@cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sign.kind, _compiled(sign.pattern)) for sign in signs.SIGNS)


def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern over letters: ``<child|kin>`` becomes ``[..]``, ``<^stop>`` ``[^.]``."""

    def letters(match: re.Match[str]) -> str:
        return f"[{match[1]}{''.join(_letters()[kind] for kind in match[2].split('|'))}]"

    return re.compile(_NAMED.sub(letters, pattern))

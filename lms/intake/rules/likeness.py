"""Whether a row without a known address or number looks as if it told of somebody known; pure."""

from datetime import timedelta
from uuid import UUID

from rapidfuzz.distance import DamerauLevenshtein

from lms.intake.rules.fields import Line
from lms.intake.rules.known import Known, Spell
from lms.people.rules import fold

NEAR = timedelta(days=31)
"""Between two starts, or an end and a start, that may be of one human."""

MUCH = "much the same name, and began in the same team within a month, by another list"

SHORT = 10
"""Letters of a whole name up to which one letter may differ, not two."""


def why_alike(
    line: Line, source: str, unit_id: UUID | None, person: Known, spell: Spell
) -> str | None:
    """Return what a row and an engagement have in common that only a person can judge.

    One list has its own numbers, so of its own people only the same name, team *and* first day
    are a question. Two lists know nothing of each other's numbers, so there less is. Two names
    that are not quite the same, with two mailboxes at one domain, are two people.

    Args:
        line: the row.
        source: whose list.
        unit_id: the row's team.
        person: somebody known.
        spell: one of their engagements.

    Returns:
        The end of a sentence that begins with who *has* it; None where nothing says so.

    """
    if not is_same_name(line, person):
        is_team = unit_id is not None and spell.unit_id == unit_id
        is_near = abs(line.starts_on - spell.starts_on) <= NEAR
        of_two = spell.source == source or _have_two_mailboxes(line, person)
        near = is_team and is_near and not of_two and is_nearly_same_name(line, person)
        return MUCH if near else None
    is_day = line.starts_on == spell.starts_on
    if spell.unit_id == unit_id and is_day:
        return "the same name, team and first day, under another number"
    return _of_another_list(line, unit_id, spell) if spell.source != source else None


def _of_another_list(line: Line, unit_id: UUID | None, spell: Spell) -> str | None:
    if spell.unit_id == unit_id and abs(line.starts_on - spell.starts_on) <= NEAR:
        return "the same name, and began in the same team within a month, by another list"
    if line.starts_on == spell.starts_on:
        return "the same name and the same first day, by another list"
    has_left = spell.ends_on is not None and timedelta() <= line.starts_on - spell.ends_on <= NEAR
    return "the same name, and had left not a month before, by another list" if has_left else None


def _have_two_mailboxes(line: Line, person: Known) -> bool:
    domain = (line.email or "").rpartition("@")[2]
    return bool(domain) and any(one.endswith(f"@{domain}") for one in person.addresses)


def is_same_name(line: Line, person: Known) -> bool:
    """Tell whether the names are of the same words: accents, capitals and their order aside."""
    return _words(line) == _words(person)


def is_nearly_same_name(one: Line | Known, other: Line | Known) -> bool:
    """Tell whether two names differ as one human's do in two lists.

    By the order of the words, a letter or two, a second surname or a second first name, or an
    initial in place of the first name. Names with a digit are of test data and posts: the digit
    tells them apart.
    """
    return are_near((one.first_name, one.last_name), (other.first_name, other.last_name))


def are_near(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell it of first names and surnames."""
    first, last = fold(one[0]).split(), fold(one[1]).split()
    their_first, their_last = fold(other[0]).split(), fold(other[1]).split()
    whole, theirs = " ".join(first + last), " ".join(their_first + their_last)
    turned = " ".join(their_last + their_first)
    if any(map(str.isdigit, whole + theirs)):
        return whole in (theirs, turned)
    most = 1 if min(len(whole), len(theirs)) < SHORT else 2
    if any(_differs_by(whole, way, most) for way in (theirs, turned)):
        return True
    return bool(set(last) & set(their_last)) and (
        bool(set(first) & set(their_first)) or _is_initial(first, their_first)
    )


def has_two_words_of(line: Line, person: Known) -> bool:
    """Tell whether two names have two words in common, as a first name and a surname are."""
    return len(set(_words(line)) & set(_words(person))) > 1


def _differs_by(one: str, other: str, most: int) -> bool:
    """Tell whether no more than so many letters differ, two exchanged counting as one."""
    return DamerauLevenshtein.distance(one, other, score_cutoff=most) <= most


def _words(one: Line | Known) -> list[str]:
    return sorted(fold(f"{one.first_name} {one.last_name}").split())


def _is_initial(first: list[str], theirs: list[str]) -> bool:
    return (
        bool(first and theirs)
        and first[0][0] == theirs[0][0]
        and 1 in (len(first[0]), len(theirs[0]))
    )

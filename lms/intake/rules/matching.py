"""Who a row is: somebody known, somebody new, or a question for a person."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lms.intake.rules.cells import plain_number
from lms.intake.rules.fields import Line
from lms.intake.rules.known import Known, Spell, base
from lms.intake.rules.likeness import NEAR, has_two_words_of, is_same_name
from lms.kernel import words
from lms.people.rules import fold


@dataclass(slots=True)
class Found:
    """Whom a row might be, each once."""

    by_address: list[Known] = field(default_factory=list)
    by_number: list[Known] = field(default_factory=list)
    """In the list's own numbers."""

    alike: list[tuple[Known, Spell, str]] = field(default_factory=list)
    """Who looks like it by name, day and team, with the engagement and what they share."""


@dataclass(frozen=True, slots=True)
class Held:
    """A row that a person has to decide about."""

    reason: str
    candidates: Sequence[Known]


def who(line: Line, source: str, found: Found) -> Known | Held | None:
    """Return the person whom a row tells of; None for somebody new.

    By address, then by the list's number; a name alone never says who somebody is.
    """
    if len(found.by_address) > 1:
        return Held("Its two addresses belong to different people.", found.by_address)
    if len(found.by_number) > 1:
        return Held("Its number belongs to different people.", found.by_number)
    if found.by_address:
        return _by_address(line, source, found.by_address[0], found.by_number)
    if found.by_number:
        return _by_number(line, source, found.by_number[0])
    return _by_name(line, source, found.alike)


def _by_address(line: Line, source: str, owner: Known, numbered: Sequence[Known]) -> Known | Held:
    if numbered and numbered[0].id != owner.id:
        reason = f"Its address is that of {owner.name}, its number that of {numbered[0].name}."
        return Held(reason, [owner, numbered[0]])
    if numbered:
        return owner
    if owner.is_first_name(line):
        return _namesake_at(line, source, owner)
    return Held(
        f"Its address is that of {owner.name}, with another first name and another number.",
        [owner],
    )


def _namesake_at(line: Line, source: str, owner: Known) -> Known | Held:
    """Return who has the address and the first name; held where it may have been passed on.

    An address is given to somebody else once its owner has left, and first names are few: with
    another surname and another number it is a question. Of somebody who works here still it is
    a new name, and a second post.
    """
    surname = set(fold(owner.last_name).split()) & set(fold(line.last_name).split())
    numbered = line.number is not None and any(
        one.source == source and one.number is not None for one in owner.spells
    )
    has_left = all(
        one.ends_on is not None and one.ends_on < line.starts_on for one in owner.spells
    )
    if surname or not numbered or not has_left:
        return owner
    return Held(
        f"Its address was that of {owner.name}, who had left: another surname, another number.",
        [owner],
    )


def _by_number(line: Line, source: str, owner: Known) -> Known | Held:
    """Return who has the number; held where it may have been given to somebody else.

    Numbers are used again, and first names and surnames are few: where only one of the two
    agrees to the letter, the first day has to agree as well.
    """
    is_theirs = line.number is None or owner.has_number(line.number, source)
    is_first = owner.is_first_name(line)
    is_last = is_theirs and fold(owner.last_name) == fold(line.last_name)
    is_day = any(one.starts_on == line.starts_on for one in owner.spells)
    if has_two_words_of(line, owner) or ((is_first or is_last) and is_day):
        return owner
    if is_first or is_last:
        reason = f"Its number is that of {owner.name}, under another name and from another day."
        return Held(reason, [owner])
    return Held(f"Its number is that of {owner.name}, whose name is quite another.", [owner])


def _by_name(
    line: Line, source: str, alike: Iterable[tuple[Known, Spell, str]]
) -> Known | Held | None:
    others: dict[str, list[Known]] = {}
    for person, spell, why in alike:
        is_unnumbered = not line.reference and not spell.is_numbered and spell.source == source
        if is_unnumbered and _is_same_start(line, person, spell):
            return person
        if all(person not in some for some in others.values()):
            others.setdefault(why, []).append(person)
    if not others:
        return None
    said = [_alike_in(why, some) for why, some in others.items()]
    return Held(" ".join(said), [one for some in others.values() for one in some])


def _alike_in(why: str, some: Sequence[Known]) -> str:
    has = "has" if len(some) == 1 else "have"
    return f"{words.listed([one.name for one in some])} {has} {why}."


def _is_same_start(line: Line, person: Known, spell: Spell) -> bool:
    """Tell whether a list without numbers names the same start again, with or without address."""
    return (
        is_same_name(line, person)
        and spell.starts_on == line.starts_on
        and (line.email is None or not person.addresses)
    )


def spell_of(
    line: Line, source: str, known: Known, claimed: set[UUID]
) -> tuple[Spell | None, bool]:
    """Return the engagement that a row tells of; None for one that is new.

    Args:
        line: the row.
        source: whose list.
        known: whom it tells of.
        claimed: engagements that earlier rows of the list told of.

    Returns:
        The engagement, and whether an earlier row of the list told of the very same one.

    """
    named = [one for one in known.spells if one.is_named_by(line, source)]
    exact = [one for one in named if one.starts_on == line.starts_on]
    free = [one for one in exact if one.id not in claimed]
    if free:
        return max(free, key=lambda one: _likeness(one, line)), False
    if exact and ("assignment_number" in line.told or _is_same_post(exact, line)):
        return exact[0], True
    if exact:
        return None, False
    running = [one for one in named if one.id not in claimed and one.overlaps(line)]
    if running:
        return max(running, key=lambda one: one.starts_on), False
    return _entered_by_hand(line, source, known, claimed), False


def _likeness(spell: Spell, line: Line) -> tuple[bool, bool]:
    return spell.job_title == line.job_title, spell.ends_on == line.ends_on


def _is_same_post(spells: Iterable[Spell], line: Line) -> bool:
    return any(one.job_title == line.job_title for one in spells)


def _entered_by_hand(line: Line, source: str, known: Known, claimed: set[UUID]) -> Spell | None:
    """Return what was entered before the list had its number, which is the same spell."""
    near = [
        one
        for one in known.spells
        if not one.is_numbered
        and (one.source != source or line.reference is not None)
        and one.id not in claimed
        and one.overlaps(line)
        and abs(one.starts_on - line.starts_on) <= NEAR
    ]
    return min(near, key=lambda one: abs((one.starts_on - line.starts_on).days), default=None)


def free_reference(line: Line, own: Iterable[str | None], others: Collection[str]) -> str | None:
    """Return the reference to keep a new engagement under; its list may use one twice.

    Args:
        line: the row.
        own: references of the person's engagements from the same list.
        others: those that are somebody else's, as ``plain_number`` has them.

    """
    if line.reference is None:
        return None
    wanted = line.reference
    if plain_number(wanted) in others and line.number and line.number != wanted:
        wanted = f"{line.number}-{wanted}"
    used = {one for one in own if one}
    theirs = {plain_number(base(one)) for one in used} | set(others)
    if plain_number(wanted) not in theirs:
        return wanted
    again = f"{wanted}/{line.starts_on.isoformat()}"
    ways = (again if n == 1 else f"{again}/{n}" for n in range(1, len(used) + 3))
    return next(one for one in ways if one not in used)

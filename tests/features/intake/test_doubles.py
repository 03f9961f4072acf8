"""Records that look alike: the same pairs as holding each against every other."""

import random
from collections import Counter
from datetime import date
from itertools import combinations

import pytest
from rapidfuzz.distance import DamerauLevenshtein

from lms.intake import commands, queries
from lms.intake.rules.doubles import MOST_OF_A_NAME, Reason, letters
from lms.people.rules import fold
from tests.support.factories import EngagementFactory, PersonFactory, UnitFactory

FIRST = ("Aleksandra", "Alexandra", "Nowak", "Sinéad", "Sinead", "Bo", "Bob", "Zoe")
LAST = ("Nowak", "Novak", "Alexandra", "O’Neill", "ONeill", "Li", "Lee")
MAILBOXES = ("a.nowak", "lee", "zoe", "bo")


def register(chance, number):
    """Some people with engagements, of few names, teams, months and mailboxes."""
    units = [UnitFactory() for _ in range(2)]
    people = []
    for n in range(number):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        addresses = [f"{chance.choice(MAILBOXES)}@{n}-{at}.example" for at in range(2)]
        person = PersonFactory(
            first_name=first,
            last_name=last,
            sort_name=f"{fold(last)} {fold(first)}",
            email=chance.choice([None, addresses[0]]),
            other_email=chance.choice([None, addresses[1]]),
        )
        for _ in range(chance.randint(0, 2)):
            day = date(2026, chance.choice([9, 10]), chance.randint(1, 30))
            unit = chance.choice([None, *units])
            EngagementFactory(person=person, unit=unit, starts_on=day)
        people.append(person)
    return people


def name(person):
    return fold(f"{person.first_name} {person.last_name}")


def mailboxes(person):
    return {one.partition("@")[0] for one in (person.email, person.other_email) if one}


def months(person):
    return {
        (one.unit_id, one.starts_on.replace(day=1)) for one in person.engagements if one.unit_id
    }


def why(one, other, of_name):
    """Return why two records look alike, as the rule says it; None where they do not."""
    said = letters(name(one))
    if said == letters(name(other)) and of_name[said] <= MOST_OF_A_NAME:
        return Reason.NAME
    if months(one) & months(other) and DamerauLevenshtein.distance(name(one), name(other)) <= 2:
        return Reason.TOGETHER
    if mailboxes(one) & mailboxes(other) and fold(one.last_name) == fold(other.last_name):
        return Reason.MAILBOX
    return None


@pytest.mark.parametrize(("seed", "number"), [(1, 12), (2, 25), (3, 40), (4, 220)])
def test_are_those_of_each_against_every_other(work, seed, number):
    people = register(random.Random(seed), number)  # noqa: S311 - made people
    of_name = Counter(letters(name(one)) for one in people)
    wanted = {
        frozenset({one.id, other.id}): reason
        for one, other in combinations(people, 2)
        if (reason := why(one, other, of_name)) is not None
    }

    found, count = queries.doubles(work.session, limit=10_000)

    assert {frozenset({one.one.id, one.other.id}): one.reason for one in found} == wanted
    assert count == len(found) == len(wanted)


def test_leave_out_pairs_that_are_of_two_people(work):
    people = register(random.Random(5), 40)  # noqa: S311 - made people
    found, count = queries.doubles(work.session, limit=10_000)
    for one in found[::3]:
        commands.say_two(work, one.one.id, one.other.id)

    left, number = queries.doubles(work.session, limit=10_000)

    assert people
    assert number == len(left) == count - len(found[::3])
    assert queries.doubles(work.session, limit=5) == (left[:5], number)

"""A made-up register and a list of the same people with dirt in it; seeded, for matching.

``made(20_000, seed=1)`` gives the clean list that fills the register and the dirty one that is
held against it, with who each dirty row truly is. See docs/matching.md.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

# fmt: off
FIRST = (
    "Amara", "Ines", "Łukasz", "Søren", "Zoë", "Siân", "Aoife", "Mohammed", "Olumide", "Priya",
    "Catherine", "Margaret", "Robert", "William", "Elizabeth", "Anna", "Maria", "José",
    "François", "Jürgen", "Bjørn", "Nguyễn", "Agnieszka", "Katarzyna", "Dafydd", "Ngozi",
    "Chidi", "Fatima", "Yusuf", "Hannah", "Grace", "Peter", "James", "Rowan", "Tamsin",
    "Delphine", "Mostyn", "Ruth",
)
# fmt: on
# fmt: off
LAST = (
    "Okafor", "Nowak", "Müller", "O'Neill", "Smith", "Jones", "Evans", "Świątek", "Hernández",
    "Łuczak", "Bjørnsen", "Patel", "Khan", "Ahmed", "Taylor", "Brown", "Davies", "Griffiths",
    "Weiß", "García", "Nuñez", "Ó'Súilleabháin", "Adeyemi", "Mensah", "Baptiste", "Calloway",
    "Whitlow", "Achterberg", "Lindqvist", "Marsh", "Bryant", "Tregarth", "Pritchard", "Hale",
    "Foy", "Arkwright",
)
# fmt: on
NICKNAMES = {
    "Catherine": "Kate",
    "Margaret": "Peggy",
    "Robert": "Bob",
    "William": "Bill",
    "Elizabeth": "Liz",
    "Peter": "Pete",
    "James": "Jim",
    "Katarzyna": "Kasia",
    "Agnieszka": "Aga",
}
SPELT = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "oe", "ü": "ue", "ö": "oe", "ß": "ss", "é": "e", "ñ": "n", "ë": "e"}
)
SHARE = 0.06


@dataclass
class Row:
    """A row of a list, and who it truly is."""

    cells: dict[str, str]
    truth: str | None
    """The number of the person in the clean list; None for somebody who is new."""

    dirt: str = ""


@dataclass
class Made:
    """The clean list, the dirty one, and how many rows of each dirt there are."""

    clean: list[dict[str, str]]
    dirty: list[Row]
    numbers: dict[str, int] = field(default_factory=dict)


def made(people: int, *, seed: int) -> Made:
    """Make a register of so many people, and the list with dirt."""
    chance = random.Random(seed)  # noqa: S311 - dirt is no secret
    clean = [_somebody(chance, n) for n in range(people)]
    spoilt = set(chance.sample(range(people), int(people * SHARE)))
    kinds = list(DIRT)
    dirty: list[Row] = []
    for n, one in enumerate(clean):
        if n not in spoilt:
            dirty.append(Row(dict(one), one["Employee Number"]))
            continue
        kind = chance.choice(kinds)
        if kind in LEAVES:
            one["Assignment End Date"] = "31/07/2026"
        row, is_new = DIRT[kind](chance, dict(one), n)
        dirty.append(Row(row, None if is_new else one["Employee Number"], kind))
    chance.shuffle(dirty)
    found = Made(clean, dirty)
    for row in dirty:
        found.numbers[row.dirt] = found.numbers.get(row.dirt, 0) + 1
    return found


LEAVES = frozenset({"address passed on", "address passed on, same first name"})
"""Dirt of which the person in the clean list had left: a council gives no address to two."""


def _somebody(chance: random.Random, n: int) -> dict[str, str]:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    day = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
    return {
        "Employee Number": f"{n + 1000:06}",
        "Assignment Number": f"{n + 1000:06}-1",
        "First Name": first,
        "Last Name": last,
        "Work Email": f"{_ascii(first)}.{_ascii(last)}{n}@marlshire.example".lower(),
        "Job Title": "Officer",
        "Team": f"Team {chance.randrange(60)}",
        "Start Date": f"{day:%d/%m/%Y}",
        "Assignment End Date": "",
        "Contract Type": chance.choice(("Permanent", "Fixed Term", "Temporary")),
    }


def _ascii(text: str) -> str:
    return "".join(one for one in text.translate(SPELT) if one.isascii() and one.isalpha())


Cells = dict[str, str]
Spoil = Callable[[random.Random, Cells, int], tuple[Cells, bool]]
"""Takes chance, a clean row and its place; returns the dirty row, and whether it is of somebody
who is not that person."""


def _letters(chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    field_ = chance.choice(("First Name", "Last Name"))
    text = row[field_]
    at = chance.randrange(max(1, len(text) - 1))
    return row | {
        field_: text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    }, False


def _married(chance: random.Random, row: Cells, n: int) -> tuple[Cells, bool]:
    last = chance.choice([one for one in LAST if one != row["Last Name"]])
    mail = f"{_ascii(row['First Name'])}.{_ascii(last)}{n}@marlshire.example".lower()
    return row | {"Last Name": last, "Work Email": mail}, False


def _plain(_chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    return row | {key: row[key].translate(SPELT) for key in ("First Name", "Last Name")}, False


def _double(chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    return row | {"Last Name": f"{row['Last Name']}-{chance.choice(LAST)}"}, False


def _swapped(_chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    return row | {"First Name": row["Last Name"], "Last Name": row["First Name"]}, False


def _nickname(_chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    first = row["First Name"]
    return row | {"First Name": NICKNAMES.get(first, f"{first[0]}.")}, False


def _loud(_chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    first, last = f"  {row['First Name'].upper()}\u00a0", f"{row['Last Name'].upper()} "
    return row | {"First Name": first, "Last Name": last}, False


def _no_zeros(_chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    return row | {"Employee Number": row["Employee Number"].lstrip("0")}, False


def _no_mail(_chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    return row | {"Work Email": ""}, False


def _other_domain(_chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    return row | {"Work Email": row["Work Email"].replace("marlshire.", "marl-moor.")}, False


def _turned_day(_chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    day, month, year = row["Start Date"].split("/")
    turned = f"{month}/{day}/{year}" if int(day) <= 12 else row["Start Date"]
    return row | {"Start Date": turned}, False


def _second_post(_chance: random.Random, row: Cells, _n: int) -> tuple[Cells, bool]:
    return row | {"Assignment Number": f"{row['Employee Number']}-2", "Team": "Team 61"}, False


def _returner(_chance: random.Random, row: Cells, n: int) -> tuple[Cells, bool]:
    number = f"7{n:05}"
    return row | {
        "Employee Number": number,
        "Assignment Number": f"{number}-1",
        "Start Date": "02/11/2026",
    }, False


def _renumbered(_chance: random.Random, row: Cells, n: int) -> tuple[Cells, bool]:
    """The same person under another number, without an address: only a person can tell."""
    number = f"8{n:05}"
    new = {"Employee Number": number, "Assignment Number": f"{number}-1", "Work Email": ""}
    return row | new, False


def _new(row: Cells, n: int, prefix: str) -> Cells:
    number = f"{prefix}{n:05}"
    return row | {"Employee Number": number, "Assignment Number": f"{number}-1"}


def _passed_on(chance: random.Random, row: Cells, n: int) -> tuple[Cells, bool]:
    """Somebody new has the address of somebody who left."""
    first = chance.choice([one for one in FIRST if one != row["First Name"]])
    last = chance.choice([one for one in LAST if one != row["Last Name"]])
    new = _new(row, n, "5") | {"First Name": first, "Last Name": last, "Start Date": "09/11/2026"}
    return new | {"Assignment End Date": ""}, True


def _passed_on_to_namesake(chance: random.Random, row: Cells, n: int) -> tuple[Cells, bool]:
    """The same, and they share the first name."""
    last = chance.choice([one for one in LAST if one != row["Last Name"]])
    new = {"Last Name": last, "Start Date": "09/11/2026", "Assignment End Date": ""}
    return _new(row, n, "4") | new, True


def _shared(chance: random.Random, row: Cells, n: int) -> tuple[Cells, bool]:
    """Somebody new with the mailbox of a colleague."""
    first = chance.choice([one for one in FIRST if one != row["First Name"]])
    return _new(row, n, "3") | {"First Name": first}, True


def _number_again(chance: random.Random, row: Cells, n: int) -> tuple[Cells, bool]:
    """A number that was given to somebody else: another name, another address."""
    first = chance.choice([one for one in FIRST if one != row["First Name"]])
    last = chance.choice([one for one in LAST if one != row["Last Name"]])
    mail = f"{_ascii(first)}.{_ascii(last)}.b{n}@marlshire.example".lower()
    new = {"First Name": first, "Last Name": last, "Work Email": mail}
    return row | new | {"Start Date": "09/11/2026"}, True


def _number_again_first(chance: random.Random, row: Cells, n: int) -> tuple[Cells, bool]:
    """The same, to somebody of the same first name."""
    new, _ = _number_again(chance, row, n)
    return new | {"First Name": row["First Name"]}, True


def _number_again_last(chance: random.Random, row: Cells, n: int) -> tuple[Cells, bool]:
    """The same, to somebody of the same surname, of whom no address is known."""
    new, _ = _number_again(chance, row, n)
    return new | {"Last Name": row["Last Name"], "Work Email": ""}, True


def _namesake(_chance: random.Random, row: Cells, n: int) -> tuple[Cells, bool]:
    """Another of the same name in the same team from the same day."""
    return _new(row, n, "2") | {"Work Email": f"namesake{n}@marlshire.example"}, True


def elsewhere(clean: list[Cells], *, seed: int) -> list[Row]:
    """Make another list's rows of some of a register's people, with a number of its own at most.

    An agency's, a rota, a badge system: no address, the name spelt by somebody else, the start
    in the same team up to a month off. Every fourth row is of somebody new in such a team.
    """
    chance = random.Random(seed)  # noqa: S311 - dirt is no secret
    rows: list[Row] = []
    for n, one in enumerate(chance.sample(clean, len(clean) // 10)):
        kind = chance.choice(list(SPELT_OTHERWISE))
        day, month, year = map(int, one["Start Date"].split("/"))
        start = date(year, month, day) + timedelta(days=chance.randrange(-28, 29))
        new = {
            **one,
            "Employee Number": f"X{n:05}",
            "Assignment Number": "",
            "Work Email": "",
            "Start Date": f"{start:%d/%m/%Y}",
            "Contract Type": "Agency",
        }
        if n % 4 == 3:
            first, last = f"{chance.choice(FIRST)}lena", f"{chance.choice(LAST)}ford"
            rows.append(Row(new | {"First Name": first, "Last Name": last}, None, "somebody new"))
        else:
            told, _ = SPELT_OTHERWISE[kind](chance, new, n)
            rows.append(Row(told, one["Employee Number"], kind))
    return rows


SPELT_OTHERWISE: dict[str, Spoil] = {
    "the same name": lambda _chance, row, _n: (row, False),
    "letters of a name exchanged": _letters,
    "accents written otherwise": _plain,
    "second surname": _double,
    "first and last name exchanged": _swapped,
    "initial": lambda _chance, row, _n: (row | {"First Name": row["First Name"][0]}, False),
}


DIRT: dict[str, Spoil] = {
    "letters of a name exchanged": _letters,
    "surname and address changed": _married,
    "accents written otherwise": _plain,
    "second surname": _double,
    "first and last name exchanged": _swapped,
    "nickname or initial": _nickname,
    "capitals and odd spaces": _loud,
    "zeros of the number lost": _no_zeros,
    "no address": _no_mail,
    "another mail domain": _other_domain,
    "day and month exchanged": _turned_day,
    "second post": _second_post,
    "returner under a new number": _returner,
    "new number and no address": _renumbered,
    "address passed on": _passed_on,
    "address passed on, same first name": _passed_on_to_namesake,
    "shared mailbox": _shared,
    "number given to somebody else": _number_again,
    "number given on, same first name": _number_again_first,
    "number given on, same surname": _number_again_last,
    "namesake in the same team": _namesake,
}

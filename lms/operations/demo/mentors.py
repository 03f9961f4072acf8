"""Marlshire's mentoring: experienced DSLs who help, new ones who wait, two who have begun."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from lms.kernel.work import Work
from lms.mentoring import commands

MENTORS: Mapping[str, commands.Offered] = {
    "Marged": commands.Offered(
        phases=["primary"],
        contexts=["rural_small"],
        days=["tue", "wed"],
        online=True,
        travel_km=15,
        dsl_since=date(2017, 9, 1),
    ),
    "Delphine": commands.Offered(
        phases=["primary", "early_years"],
        contexts=["faith", "eal"],
        days=["mon", "thu"],
        online=False,
        travel_km=25,
        dsl_since=date(2019, 1, 7),
    ),
    "Solveig": commands.Offered(
        phases=["secondary", "post_16"],
        contexts=["resourced_provision"],
        days=["wed", "fri"],
        online=True,
        travel_km=10,
        capacity=3,
        dsl_since=date(2020, 9, 1),
    ),
    "Wilhelmina": commands.Offered(
        phases=["special", "alternative"],
        contexts=["resourced_provision"],
        days=["thu"],
        online=True,
        travel_km=30,
        dsl_since=date(2016, 4, 18),
    ),
    "Bashir": commands.Offered(
        phases=["post_16"],
        contexts=["eal"],
        days=["mon"],
        online=True,
        travel_km=0,
        capacity=1,
        dsl_since=date(2021, 9, 1),
    ),
}
"""By first name; the last of them still waits for the head."""

NEEDS: Mapping[str, tuple[int, commands.Suits]] = {
    "Sadia": (
        40,
        commands.Suits(
            contexts=["resourced_provision"],
            days=["thu", "fri"],
            online=True,
            aims="To lead a safety plan meeting with confidence",
        ),
    ),
    "Coral": (
        14,
        commands.Suits(
            contexts=[], days=["wed"], online=True, aims="To know when to refer, and how"
        ),
    ),
    "Kit": (17, commands.Suits(contexts=["rural_small"], days=["tue"], online=True)),
}
"""How many days ago each asked, and what suits them. Esther waits by her appointment."""

TERMS = (
    ("Autumn 1", (9, 1), (10, 23)),
    ("Autumn 2", (11, 2), (12, 18)),
    ("Spring 1", (1, 4), (2, 12)),
    ("Spring 2", (2, 22), (3, 25)),
    ("Summer 1", (4, 12), (5, 28)),
    ("Summer 2", (6, 7), (7, 21)),
)
"""Of each school year: name, first day, last day as month and day."""


def begin(work: Work, people: Mapping[str, UUID]) -> None:
    """Let mentors offer, new DSLs ask, one pair begin and one proposal wait for an answer.

    Args:
        work: the coordinator's work.
        people: first name → person, of the leads that there are.

    """
    _enter_terms(work)
    early = _ago(work, 60)
    profiles = {
        name: commands.offer(early, people[name], said)
        for name, said in MENTORS.items()
        if name in people
    }
    for name in [one for one in profiles if one != "Bashir"]:
        commands.agree(_ago(work, 55), profiles[name].id, name="Bryher Tolland, headteacher")
    needs = {
        name: commands.ask(_ago(work, days), people[name], suits)
        for name, (days, suits) in NEEDS.items()
        if name in people
    }
    if "Sadia" in needs and "Wilhelmina" in profiles:
        sent = _ago(work, 36)
        made = commands.send(sent, needs["Sadia"].id, people["Wilhelmina"])
        for side in ("mentor", "mentee"):
            commands.accept(_ago(work, 34), made.id, side=side)
    if "Coral" in needs and "Marged" in profiles:
        made = commands.send(_ago(work, 2), needs["Coral"].id, people["Marged"])
        commands.accept(_ago(work, 1), made.id, side="mentor")


def _enter_terms(work: Work) -> None:
    year = work.today.year if work.today.month >= 9 else work.today.year - 1
    told = []
    for first in (year, year + 1):
        for name, begins, ends in TERMS:
            at = first if begins[0] >= 9 else first + 1
            told.append((f"{name} {at}", date(at, *begins), date(at, *ends)))
    commands.set_terms(work, told)


def _ago(work: Work, days: int) -> Work:
    return replace(work, now=work.now - timedelta(days=days))

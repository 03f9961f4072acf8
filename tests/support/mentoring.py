"""A small network: DSLs who mentor and DSLs who wait, as their pages and commands make them."""

from datetime import date

from lms.mentoring import commands
from lms.mentoring.models import MentorNeed, MentorProfile
from lms.people.rules import BY_SCHOOL
from tests.support.factories import (
    DslAppointmentFactory,
    DslTrainingFactory,
    EngagementFactory,
    PersonFactory,
    SettingFactory,
)

SUITS = commands.Suits(
    contexts=["eal"], days=["mon"], online=True, aims="To feel sure of referrals"
)


def dsl(name: str, *, setting: str = "", from_on: date = date(2026, 11, 2), **where):
    """Somebody who is DSL of a setting of their own."""
    first, _, last = name.partition(" ")
    person = PersonFactory(
        first_name=first, last_name=last, name=name, email=f"{first}@school.example".lower()
    )
    place = SettingFactory(
        name=setting or f"{last} School",
        phase="primary",
        mailbox="office@school.example",
        **{"easting": 400_000, "northing": 200_000, **where},
    )
    engagement = EngagementFactory(
        person=person,
        source=BY_SCHOOL,
        reference=None,
        unit=None,
        setting=place,
        starts_on=from_on,
    )
    DslAppointmentFactory(engagement=engagement, setting=place, from_on=from_on)
    return person


def mentor(work, name: str = "Verity Quinn", *, agreed: bool = True, **over) -> MentorProfile:
    """A DSL who offered to mentor, whose training is current and whose head agreed."""
    person = dsl(name, from_on=date(2019, 9, 1), **over.pop("where", {}))
    for kind in ("role", "refresh"):
        DslTrainingFactory(person_id=person.id, kind=kind, done_on=date(2026, 9, 1))
    facts = {"phases": ["primary"], "contexts": ["eal"], "days": ["mon", "tue"], "online": True}
    facts |= {"travel_km": 20, "capacity": 2, "dsl_since": date(2019, 9, 1)}
    found = commands.offer(work, person.id, commands.Offered(**{**facts, **over}))
    return commands.agree(work, found.id, name="Petra Osei, head") if agreed else found


def waiting(work, name: str = "Dylan Rahman", *, suits=SUITS, **over) -> MentorNeed:
    """A new DSL who asked for a mentor."""
    return commands.ask(work, dsl(name, **over).id, suits)

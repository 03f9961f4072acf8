"""Those in Marlshire whom a visitor is to meet: with duties, and in every odd case; pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from lms.kernel.days import months_after, working_days_after
from lms.operations.demo.council import Place
from lms.operations.demo.plan import ASSESSMENT, ESSENTIALS, INDUCTION, Planned, Register, Spell

ROLES = {
    "learner": "an agency worker on the first day",
    "agency": "agency coordinator",
    "manager": "line manager of a social work team",
    "hr": "HR officer",
    "author": "principal social worker, who writes the modules",
    "approver": "education safeguarding lead, who approves them",
    "coordinator": "network coordinator",
    "auditor": "internal auditor",
    "administrator": "administrator",
}
"""Whom links are printed for, in this order."""

NAMES = {
    "learner": ("Amara", "Okafor"),
    "agency": ("Danuta", "Kowalczyk"),
    "manager": ("Kofi", "Mensah"),
    "hr": ("Priya", "Nair"),
    "author": ("Siân", "Llewellyn"),
    "approver": ("Ruth", "Amadi"),
    "coordinator": ("Joel", "Brennan"),
    "auditor": ("Farah", "Qureshi"),
    "administrator": ("Tomasz", "Nowak"),
}
POSTS = {
    "hr": "HR officer",
    "author": "Principal social worker",
    "approver": "Education safeguarding lead",
    "coordinator": "DSL network coordinator",
    "auditor": "Internal auditor",
    "administrator": "Systems administrator",
}
MANAGERS_TEAM = "Assessment East"


@dataclass
class Cast:
    """Everybody in Marlshire who is somebody in particular."""

    roles: dict[str, Planned] = field(default_factory=dict)
    leads: list[tuple[Planned, Place]] = field(default_factory=list)
    """Who manages which unit."""

    cases: dict[str, Planned] = field(default_factory=dict)
    """Odd case → who it is; what cannot be planned is done to them by commands."""

    def everybody(self) -> list[Planned]:
        """Return them, each once."""
        found: dict[UUID, Planned] = {}
        for one in (*(lead for lead, _ in self.leads), *self.roles.values(), *self.cases.values()):
            found[one.id] = one
        return list(found.values())


def cast(register: Register) -> Cast:
    """Return everybody in particular. Managers come first, for others name them."""
    made = Cast()
    _leads(register, made)
    _office(register, made)
    _cases(register, made)
    return made


def _leads(register: Register, made: Cast) -> None:
    """Give every unit somebody who leads it; the team of the visitor's manager is one of them."""
    council = register.council
    director = _old_hand(register, council.directorate, "Director of children's services")
    made.leads.append((director, council.directorate))
    register.managers[council.directorate.id] = director.id
    for unit in council.services:
        register.managers[unit.id] = director.id
        head = _old_hand(register, unit, "Head of service")
        made.leads.append((head, unit))
    heads = {unit.id: lead.id for lead, unit in made.leads}
    for unit in council.teams:
        register.managers[unit.id] = heads[unit.parent_id or unit.id]
        name = NAMES["manager"] if unit.name == MANAGERS_TEAM else None
        lead = _old_hand(register, unit, "Team manager", name)
        made.leads.append((lead, unit))
        register.managers[unit.id] = lead.id
        if name:
            made.roles["manager"] = lead


def _office(register: Register, made: Cast) -> None:
    """Enter those with duties, the agency's coordinator, and the starter of today."""
    council, today = register.council, register.today
    for role, post in POSTS.items():
        named = "Education Safeguarding" if role == "approver" else council.directorate.name
        unit = council.named(named)
        made.roles[role] = _old_hand(register, unit, post, NAMES[role])
    coordinator = register.person(today - timedelta(days=400), NAMES["agency"])
    agency = council.agencies[0]
    domain = f"{agency.name.lower().replace(' ', '-')}.example"
    coordinator.email = register.address(coordinator.first, coordinator.last, domain)
    made.roles["agency"] = coordinator
    learner = register.person(today, NAMES["learner"])
    _supplied(register, learner, council.named(MANAGERS_TEAM), today, None)
    made.roles["learner"] = learner


def _cases(register: Register, made: Cast) -> None:
    _never_reached(register, made)
    _on_their_way(register, made)
    _over_time(register, made)
    _with_two(register, made)


def _never_reached(register: Register, made: Cast) -> None:
    """Those whom nobody enrolled, the reason why all this exists, and those who come later."""
    team, today = register.council.named(MANAGERS_TEAM), register.today
    for name, days in (("forgotten", 43), ("forgotten too", 26)):
        one = register.person(today - timedelta(days=days))
        _supplied(register, one, team, today - timedelta(days=days), None)
        made.cases[name] = one
    for name, days in (("no address", 2), ("card", 1)):
        one = register.person(today - timedelta(days=days))
        register.spell(one, "temporary", team, today - timedelta(days=days))
        one.email = None
        made.cases[name] = one
    for name in ("bounced", "bounced too"):
        one = register.person(today - timedelta(days=6))
        _supplied(register, one, team, today - timedelta(days=5), None)
        one.invited_on, one.bounced = today - timedelta(days=5), True
        made.cases[name] = one
    for name, days in (("starts soon", 5), ("starts later", 12), ("held", 19)):
        one = register.person(today - timedelta(days=3))
        register.spell(one, "permanent", team, today + timedelta(days=days))
        made.cases[name] = one


def _on_their_way(register: Register, made: Cast) -> None:
    """Those who are somewhere between the first message and the certificate."""
    today = register.today
    for name, days, came in (
        ("invited", 3, False),
        ("half read", 6, True),
        ("due soon", 11, True),
        ("overdue", 40, True),
        ("talk", 24, True),
    ):
        one = _starter(register, today - timedelta(days=days))
        one.invited_on = today - timedelta(days=days)
        if came:
            one.signed_in_on = one.invited_on
            one.done = [(ESSENTIALS, one.invited_on)]
        if name in {"half read", "due soon"}:
            one.began = INDUCTION
        made.cases[name] = one
    for name in ("exempt", "paused", "passed today", "withdrawn"):
        one = _starter(register, today - timedelta(days=75))
        one.invited_on = one.signed_in_on = one.spells[0].starts_on
        one.done = [(ESSENTIALS, one.spells[0].starts_on)]
        if name == "withdrawn":
            one.done.append((INDUCTION, working_days_after(one.spells[0].starts_on, 6)))
        made.cases[name] = one


def _over_time(register: Register, made: Cast) -> None:
    """Those whose training lapsed, or who left."""
    today = register.today
    lapsed = _starter(register, months_after(today, -14))
    lapsed.invited_on = lapsed.signed_in_on = lapsed.spells[0].starts_on
    lapsed.done = [
        (ESSENTIALS, lapsed.spells[0].starts_on),
        (INDUCTION, working_days_after(lapsed.spells[0].starts_on, 8)),
    ]
    made.cases["expired"] = lapsed
    for name, days in (("left lately", 9), ("left long ago", 100)):
        one = _starter(register, today - timedelta(days=days + 120), today - timedelta(days=days))
        one.invited_on = one.signed_in_on = one.spells[0].starts_on
        one.done = [
            (ESSENTIALS, one.spells[0].starts_on),
            (INDUCTION, working_days_after(one.spells[0].starts_on, 9)),
        ]
        made.cases[name] = one


def _with_two(register: Register, made: Cast) -> None:
    """Those with two posts, back after a gap, or with another agency than before."""
    council, today = register.council, register.today
    two = _trained(register, council.named("Youth Support"), today - timedelta(days=200), None)
    register.spell(two, "casual", council.named("Leaving Care"), today - timedelta(days=30))
    made.cases["two posts"] = two
    gone, back = today - timedelta(days=140), today - timedelta(days=20)
    again = _trained(register, council.named("Fostering"), today - timedelta(days=300), gone)
    register.spell(again, "permanent", council.named("Fostering"), back)
    made.cases["back again"] = again
    moved = register.person(today - timedelta(days=150))
    first = _supplied(
        register,
        moved,
        council.named("Front Door"),
        today - timedelta(days=150),
        today - timedelta(days=60),
    )
    _train(moved, first)
    _supplied(
        register, moved, council.named("Front Door"), today - timedelta(days=55), None, agency=1
    )
    made.cases["other agency"] = moved


def _starter(register: Register, starts_on: date, ends_on: date | None = None) -> Planned:
    """Return a permanent starter in the team of the visitor's manager."""
    one = register.person(starts_on - timedelta(days=4))
    team = register.council.named(MANAGERS_TEAM)
    register.spell(one, "permanent", team, starts_on, ends_on)
    return one


def _trained(register: Register, unit: Place, starts_on: date, ends_on: date | None) -> Planned:
    one = register.person(starts_on - timedelta(days=4))
    spell = register.spell(one, "permanent", unit, starts_on, ends_on)
    _train(one, spell)
    return one


def _train(one: Planned, spell: Spell) -> None:
    one.invited_on = one.signed_in_on = spell.starts_on
    one.done = [(ESSENTIALS, spell.starts_on), (INDUCTION, working_days_after(spell.starts_on, 4))]


def _old_hand(
    register: Register, unit: Place, post: str, name: tuple[str, str] | None = None
) -> Planned:
    """Return somebody who was here before the site was, and is up to date."""
    chance, today = register.chance, register.today
    one = register.person(today - timedelta(days=540), name)
    starts_on = today - timedelta(days=chance.randrange(900, 2500))
    register.spell(one, "permanent", unit, starts_on).post = post
    one.invited_on = today - timedelta(days=530)
    one.signed_in_on = one.invited_on + timedelta(days=chance.randrange(5))
    first = one.signed_in_on + timedelta(days=chance.randrange(2, 20))
    again = months_after(first, 12) - timedelta(days=chance.randrange(1, 20))
    one.done = [(ESSENTIALS, one.signed_in_on), (INDUCTION, first), (INDUCTION, again)]
    if unit.team and unit.team.writes:
        one.writes_since = one.signed_in_on
        one.done.append((ASSESSMENT, first + timedelta(days=6)))
    one.done.sort(key=lambda fact: fact[1])
    return one


def _supplied(
    register: Register,
    one: Planned,
    unit: Place,
    starts_on: date,
    ends_on: date | None,
    *,
    agency: int = 0,
) -> Spell:
    """Engage somebody through an agency; through the visitor's unless another is named."""
    spell = register.spell(one, "agency", unit, starts_on, ends_on)
    spell.agency = register.council.agencies[agency]
    spell.source = spell.agency.name
    return spell

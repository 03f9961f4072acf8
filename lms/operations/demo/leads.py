"""Who leads on safeguarding in Marlshire's schools: most as they should be, a few not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from lms.appointments import commands as appointments
from lms.appointments import queries, rules
from lms.identity import commands as identity
from lms.identity.models import Invitation
from lms.kernel.work import Work
from lms.notifications.models import Message
from lms.operations.demo.council import School
from lms.people import commands as people
from lms.people.rules import fold

MARL, WEIR = "Marl and Moor Learning Trust", "Weirside Schools Trust"


@dataclass(frozen=True)
class Where:
    """What the register of schools says of one of Marlshire's settings."""

    kind: str
    locality: str
    postcode: str
    easting: int
    northing: int
    trust: str = ""


PLACES: Sequence[Where] = (
    Where("Community school", "Otterbeck", "MZ3 1AB", 301200, 502300),
    Where("Academy converter", "Hollin Moor", "MZ5 2DE", 309800, 508100, MARL),
    Where("Voluntary controlled school", "Marlborough Cross", "MZ1 4GH", 303300, 500900),
    Where("Community school", "Marlborough Cross", "MZ1 4JK", 303150, 501250),
    Where("Academy sponsor led", "Saltmarsh", "MZ7 3LM", 316400, 497700, MARL),
    Where("Foundation school", "Marlborough Cross", "MZ1 5NP", 302700, 501900),
    Where("Further education", "Ashvale", "MZ4 6QR", 306900, 495500),
    Where("Free schools 16 to 19", "Weirside", "MZ2 7ST", 304400, 498800, WEIR),
    Where("Community special school", "Ashvale", "MZ4 6TU", 307100, 495900),
    Where("Pupil referral unit", "Weirside", "MZ2 7UV", 304900, 498200),
    Where("Local authority nursery school", "Marlborough Cross", "MZ1 4WX", 303000, 501000),
    Where("Local authority nursery school", "Saltmarsh", "MZ7 3YZ", 316100, 497400),
)
"""In the order of ``names.SETTINGS``; the same as in the register that ships with the tests."""


@dataclass(frozen=True)
class Lead:
    """Somebody with a role at a setting."""

    at: int
    first: str
    last: str
    role: str = "dsl"
    since: int = 800
    """Days ago."""

    trained: int | None = 300
    """Days since the role training; None where nobody told."""

    refreshed: int | None = 60


LEADS: Sequence[Lead] = (
    Lead(0, "Marged", "Oake"),
    Lead(0, "Tobi", "Lindqvist", "deputy", 400),
    Lead(1, "Ines", "Calloway", trained=690),
    Lead(1, "Rowan", "Achterberg", "deputy"),
    Lead(2, "Delphine", "Marsh"),
    Lead(2, "Kit", "Sorley", "deputy", 30, None, None),
    Lead(3, "Hamza", "Whitlow", trained=820, refreshed=410),
    Lead(3, "Petronel", "Dace", "deputy"),
    Lead(4, "Solveig", "Bryant"),
    Lead(4, "Anil", "Tregarth", "deputy"),
    Lead(4, "Coral", "Vane", "deputy", 90),
    Lead(6, "Bashir", "Elwood"),
    Lead(6, "Una", "Pritchard-Vale", "deputy"),
    Lead(7, "Esther", "Quaye", since=12, trained=None, refreshed=None),
    Lead(7, "Mostyn", "Hale", "deputy"),
    Lead(8, "Wilhelmina", "Foy"),
    Lead(9, "Gethin", "Arkwright", refreshed=350),
    Lead(9, "Sadia", "Mowbray", "deputy"),
    Lead(10, "Jonty", "Ferreday"),
    Lead(10, "Lettice", "Imrie", "deputy"),
    Lead(11, "Noor", "Haverford"),
)
"""Marl Hill High School has nobody; Cinder Path and Harebell no deputy; Noor Haverford is away."""

AWAY = ("Noor", 5)
ANSWERED = ("Marged Oake, DSL", "Ines Calloway, DSL", "Bryher Tolland, headteacher")
"""Who answered the yearly question, for the first settings."""


def many(people_asked: int, named: int) -> int:
    """Return how many DSLs and deputies a register of so many people has room for."""
    return max(0, min(len(LEADS), (people_asked - named) // 2))


def mailbox(name: str) -> str:
    """Return the mailbox of a setting."""
    return f"office@{fold(name).replace(' ', '-')}.marlshire.example"


def appoint(work: Work, settings: Sequence[School], number: int) -> dict[str, UUID]:
    """Enter the first of them, as the coordinator did over the years.

    Returns:
        First name → person.

    """
    appointed: dict[str, UUID] = {}
    for lead in LEADS[:number]:
        setting = settings[lead.at]
        first, last = fold(lead.first), fold(lead.last).replace(" ", "-")
        made = appointments.appoint(
            work,
            setting.id,
            appointments.Named(
                first_name=lead.first,
                last_name=lead.last,
                email=f"{first}.{last}@{mailbox(setting.name).partition('@')[2]}",
                is_new=True,
            ),
            role=lead.role,
            from_on=work.today - timedelta(days=lead.since),
            named_by="coordinator",
        )
        appointed[lead.first] = made.person_id
        for kind, days in (("role", lead.trained), ("refresh", lead.refreshed)):
            if days is not None:
                day = work.today - timedelta(days=days)
                appointments.tell_training(
                    work, made.person_id, kind, done_on=day, told_by="school"
                )
        if lead.first == AWAY[0]:
            appointments.cover(
                work,
                made.id,
                from_on=work.today - timedelta(days=AWAY[1]),
                last_on=None,
                covered_by=None,
            )
    _came(work, list(appointed.values()))
    if number:
        _ask(work, settings)
    return appointed


def _ask(work: Work, settings: Sequence[School]) -> None:
    """Ask every setting who is DSL; some have answered, one names somebody new."""
    appointments.ask_settings(work)
    posted = update(Message).where(Message.kind == "dsl_check")
    work.session.execute(posted.values(sent_at=work.now))
    for at, by in enumerate(ANSWERED):
        check = queries.check_of(work.session, settings[at].id, work.today)
        if check is None:
            continue
        here = queries.appointments_at(work.session, check.setting_id)
        held = [
            rules.StillHeld(
                appointment_id=one.id,
                last_on=work.today + timedelta(days=10)
                if one.role == "deputy" and at == 2
                else None,
            )
            for one in here
        ]
        new = rules.NewlyHeld(
            first_name="Oriel",
            last_name="Penhallow",
            email=f"oriel.penhallow@{mailbox(settings[at].name).partition('@')[2]}",
            role="deputy",
            from_on=work.today + timedelta(days=11),
        )
        said = rules.Answer(answered_by=by, held=held, named=[new] if at == 2 else [])
        appointments.answer(work, check.id, said)


def _came(work: Work, person_ids: Sequence[UUID]) -> None:
    """Let all of them have had the invitation, and most have signed in."""
    wanted = select(Invitation.id).where(Invitation.person_id.in_(person_ids))
    for invitation_id in work.session.scalars(wanted):
        identity.invitation_sent(work, invitation_id)
    posted = update(Message).where(Message.person_id.in_(person_ids))
    work.session.execute(posted.values(sent_at=work.now))
    for at, person_id in enumerate(person_ids):
        if at % 7 != 5:
            people.signed_in(work, person_id)

"""Filling an empty instance with Marlshire, and the links that show it."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import func, select, update

from lms.assignment import commands as assignment
from lms.content.errors import BadModule
from lms.identity.models import LinkPurpose, SignInLink
from lms.kernel.errors import Conflict
from lms.kernel.settings import Settings
from lms.kernel.work import Work
from lms.notifications.models import Message
from lms.operations import editions, links, seeding
from lms.operations.demo import leads, lists, mentors, telling, touches
from lms.operations.demo.cases import ROLES, Cast, cast
from lms.operations.demo.council import Chance, Council
from lms.operations.demo.lessons import Lessons
from lms.operations.demo.lives import Lives
from lms.operations.demo.names import SETTINGS_OF_THE_SITE
from lms.operations.demo.pen import Pen
from lms.operations.demo.plan import DAYS_BACK, Planned, Register
from lms.operations.demo.taught import taught
from lms.operations.demo.writing import Book, Rows
from lms.people.events import AgencyAdded, DutyGranted, SettingAdded, UnitAdded
from lms.people.models import Agency, Duty, DutyName, Group, Person, Setting, Unit, UnitKind

FEWEST = 50
"""People; fewer leave no room for every case."""

WHOLE_UNTIL = 5000
"""Up to so many people, messages, answers and sections read are written for each of them."""

CHUNK = 1000
SEED = 20261124
LASTS = timedelta(days=365)


class NotADemo(Conflict):
    """There are people in the instance, and they are not Marlshire's."""

    def __init__(self) -> None:
        super().__init__(
            "This instance holds people of its own, and a demonstration never mixes with them. "
            "Use another: lms --instance NEW-FOLDER demo"
        )


@dataclass(frozen=True)
class Shown:
    """What a demonstration is shown by."""

    people: int
    links: dict[str, str]
    names: dict[str, str]


def as_marlshire(settings: Settings) -> Settings:
    """Return settings of a demonstration; what the council says of itself counts."""
    plain = Settings()
    own: dict[str, Any] = {
        name: value
        for key, value in SETTINGS_OF_THE_SITE.items()
        if getattr(settings, name := key.removeprefix("LMS_").lower()) == getattr(plain, name)
    }
    return replace(settings, **own)


def is_filled(work: Work) -> bool:
    """Tell whether Marlshire is here already.

    Raises:
        NotADemo: other people are.

    """
    if work.session.scalar(select(Person.id).limit(1)) is None:
        return False
    if work.session.get(SignInLink, _link_id("hr")) is None:
        raise NotADemo
    return True


def fill(work: Work, *, people: int, seed: int = SEED) -> None:
    """Fill an empty instance with as many people as asked for.

    Raises:
        BadModule: the modules have faults, so there is nothing to complete.

    """
    faults = editions.look(work)
    if faults:
        raise BadModule(faults)
    seeding.seed(work)
    council = Council(chance := Chance(seed), people)
    register = Register(council, work.today)
    rows, book = Rows(work), Book(work)
    _write_places(work, council, rows, book)
    found = cast(register)
    modules = taught(work, chance)
    pen = Pen(rows=rows, book=book, chance=chance, whole=people <= WHOLE_UNTIL, now=work.now)
    lives = Lives(
        pen=pen,
        lessons=Lessons(pen),
        modules=modules,
        writers_id=_writers(work),
        hr_id=found.roles["hr"].id,
    )
    named = found.everybody()
    _write(work, lives, named)
    _write_leads(work, found, rows, book)
    leaders = leads.many(people, len(named))
    again = lists.many(people - len(named) - leaders)
    _write_starters(work, lives, register.starters(people - len(named) - leaders - again))
    book.write()
    touches.give_duties(work, found)
    touches.enter_contacts(work, found)
    touches.do(work, found, modules)
    acting = touches.acting(work, found)
    mentors.begin(acting, leads.appoint(acting, council.schools, leaders))
    _tell(work, found, again)
    work.session.execute(update(Message).where(Message.sent_at.is_(None)).values(send_at=work.now))
    for role in ROLES:
        _keep_link(work, role, found.roles[role].id)


def _tell(work: Work, found: Cast, again: int) -> None:
    """Let managers answer who is missing, and HR bring lists in."""
    telling.tell(touches.acting(work, found), found)
    lists.bring(touches.acting(work, found, "hr"), found)
    lists.enter_twice(
        touches.acting(work, found, "manager"), touches.acting(work, found, "hr"), found, again
    )


def show(work: Work) -> Shown:
    """Return how many people there are, and a link for each role; links are renewed when old."""
    addresses, names = {}, {}
    for role in ROLES:
        link = work.session.get(SignInLink, _link_id(role))
        if link is None:
            continue
        if link.expires_at < work.now + LASTS / 2:
            link.expires_at = work.now + LASTS
        addresses[role] = links.address(work.settings, link.id)
        names[role] = link.person.name
    people = work.session.scalar(select(func.count()).select_from(Person)) or 0
    return Shown(people, addresses, names)


def _link_id(role: str) -> UUID:
    """Return the id of a role's link: the same in every instance, signed with its own secret."""
    return uuid5(NAMESPACE_URL, f"outset:demo:{role}")


def _keep_link(work: Work, role: str, person_id: UUID) -> None:
    work.session.add(
        SignInLink(
            id=_link_id(role),
            person_id=person_id,
            purpose=LinkPurpose.DEMO,
            made_at=work.now,
            expires_at=work.now + LASTS,
        )
    )
    work.session.flush()


def _writers(work: Work) -> UUID:
    found = work.session.scalars(select(Group.id).filter_by(name=seeding.WRITERS)).one()
    return UUID(str(found))


def _write_places(work: Work, council: Council, rows: Rows, book: Book) -> None:
    at = work.now - timedelta(days=DAYS_BACK + 10)
    for unit in council.units:
        rows.add(
            Unit,
            {
                "id": unit.id,
                "name": unit.name,
                "kind": UnitKind(unit.kind),
                "parent_id": unit.parent_id,
                "path": unit.path,
            },
        )
        book.tell(at, UnitAdded(subject_id=unit.id, kind=unit.kind, parent_id=unit.parent_id))
    for at_place, school in enumerate(council.schools):
        place = leads.PLACES[at_place % len(leads.PLACES)]
        rows.add(
            Setting,
            {
                "id": school.id,
                "name": school.name,
                "urn": school.urn,
                "phase": school.phase,
                **asdict(place),
                "mailbox": leads.mailbox(school.name),
            },
        )
        book.tell(at, SettingAdded(subject_id=school.id))
    for agency in council.agencies:
        rows.add(Agency, {"id": agency.id, "name": agency.name})
        book.tell(at, AgencyAdded(subject_id=agency.id))
    rows.write()


def _write_leads(work: Work, found: Cast, rows: Rows, book: Book) -> None:
    """Make whoever leads a unit a line manager of their own people."""
    at = work.now - timedelta(days=DAYS_BACK - 1)
    for lead, _unit in found.leads:
        key = lead.spells[0].id
        rows.add(
            Duty,
            {
                "id": key,
                "person_id": lead.id,
                "duty": DutyName.LINE_MANAGER,
                "granted_at": at,
            },
        )
        granted = DutyGranted(
            subject_id=key, person_id=lead.id, duty="line_manager", unit_id=None, agency_id=None
        )
        book.tell(at, granted)
    rows.write()


def _write_starters(work: Work, lives: Lives, starters: Iterator[Planned]) -> None:
    """Write everybody else, some at a time."""
    while some := list(islice(starters, CHUNK)):
        _write(work, lives, some)


def _write(work: Work, lives: Lives, some: Collection[Planned]) -> None:
    """Write some people with all they did, and what they owe."""
    for one in some:
        lives.write(one)
    lives.pen.rows.write()
    ids = [spell.id for one in some for spell in one.spells]
    assignment.refresh(work, ids, done=lives.lessons.done)
    lives.lessons.done = []

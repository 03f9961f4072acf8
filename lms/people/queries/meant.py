"""Who is meant by what somebody typed."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from lms.people import rules
from lms.people.errors import ManagersAlike, ManagerUnknown, OwnManager
from lms.people.models import Duty, Engagement, Person
from lms.people.queries.people import person_by_address

MOST = 10
"""People one name is looked up for; more are no help to whoever must choose."""


def lookalikes(
    session: Session, *, first_name: str, last_name: str, email: str | None
) -> list[Person]:
    """Return who might be the person about to be entered, with their engagements.

    Whoever has the address comes first; then people of the same name, in HR's list or as they
    are called, whatever its accents and hyphens.
    """
    called = " ".join(f"{first_name} {last_name}".split()).lower()
    same: list[ColumnElement[bool]] = [
        Person.sort_name == rules.sort_name(first_name, last_name),
        func.lower(Person.name) == called,
    ]
    address = (email or "").strip().lower()
    if address:
        same += [Person.email == address, Person.other_email == address]
    whole = selectinload(Person.engagements)
    wanted = (
        select(Person)
        .where(or_(*same))
        .options(whole.joinedload(Engagement.unit), whole.joinedload(Engagement.agency))
    )
    found = session.scalars(wanted.order_by(Person.sort_name, Person.id).limit(MOST)).all()
    return sorted(found, key=lambda one: not has_address(one, address))


def has_address(person: Person, address: str | None) -> bool:
    """Tell whether the address is one of the person's."""
    wanted = (address or "").strip().lower()
    return bool(wanted) and wanted in {person.email, person.other_email}


def manager_called(session: Session, text: str, *, day: date, but: UUID | None = None) -> Person:
    """Return whom a name or an address means, among those who may manage somebody now.

    Args:
        session: the database.
        text: a whole address, or parts of a name.
        day: today.
        but: whose manager is asked for: nobody is their own.

    Raises:
        OwnManager: they named themselves.
        ManagerUnknown: nobody who works here, or holds a duty here, is called that.
        ManagersAlike: more than one is.

    """
    if "@" in text:
        found = person_by_address(session, text)
        meant = [found] if found is not None else []
    else:
        meant = _called(session, text, day)
    if [one.id for one in meant] == [but]:
        raise OwnManager(meant[0].name)
    meant = [one for one in meant if one.id != but]
    if not meant:
        raise ManagerUnknown(text)
    if len(meant) > 1:
        raise ManagersAlike(text)
    return meant[0]


def _called(session: Session, text: str, day: date) -> list[Person]:
    """Return people whose name holds every word; those of exactly that name, if there are any."""
    words = rules.fold(text).split()
    if not words:
        return []
    parts = [Person.sort_name.contains(word, autoescape=True) for word in words]
    named = or_(and_(*parts), func.lower(Person.name) == " ".join(text.split()).lower())
    still = or_(Engagement.ends_on.is_(None), Engagement.ends_on >= day)
    here = or_(
        exists().where(Engagement.person_id == Person.id, still),
        exists().where(Duty.person_id == Person.id, Duty.withdrawn_at.is_(None)),
    )
    found = session.scalars(
        select(Person).where(named, here).order_by(Person.sort_name, Person.id).limit(MOST)
    ).all()
    exactly = [one for one in found if sorted(one.sort_name.split()) == sorted(words)]
    return exactly or list(found)

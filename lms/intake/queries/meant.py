"""Whom the rows of any list mean, whoever wrote it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.intake.queries.known import parts
from lms.intake.rules.fields import Line
from lms.people import rules
from lms.people.models import Engagement, Person


@dataclass(frozen=True, slots=True)
class Meant:
    """Somebody in the register."""

    id: UUID
    name: str


def people_meant(session: Session, lines: Sequence[Line]) -> list[Meant | None]:
    """Return whom each row means: by address, else by number, else by a name that only one has.

    A name counts where the row gives neither address nor number, or where somebody of that
    name has an engagement from the very day that the row gives.
    """
    addresses = _by_address(session, {a for one in lines for a in _addresses(one)})
    numbers = _by_number(session, {n for one in lines for n in (one.number, one.reference) if n})
    names = _by_name(session, {_sorted(one) for one in lines} - {""})
    return [_meant(one, addresses, numbers, names) for one in lines]


def _meant(
    line: Line,
    addresses: dict[str, Meant],
    numbers: dict[str, set[Meant]],
    names: dict[str, dict[Meant, set[date]]],
) -> Meant | None:
    for address in _addresses(line):
        if address in addresses:
            return addresses[address]
    for number in (line.reference, line.number):
        alike = numbers.get(number or "", set())
        if len(alike) == 1:
            return next(iter(alike))
    alike = set(names.get(_sorted(line), {}))
    if any(_addresses(line)) or line.number:
        alike = {one for one in alike if line.starts_on in names[_sorted(line)][one]}
    return next(iter(alike)) if len(alike) == 1 else None


def _addresses(line: Line) -> Iterable[str]:
    return [one for one in (line.email, line.other_email) if one]


def _sorted(line: Line) -> str:
    return rules.sort_name(line.first_name, line.last_name)


def _by_address(session: Session, asked: set[str]) -> dict[str, Meant]:
    found: dict[str, Meant] = {}
    for some in parts(asked):
        theirs = or_(Person.email.in_(some), Person.other_email.in_(some))
        wanted = select(Person.id, Person.name, Person.email, Person.other_email).where(theirs)
        for key, name, *own in session.execute(wanted):
            found |= {address: Meant(key, name) for address in own if address}
    return found


def _by_number(session: Session, asked: set[str]) -> dict[str, set[Meant]]:
    found: dict[str, set[Meant]] = defaultdict(set)
    for some in parts(asked):
        wanted = (
            select(Person.id, Person.name, Engagement.employee_number, Engagement.reference)
            .join(Engagement, Engagement.person_id == Person.id)
            .where(or_(Engagement.employee_number.in_(some), Engagement.reference.in_(some)))
        )
        for key, name, *own in session.execute(wanted):
            for number in own:
                found[number or ""].add(Meant(key, name))
    return found


def _by_name(session: Session, asked: set[str]) -> dict[str, dict[Meant, set[date]]]:
    found: dict[str, dict[Meant, set[date]]] = defaultdict(lambda: defaultdict(set))
    for some in parts(asked):
        wanted = (
            select(Person.id, Person.name, Person.sort_name, Engagement.starts_on)
            .outerjoin(Engagement, Engagement.person_id == Person.id)
            .where(Person.sort_name.in_(some))
        )
        for key, name, sort_name, starts_on in session.execute(wanted):
            found[sort_name][Meant(key, name)].add(starts_on)
    return found
